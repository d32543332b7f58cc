"""Our own formula, followed through time: records changed answer by answer, as the site changes them."""

import numpy as np

from apps.algorithms import apomediary
from apps.algorithms.apomediary import Answer, Record
from bench.forum import DAY, Forum, Known

OURS = "ours"
NOTHING = Record()


class Followed:
    """The records of everybody on every topic, and in the whole space, as known at one moment."""

    def __init__(self, forum: Forum) -> None:
        self.forum = forum
        self.topics: list[dict[int, Record]] = [{} for _ in forum.topics]
        self.everywhere: dict[int, Record] = {}
        self.counted: dict[int, Answer] = {}
        self.before: np.ndarray | None = None
        self.about = [np.array([t in topics for topics in forum.question_topics]) for t in range(len(forum.topics))]
        self.solved: list[float] = [0.0 for _ in forum.topics]
        self.stems = [apomediary.stems(title) for title in forum.titles]

    def advance(self, known: Known) -> None:
        """Count what is new or different since the last moment."""
        state = np.stack([known.there, known.best, known.thanks, known.score < 0])
        changed = np.flatnonzero((state != (0 if self.before is None else self.before)).any(axis=0))
        self.before = state
        for answer in changed:
            self._count(int(answer), known)
        self._solved(known)

    def _count(self, number: int, known: Known) -> None:
        after = Answer(
            float(self.forum.at[number]), bool(known.best[number]), int(known.thanks[number]), int(known.score[number])
        )
        before = self.counted.get(number)
        self.counted[number] = after
        who = int(self.forum.author[number])
        for topic in self.forum.question_topics[self.forum.question[number]]:
            self.topics[topic][who] = self.topics[topic].get(who, Record()).changed(before, after)
        self.everywhere[who] = self.everywhere.get(who, Record()).changed(before, after)

    def _solved(self, known: Known) -> None:
        solved = np.zeros(len(self.forum.asked_at), dtype=bool)
        solved[self.forum.question[known.best]] = True
        asked = self.forum.asked_at < known.at
        for topic in range(len(self.topics)):
            here = self.about[topic] & asked
            self.solved[topic] = float(solved[here].mean()) if here.any() else 0.0

    def strengths(self, topic: int, people: np.ndarray, now: float) -> np.ndarray:
        """S on a topic, of these people."""
        found = np.zeros(self.forum.people)
        own, solved = self.topics[topic], self.solved[topic]
        for who in people.tolist():
            found[who] = apomediary.strength(own.get(who, NOTHING), self.everywhere.get(who, NOTHING), now, solved)
        return found

    def judged(self, person: int, topic: int, now: float) -> float:
        """How well somebody's answers are judged, where so many questions are solved as on this topic."""
        return apomediary.judged(self.everywhere.get(person, NOTHING), now, self.solved[topic])

    def could_help(self, question: int, people: np.ndarray, now: float) -> np.ndarray:
        """Who could answer one question, as proposed on its page; on several topics, help on each is added."""
        topics = self.forum.question_topics[question]
        solved = self.solved[topics[0]]
        like = self._alike(question, now)
        found = np.zeros(self.forum.people)
        for who in people.tolist():
            on_topic = sum(self.topics[t].get(who, NOTHING).strength(now, self.solved[t]) for t in topics)
            there_now = self.everywhere.get(who, NOTHING).presence(now, solved)
            found[who] = apomediary.could_help(on_topic, there_now, apomediary.alike(like.get(who, ()), now, solved))
        return found

    def _alike(self, question: int, now: float) -> dict[int, list[tuple[float, Answer]]]:
        """Who answered questions like this one in the last year, and how alike they were."""
        since, until = np.searchsorted(self.forum.at, (now - apomediary.ALIKE_WITHIN * DAY, now))
        asked = self.forum.question[since:until]
        titles = {int(number): self.stems[number] for number in np.unique(asked)}
        rare = apomediary.rarity(self.stems[question], list(titles.values()))
        shares = {number: apomediary.likeness(rare, title) for number, title in titles.items()}
        found: dict[int, list[tuple[float, Answer]]] = {}
        for answer, about in enumerate(asked.tolist(), start=int(since)):
            if shares[about]:
                found.setdefault(int(self.forum.author[answer]), []).append((shares[about], self.counted[answer]))
        return found
