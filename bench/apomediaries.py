"""How well the published formula finds who will help next, forward in time, beside what else was proposed.

`python -m bench.apomediaries --posts F --votes F --topics F [--badges F] --from DATE --until DATE
 [--support FILE… [--support FILE…]]`

Every sixty days, from what was known before (posts, dated votes, dated choices), each method lists people for each
topic; what counts is who gives best answers on it in the sixty days that follow. Best: chosen by the person who
asked, or ahead with two votes where none was chosen. A case is a topic with ten best answers by three people.
Candidates answered in the last year. For each question of the period, from what was known when it was asked (of
votes, those of the days before): is the author of the best answer among the five (ten) proposed, and, of two who
answered, is the better one ahead?

`--badges`: how long before somebody got a badge for a topic our list showed them. For whom people help is measured by
kind of question. Ours is `apps.algorithms.apomediary` itself, fed answer by answer as the site feeds it. The last line
is one JSON object. `--support`: the same on a forum whose parts are topics, a case being three best answers by two
people.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from apps.algorithms import apomediary
from bench.forum import DAY, Forum, Known, read_site, read_support, seconds
from bench.helper_audience import audience
from bench.helper_badges import lead
from bench.helper_follow import OURS, Followed
from bench.helper_peers import PEERS, WHOLE, Scene

HORIZON, YEAR = 60, 365
LIST, SHORT = 10, 5
CASE = (10, 3)  # best answers, and people who give them
AHEAD = 3  # lists later, six months
NO_QUESTION = -1

Scores = dict[str, np.ndarray]


@dataclass
class Tally:
    """What was found, method by method."""

    cases: int = 0
    figures: dict[str, dict[str, list[float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, method: str, **figures: float) -> None:
        for name, figure in figures.items():
            self.figures[method][name].append(figure)

    def mean(self, method: str, name: str) -> float | None:
        found = self.figures[method][name]
        return round(float(np.mean(found)), 4) if found else None


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    forum = read_site(options.posts, options.votes, options.topics)
    since, until = seconds(options.since), seconds(options.until)
    tally = measure(forum, since, until, best=CASE[0], by=CASE[1])
    tell(tally, f"{options.since} to {options.until}")
    more: dict[str, dict] = {"audience": _audience(forum, since, until)}
    if options.badges:
        more["badges"] = _badges(forum, options.badges, since, until)
    for files in options.support:
        _support(files)
    print(json.dumps(result(tally) | more))
    return 0


def measure(forum: Forum, since: float, until: float, *, best: int, by: int) -> Tally:
    """Lists every sixty days, questions one by one."""
    tally, followed, parts = Tally(), Followed(forum), Parts(forum)
    lists = list(np.arange(since, until - HORIZON * DAY + 1, HORIZON * DAY))
    final = forum.known(np.inf)
    tops: dict[tuple[int, int], list[int]] = {}
    asked = list(_solved(forum, final, since, until))
    for moment, question in sorted([*((moment, NO_QUESTION) for moment in lists), *asked]):
        known = forum.known(moment)
        followed.advance(known)
        if question == NO_QUESTION:
            _lists(tally, parts, known, followed, final, (best, by), tops, lists.index(moment))
        else:
            _question(tally, parts, known, followed, final, question)
    _turnover(tally, tops)
    return tally


@dataclass
class Parts:
    """A forum, and which answers and questions belong to which topic."""

    forum: Forum

    def __post_init__(self) -> None:
        self.answers = self.forum.of_topic()
        self.questions = [
            np.array([n for n, topics in enumerate(self.forum.question_topics) if topic in topics], dtype=int)
            for topic in range(len(self.forum.topics))
        ]

    def scene(self, known: Known, topic: int) -> Scene:
        """A topic as it stands."""
        answers, questions = self.answers[topic], self.questions[topic]
        answers = answers[known.there[answers]]
        return Scene(self.forum, known, answers, questions[self.forum.asked_at[questions] < known.at])

    def active(self, known: Known) -> np.ndarray:
        """Who answered anything in the last year."""
        recent = known.there & (self.forum.at >= known.at - YEAR * DAY)
        return np.unique(self.forum.author[recent])


# --- lists of people on a topic -------------------------------------------------------------------------------------


def _lists(tally, parts, known, followed, final, case, tops, number) -> None:
    forum, candidates = parts.forum, parts.active(known)
    everything = parts.scene(known, 0).whole()
    whole = {f"{name}, whole site": PEERS[name](everything) for name in WHOLE}
    coming = (forum.at >= known.at) & (forum.at < known.at + HORIZON * DAY) & final.best
    for topic in range(len(forum.topics)):
        answers = parts.answers[topic]
        future = np.bincount(forum.author[answers[coming[answers]]], minlength=forum.people)
        _rising(tally, parts, known, topic, future)
        if future.sum() < case[0] or (future > 0).sum() < case[1]:
            continue
        tally.cases += 1
        scene = parts.scene(known, topic)
        scores = (
            {name: peer(scene) for name, peer in PEERS.items()}
            | whole
            | {OURS: followed.strengths(topic, candidates, known.at)}
        )
        for name, score in scores.items():
            ranked = ranking(score, candidates)
            tally.add(name, **list_figures(ranked, score, future, candidates))
        tops[number, topic] = ranking(scores[OURS], candidates)[:SHORT].tolist()


def ranking(score: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """Candidates, the highest first; level ones in an order fixed by a seed."""
    shuffled = np.random.default_rng(7).permutation(candidates)
    return shuffled[np.argsort(-score[shuffled], kind="stable")]


def list_figures(ranked: np.ndarray, score: np.ndarray, future: np.ndarray, candidates: np.ndarray) -> dict[str, float]:
    """NDCG@10 against the best possible list, newcomers included; P@5; the area under the curve."""
    places = 1 / np.log2(np.arange(2, LIST + 2))
    gain = np.log2(1 + future[ranked[:LIST]])
    ideal = np.sort(np.log2(1 + future))[::-1][:LIST]
    ndcg = (gain * places[: len(gain)]).sum() / (ideal * places[: len(ideal)]).sum()
    found = {"ndcg10": float(ndcg), "p5": float((future[ranked[:SHORT]] > 0).mean())}
    good = future[candidates] > 0
    if good.any() and not good.all():
        found["auc"] = area(score[candidates], good)
    return found


def area(score: np.ndarray, good: np.ndarray) -> float:
    """How often a good one is ahead of another; level counts half."""
    _values, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    n = good.sum()
    return float((rank[good].sum() - n * (n + 1) / 2) / (n * (len(good) - n)))


def _rising(tally, parts, known, topic, future) -> None:
    """The newcomers named, and whether each gives a best answer on the topic in the sixty days that follow."""
    forum = parts.forum
    answers = parts.answers[topic]
    recent = answers[known.best[answers] & (forum.at[answers] >= known.at - apomediary.WINDOW * DAY)]
    recent_best = _counts(forum.author[recent])
    lifetime = _counts(forum.author[known.best])
    for person in apomediary.rising(recent_best, lifetime):
        tally.add(OURS, rising_precision=float(future[int(person)] > 0))


def _counts(authors: np.ndarray) -> dict[str, int]:
    people, counts = np.unique(authors, return_counts=True)
    return {str(person): int(count) for person, count in zip(people, counts, strict=True)}


def _turnover(tally: Tally, tops: dict[tuple[int, int], list[int]]) -> None:
    for (number, topic), top in tops.items():
        later = tops.get((number + AHEAD, topic))
        if later is not None:
            tally.add(OURS, turnover6m=len(set(top) & set(later)) / SHORT)


# --- one question at a time -----------------------------------------------------------------------------------------


def _solved(forum: Forum, final: Known, since: float, until: float) -> Iterator[tuple[float, int]]:
    """Questions on a topic that got a best answer, and when they were asked."""
    best = np.zeros(len(forum.asked_at), dtype=bool)
    best[forum.question[final.best]] = True
    for question in np.flatnonzero(best & (forum.asked_at >= since) & (forum.asked_at < until)):
        if forum.question_topics[question]:
            yield float(forum.asked_at[question]), int(question)


def _question(tally, parts, known, followed, final, question) -> None:
    forum = parts.forum
    answers = np.flatnonzero(forum.question == question)
    best = forum.author[answers[final.best[answers]]][0]
    candidates = parts.active(known)
    candidates = candidates[candidates != forum.asker[question]]
    scores = _of_peers(parts, known, forum.question_topics[question])
    scores[OURS] = followed.could_help(question, candidates, known.at)
    others = np.setdiff1d(forum.author[answers], [best])
    for name, score in scores.items():
        order = ranking(score, candidates)[:LIST]
        tally.add(name, hit5=float(best in order[:SHORT]), hit10=float(best in order))
        judge = score.__getitem__
        if name == OURS:
            judge = partial(_judged, followed, forum.question_topics[question][0], known.at)
        for other in others:
            tally.add(name, pairwise=(np.sign(judge(best) - judge(other)) + 1) / 2)


def _of_peers(parts: Parts, known: Known, topics: tuple[int, ...]) -> Scores:
    """Over the topics of a question, added up."""
    scenes = [parts.scene(known, topic) for topic in topics]
    return {name: sum(peer(scene) for scene in scenes) for name, peer in PEERS.items()}


def _judged(followed: Followed, topic: int, now: float, person: int) -> float:
    return followed.judged(int(person), topic, now)


# --- what is told ---------------------------------------------------------------------------------------------------

COLUMNS = ("ndcg10", "p5", "auc", "pairwise", "hit5", "hit10")


def tell(tally: Tally, when: str) -> None:
    """A table, ours first."""
    print(f"\n{when}: {tally.cases} cases, {len(tally.figures[OURS]['hit5'])} questions")
    print(f"  {'':24}" + "".join(f"{name:>10}" for name in COLUMNS))
    for method in (OURS, *(name for name in tally.figures if name != OURS)):
        figures = (tally.mean(method, name) for name in COLUMNS)
        print(f"  {method:24}" + "".join(f"{'—' if f is None else f'{f:.3f}':>10}" for f in figures))
    rising = tally.figures[OURS]["rising_precision"]
    print(f"  top five still there after six months: {tally.mean(OURS, 'turnover6m')}")
    print(f"  rising: {len(rising)} named, {tally.mean(OURS, 'rising_precision')} gave a best answer in sixty days")


def result(tally: Tally) -> dict:
    """The figures, for comparison over time."""
    names = (*COLUMNS, "turnover6m", "rising_precision")
    peers = {
        peer: {name: tally.mean(peer, name) for name in ("ndcg10", "p5")} for peer in tally.figures if peer != OURS
    }
    return {name: tally.mean(OURS, name) for name in names} | {"cases": tally.cases, "peers": peers}


def _support(files: list[Path]) -> None:
    forum = read_support(files)
    if len(forum.at) < 50:
        print(f"\n{files[0].name}: too few answers")
        return
    first, last = float(forum.at.min()), float(forum.at.max())
    tally = measure(forum, first + (last - first) / 3, last, best=3, by=2)
    tell(tally, ", ".join(forum.topics))
    print(f"  {json.dumps(result(tally))}")


def _audience(forum: Forum, since: float, until: float) -> dict[str, dict[str, float]]:
    """Whether somebody helps best on some kinds of question, beside some topics."""
    found = audience(forum, forum.of_topic(), since, until)
    print("  for whom: do those who were best at a kind of question more than others do so again, on the same topic?")
    for name, lift in found.items():
        interval = f"{lift.low:.2f} to {lift.high:.2f}"
        print(f"    {name:24} lift {lift.lift:.2f} ({interval}; {lift.answers} answers, {lift.people} people)")
    return {name: {"lift": lift.lift, "low": lift.low, "high": lift.high} for name, lift in found.items()}


def _badges(forum: Forum, badges: Path, since: float, until: float) -> dict[str, float | None]:
    """How long before a badge for a topic our list showed its holder."""
    found = lead(forum, badges, since, until)
    print(
        f"  badges for a topic: {found.badges}; shown by our list before: {found.shown_before} ({found.share:.0%})",
        end="",
    )
    print(f", half of them at least {found.median_days:.0f} days before" if found.median_days is not None else "")
    return asdict(found)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.apomediaries", description=(__doc__ or "").splitlines()[0])
    for name in ("posts", "votes", "topics"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--badges", type=Path)
    parser.add_argument("--from", dest="since", required=True, metavar="DATE")
    parser.add_argument("--until", required=True, metavar="DATE")
    parser.add_argument("--support", type=Path, nargs="+", action="append", default=[], metavar="FILE")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
