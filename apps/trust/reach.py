"""Who could answer one question now: help on its topic, being there, and what they answered that looks like it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from apps.algorithms import apomediary
from apps.algorithms.apomediary import Answer
from apps.posts.models import Thread
from apps.trust.models import AnswerMark
from apps.trust.services import answer_of

LATEST = 2_000  # answers looked at, the newest

Figures = tuple[float, float]  # help on the topic of the question, and being there now
Given = list[tuple[int, Answer]]  # to which question, which answer


def within_reach(thread: Thread, people: Mapping[str, Figures], solved: float, *, now: datetime) -> list[str]:
    """Those people, whoever could help with this very question first."""
    like = _alike(thread, people, solved, now)
    reach = {
        person: apomediary.could_help(on_topic, there_now, like.get(person, 0.0))
        for person, (on_topic, there_now) in people.items()
    }
    return sorted(reach, key=lambda person: (-reach[person], person))


def _alike(thread: Thread, people: Collection[str], solved: float, now: datetime) -> dict[str, float]:
    """How much each of them answered, within a year, to questions like this one."""
    since = now - timedelta(days=apomediary.ALIKE_WITHIN)
    marks = AnswerMark.objects.filter(space=thread.space_id, persona__reference__in=list(people), at__gte=since)
    given: dict[str, Given] = defaultdict(list)
    titles: dict[int, frozenset[str]] = {}
    for mark in marks.select_related("post__thread", "persona").order_by("-at")[:LATEST]:
        given[mark.persona.reference].append((mark.post.thread_id, answer_of(mark)))
        titles.setdefault(mark.post.thread_id, apomediary.stems(mark.post.thread.title))
    rare = apomediary.rarity(apomediary.stems(thread.title), list(titles.values()))
    shares = {number: apomediary.likeness(rare, title) for number, title in titles.items()}
    return {
        person: apomediary.alike([(shares[about], answer) for about, answer in own], now.timestamp(), solved)
        for person, own in given.items()
    }
