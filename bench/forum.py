"""A forum as the measurements of helpers see it: who asked, who answered, who was chosen, and what was known when."""

import csv
import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

DAY = 86400.0
NEVER = np.inf
BY_VOTES = 2  # the score from which the answer ahead counts as best when the person who asked chose none


@dataclass(frozen=True)
class Known:
    """What could be known at one moment of each answer: votes for, score, whether it is the best one."""

    at: float
    there: np.ndarray  # already posted
    thanks: np.ndarray
    score: np.ndarray
    best: np.ndarray


@dataclass(frozen=True)
class Forum:
    """Columns of one forum; answers in the order they came, one's own and nameless ones left out."""

    people: int
    names: dict[str, int]  # of people, as their forum numbers or calls them
    topics: tuple[str, ...]
    titles: tuple[str, ...]  # per question
    asker: np.ndarray  # −1 without a name
    asked_at: np.ndarray
    question_topics: tuple[tuple[int, ...], ...]
    question: np.ndarray  # per answer
    author: np.ndarray
    at: np.ndarray
    chosen_at: np.ndarray  # when the person who asked said so; NEVER
    voted: np.ndarray  # per vote: which answer, when, for or against
    voted_at: np.ndarray
    vote: np.ndarray

    def known(self, moment: float) -> Known:
        """The forum as it stood just before a moment; of votes and choices, which carry a day, those of days before."""
        day = np.floor(moment / DAY) * DAY
        until = np.searchsorted(self.voted_at, day)
        which, what = self.voted[:until], self.vote[:until]
        size = len(self.at)
        there = self.at < moment
        thanks = np.bincount(which[what > 0], minlength=size)
        score = thanks - np.bincount(which[what < 0], minlength=size)
        chosen = there & (self.chosen_at < day)
        return Known(moment, there, thanks, score, self._best(there, chosen, score))

    def _best(self, there: np.ndarray, chosen: np.ndarray, score: np.ndarray) -> np.ndarray:
        solved = np.zeros(len(self.asked_at), dtype=bool)
        solved[self.question[chosen]] = True
        best = chosen.copy()
        ahead = np.flatnonzero(there & (score >= BY_VOTES) & ~solved[self.question])
        ahead = ahead[np.lexsort((self.at[ahead], -score[ahead], self.question[ahead]))]
        best[ahead[np.unique(self.question[ahead], return_index=True)[1]]] = True
        return best

    def of_topic(self) -> list[np.ndarray]:
        """The answers on each topic."""
        found: list[list[int]] = [[] for _ in self.topics]
        for answer, question in enumerate(self.question):
            for topic in self.question_topics[question]:
                found[topic].append(answer)
        return [np.array(answers, dtype=int) for answers in found]


@dataclass
class _Heap:
    """Rows as they are read, before they become columns."""

    names: dict[str, int]
    questions: dict[str, tuple[float, int, tuple[int, ...], str]]
    answers: list[tuple[float, str, int, str]]  # when, to which question, whose, its id

    def person(self, name: str) -> int:
        """A number per name; −1 for none."""
        return self.names.setdefault(name, len(self.names)) if name else -1


def forum_of(heap: _Heap, topics: Sequence[str], chosen: dict[str, float], votes: Iterable[tuple[str, float, int]]):
    """Columns from rows."""
    number = {there: index for index, there in enumerate(heap.questions)}
    rows = sorted(
        (at, number[asked], who, there)
        for at, asked, who, there in heap.answers
        if asked in number and who >= 0 and heap.questions[asked][1] != who
    )
    place = {there: index for index, (_at, _question, _who, there) in enumerate(rows)}
    cast = sorted((at, place[there], value) for there, at, value in votes if there in place)
    asked = list(heap.questions.values())
    return Forum(
        people=len(heap.names),
        names=heap.names,
        topics=tuple(topics),
        titles=tuple(title for *_rest, title in asked),
        asker=np.array([who for _at, who, *_rest in asked]),
        asked_at=np.array([at for at, *_rest in asked]),
        question_topics=tuple(found for _at, _who, found, _title in asked),
        question=np.array([row[1] for row in rows]),
        author=np.array([row[2] for row in rows]),
        at=np.array([row[0] for row in rows]),
        chosen_at=np.array([chosen.get(row[3], NEVER) for row in rows]),
        voted=np.array([vote[1] for vote in cast], dtype=int),
        voted_at=np.array([vote[0] for vote in cast], dtype=float),
        vote=np.array([vote[2] for vote in cast], dtype=int),
    )


# --- a questions-and-answers site: posts, dated votes, topics as patterns on titles ---------------------------------

QUESTION, ANSWER = "1", "2"
ACCEPTED, FOR, AGAINST = "1", "2", "3"


def read_site(posts: Path, votes: Path, topics: Path) -> Forum:
    """`Id,PostTypeId,ParentId,…,OwnerUserId,Title`; `CreationDate,Id,PostId,VoteTypeId`; `topic<tab>title_regex`."""
    patterns = [(row["topic"], re.compile(row["title_regex"], re.IGNORECASE)) for row in rows_of(topics, "\t")]
    heap = _Heap({}, {}, [])
    for row in rows_of(posts):
        at, who = seconds(row["CreationDate"]), heap.person(row["OwnerUserId"].removesuffix(".0"))
        if row["PostTypeId"] == QUESTION:
            about = tuple(n for n, (_name, pattern) in enumerate(patterns) if pattern.search(row["Title"]))
            heap.questions[row["Id"]] = (at, who, about, row["Title"])
        elif row["PostTypeId"] == ANSWER:
            heap.answers.append((at, row["ParentId"].removesuffix(".0"), who, row["Id"]))
    chosen: dict[str, float] = {}
    cast: list[tuple[str, float, int]] = []
    for row in rows_of(votes):
        at = seconds(row["CreationDate"])
        if row["VoteTypeId"] == ACCEPTED:
            chosen[row["PostId"]] = at
        elif row["VoteTypeId"] in (FOR, AGAINST):
            cast.append((row["PostId"], at, 1 if row["VoteTypeId"] == FOR else -1))
    return forum_of(heap, [name for name, _pattern in patterns], chosen, cast)


# --- support forums: one file per part; solutions and votes without a date ------------------------------------------

DATES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%y %H:%M", "%Y-%m-%d %H:%M:%S")


def read_support(files: Sequence[Path]) -> Forum:
    """Each file is a topic. Solutions and votes carry no date: they are taken as known a week after the answer."""
    heap = _Heap({}, {}, [])
    chosen: dict[str, float] = {}
    votes: list[tuple[str, float, int]] = []
    for topic, path in enumerate(files):
        for row in rows_of(path, ";"):
            at = _when(str(row.get("date_time") or ""))
            uid = str(row.get("uid") or "")
            if at is None or not uid:
                continue
            there, who = f"{topic}/{uid}", heap.person(str(row.get("author") or "").strip())
            if "." not in uid:
                heap.questions[there] = (at, who, (topic,), str(row.get("title") or ""))
                continue
            heap.answers.append((at, there.rsplit(".", 1)[0], who, there))
            if row.get("resolve") == "solution":
                chosen[there] = at + 7 * DAY
            votes += [(there, at + 7 * DAY, 1)] * _whole(row.get("upvotes"))
    return forum_of(heap, [path.name.split(".")[0] for path in files], chosen, votes)


def _when(given: str) -> float | None:
    for form in DATES:
        try:
            return datetime.strptime(given, form).replace(tzinfo=UTC).timestamp()
        except ValueError:
            continue
    return None


def _whole(given: object) -> int:
    text = str(given or "")
    return int(text) if text.isdigit() else 0


# --- files ----------------------------------------------------------------------------------------------------------


def rows_of(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """Rows of a CSV or of a JSON array; plain or gzip."""
    with _opened(path)(path, "rt", encoding="utf-8", errors="replace", newline="") as file:
        if ".json" in path.suffixes:
            yield from json.load(file)
            return
        csv.field_size_limit(10_000_000)
        yield from csv.DictReader(file, delimiter=delimiter)


def _opened(path: Path) -> Callable:
    return gzip.open if path.suffix == ".gz" else open


def seconds(date: str) -> float:
    """A date of UTC as seconds since 1970."""
    return datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp()
