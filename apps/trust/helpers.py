"""Who helps at the moment: two figures side by side, three lines that explain them, and nobody who did not say yes."""

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.algorithms import apomediary
from apps.algorithms.apomediary import Answer, Helper, Record
from apps.base.compiled import Compiled, any_of, given
from apps.base.statements import Row
from apps.people.models import Account, Persona
from apps.posts.models import Post, Thread
from apps.posts.selectors import closures_of, thread_title
from apps.spaces.models import Membership, Space, Topic
from apps.trust.models import AnswerMark, Choice, HelperChoice, HelperMoment
from apps.trust.reach import within_reach
from apps.trust.strengths import best_of_late, strongest

MOST = 5
GUIDE_FROM = 3  # best answers within a year that invite to write a guide
ASKED = 3  # people proposed on a question that waits
LOOKED_AT = 20  # strongest people among whom they are chosen, on its topic and in the whole space
EXPLAINED = timedelta(days=365)
ASK_AGAIN = timedelta(days=60)

COUNTED_FOR = 300  # seconds a share of questions solved is kept
NEAR_FOR = 10  # of them within a process
READ_EVERY = 300  # seconds between two readings of what fades

Shares = dict[int | None, float]
Records = dict[str, Record]  # by the persona's reference


@dataclass(frozen=True, slots=True)
class WeightyAnswer:
    """One of the answers that weigh most."""

    title: str
    thread: int
    number: int
    weight: float


@dataclass(frozen=True, slots=True)
class HelperView:
    """Somebody who helps on a topic at the moment. It gives no right, and fades by itself."""

    persona: str
    pseudonym: str
    space: str
    space_name: str
    topic: str
    topic_name: str
    recency: float
    quality: float
    quality_low: float
    quality_high: float
    judged: float
    lines: tuple[str, str, str]
    answers: tuple[WeightyAnswer, ...]
    invited: bool  # to write a guide: enough best answers within a year
    algorithm: str = apomediary.NAME
    version: str = apomediary.VERSION


@dataclass(frozen=True, slots=True)
class Rising:
    """A newcomer who helps, and on what."""

    pseudonym: str
    topic_name: str


def helpers_now(space: Space, topic: Topic | None = None, *, now: datetime, most: int = MOST) -> list[HelperView]:
    """Those who said yes to being shown, the strongest first; each once, on the topic they help most."""
    if space.imported:
        return []
    return _views(space, _suggested(space, topic, now, most), now)


EVER_BEST = Compiled(
    lambda: AnswerMark.objects.filter(space=given("space"), best=True).values_list("persona").annotate(n=Count("pk"))
)


def rising_now(space: Space, topic: Topic | None = None, *, now: datetime) -> list[Rising]:
    """Newcomers with two best answers on one topic in sixty days, beside the usual helpers; only those who said yes."""
    late = best_of_late(space, topic, now=now)
    if not any(one.best >= apomediary.RISING_BEST for one in late):
        return []  # nobody to name: the best answers of the whole space are not counted
    by_topic: dict[int | None, dict[str, int]] = defaultdict(dict)
    for one in late:
        by_topic[one.topic][str(one.persona)] = one.best
    ever = {str(persona): n for persona, n in EVER_BEST.rows(space=space.pk)}
    found = {person: on for on, counts in by_topic.items() for person in apomediary.rising(counts, ever)}
    named = {(str(one.persona), one.topic): one for one in late}
    return [Rising(named[key].pseudonym, named[key].topic_name) for key in found.items()]


def could_help(thread: Thread, *, now: datetime) -> list[HelperView]:
    """Three people who could answer this question now: proposed to its readers, never assigned."""
    if not waits(thread):
        return []
    asked = thread.posts.select_related("author").filter(number=1).first()
    own = asked.author.reference if asked and asked.author else ""
    found = {item.helper.person: item for item in _suggested(thread.space, None, now, most=LOOKED_AT)}
    if thread.topic is not None:
        found |= {item.helper.person: item for item in _suggested(thread.space, thread.topic, now, most=LOOKED_AT)}
    found.pop(own, None)
    figures = {person: (item.on(thread.topic), item.helper.there_now) for person, item in found.items()}
    solved = solved_shares(thread.space).get(thread.topic_id, 0.0)
    order = within_reach(thread, figures, solved, now=now)
    chosen = sorted((found[person] for person in order[:ASKED]), key=lambda item: -item.helper.judged)
    return _views(thread.space, chosen, now)


def waits(thread: Thread) -> bool:
    """A question that nobody else has answered, and that can still be."""
    if not thread.is_question or thread.source_id or thread.best_answer_id or closures_of([thread.pk]):
        return False
    asked = thread.posts.select_related("author").filter(number=1).first()
    others = thread.posts.standing().filter(number__gt=1).select_related("author")
    mine = asked.author if asked else None
    return all(mine is not None and post.author is not None and post.author.is_one_with(mine) for post in others)


def offers_for(account: Account, *, now: datetime) -> list[HelperView]:
    """What is offered to a person in private: being shown where they help, unless they answered already."""
    answered = HelperChoice.objects.filter(persona__account=account)
    waiting = answered.filter(choice=Choice.LATER, decided_at__lte=now - ASK_AGAIN)
    decided = set(answered.exclude(pk__in=waiting).values_list("space", "persona"))
    never = answered.filter(choice=Choice.NEVER).values("space")  # under whichever name it was said
    offers: list[HelperView] = []
    stands = Membership.objects.filter(persona__account=account).exclude(space__in=never)
    for membership in stands.select_related("space", "persona"):
        if (membership.space_id, membership.persona_id) not in decided:
            offers += helping(membership.persona, membership.space, now=now)
    return offers


def helping(persona: Persona, space: Space, *, now: datetime) -> list[HelperView]:
    """How one persona helps in a space, for their own eyes; empty below the published strength."""
    return _views(space, _strongest(space, [persona.pk], None, solved_shares(space), now)[:1], now)


def shown_helping(persona: Persona, space: Space, *, now: datetime) -> list[HelperView]:
    """The same for everybody's eyes: only of whoever said yes."""
    willing = HelperChoice.objects.shown(space, now).filter(persona=persona)
    return helping(persona, space, now=now) if not space.imported and willing.exists() else []


# --- from rows to words ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Who, on what, and the share of questions solved there. Kept words go by this very one: two rows of one person
    that differ in their name are equal to Django."""

    helper: Helper
    persona: Persona
    topic: Topic | None
    solved: float

    def on(self, topic: Topic | None) -> float:
        """Help on a topic; none if it was on another."""
        return self.helper.on_topic if topic is not None and topic == self.topic else 0.0


def _suggested(space: Space, topic: Topic | None, now: datetime, most: int) -> list[Found]:
    """Those shown, from the published strength on; the database says whose records are worth loading."""
    shares = solved_shares(space)
    people = strongest(space, topic, shares, now=now, most=most)
    return _strongest(space, people, topic, shares, now)[:most]


def _strongest(space: Space, people: list[int], topic: Topic | None, shares: Shares, now: datetime) -> list[Found]:
    rows = MOMENTS.raw(space=space.pk, personas=people)
    return list(_found(tuple(rows), topic.pk if topic else None, tuple(shares.items()), _read_at(now)))


def _read_at(now: datetime) -> float:
    """Figures that fade over days are read five minutes at a time, at the end: all that was given until now is in."""
    return math.ceil(now.timestamp() / READ_EVERY) * READ_EVERY


@lru_cache(maxsize=200)
def _found(rows: tuple[Row, ...], topic: int | None, solved_there: tuple[Any, ...], at: float) -> tuple[Found, ...]:
    """Worked out once for the same records: a page finds most of them as it did a moment ago."""
    shares: Shares = dict(solved_there)
    records, topics, named = _records(MOMENTS.made(row) for row in rows)
    everywhere = records.pop(None, {})
    on_topics = {person for people in records.values() for person in people}
    elsewhere = {person: record for person, record in everywhere.items() if person not in on_topics}
    wanted = {topic: records.get(topic, {})} if topic else {**records, None: elsewhere}
    found: dict[str, Found] = {}
    for topic_id, theirs in wanted.items():
        back_off: Mapping[str, Record] = everywhere if topic_id is not None else {}
        solved = shares.get(topic_id, 0.0)
        for helper in apomediary.helpers(theirs, back_off, at, solved, most=len(theirs)):
            if helper.person not in found or found[helper.person].helper.strength < helper.strength:
                found[helper.person] = Found(helper, named[helper.person], topics.get(topic_id), solved)
    return tuple(sorted(found.values(), key=lambda item: (-item.helper.strength, item.helper.person)))


MOMENTS = Compiled(
    lambda: (
        HelperMoment.objects.filter(space=given("space"), persona=any_of("personas"))
        .exclude(record={})  # spoke, never answered
        .select_related("persona", "topic")
    )
)


def _records(
    moments: Iterable[HelperMoment],
) -> tuple[dict[int | None, Records], dict[int | None, Topic], dict[str, Persona]]:
    """By topic and persona, with the topics and personas themselves."""
    records: dict[int | None, Records] = defaultdict(dict)
    topics: dict[int | None, Topic] = {}
    people: dict[str, Persona] = {}
    for moment in moments:
        records[moment.topic_id][moment.persona.reference] = Record.from_json(moment.record)
        people[moment.persona.reference] = moment.persona
        if moment.topic is not None:
            topics[moment.topic_id] = moment.topic
    return records, topics, people


def solved_shares(space: Space) -> Shares:
    """The share of questions with a best answer, by topic and in the whole space; counted every few minutes."""
    return _shares_kept(space.pk, time.monotonic() // NEAR_FOR)


@lru_cache(maxsize=200)
def _shares_kept(space: int, _span: float) -> Shares:
    """The same for all processes, and for some seconds within this one; nobody may change what it hands out."""
    key = f"trust-solved-{space}"
    kept: Shares | None = cache.get(key)
    if kept is None:
        kept = _solved_shares(space)
        cache.set(key, kept, COUNTED_FOR)
    return kept


def _solved_shares(space: int) -> Shares:
    asked = Thread.objects.filter(space=space, is_question=True, source=None).values_list("topic").order_by()
    counts = list(asked.annotate(all=Count("pk"), solved=Count("best_answer")))
    shares: Shares = {topic: solved / all_ for topic, all_, solved in counts if topic}
    everything = sum(all_ for _topic, all_, _solved in counts)
    return {**shares, None: sum(solved for *_rest, solved in counts) / everything if everything else 0.0}


class Counted(NamedTuple):
    """An answer as it was counted, where it stands, and whether the person who asked had never asked here before."""

    post: int
    topic: int | None
    persona: int
    at: datetime
    best: bool
    thanks: int
    thread: int
    number: int
    newcomer: bool


def _counted() -> QuerySet[AnswerMark, Any]:
    """Whose question was their first is asked of the last sixty days alone."""
    begun = Post.objects.filter(thread=OuterRef("post__thread"), number=1, author__isnull=False)
    earlier = Thread.objects.filter(
        space=given("space"),
        is_question=True,
        started_at__lt=OuterRef("thread__started_at"),
        posts__number=1,
        posts__author=OuterRef("author"),
    )
    newcomer = Q(at__gte=given("of_late")) & Q(Exists(begun.exclude(Exists(earlier))))
    marks = AnswerMark.objects.filter(space=given("space"), persona=any_of("personas"), at__gte=given("since"))
    marks = marks.annotate(newcomer=ExpressionWrapper(newcomer, BooleanField())).order_by("-at")
    return marks.values_list(
        "post", "topic", "persona", "at", "best", "thanks", "post__thread", "post__number", "newcomer"
    )


MARKS = Compiled(_counted)


def _views(space: Space, found: list[Found], now: datetime) -> list[HelperView]:
    if not found:
        return []
    by_person: dict[int, list[Row]] = defaultdict(list)
    since, of_late = now - EXPLAINED, now - timedelta(days=apomediary.WINDOW)
    people = [item.persona.pk for item in found]
    for row in MARKS.rows(space=space.pk, personas=people, since=since, of_late=of_late):
        by_person[row[2]].append(row)
    place, language = (space.slug, space.name), (get_language() or "fr")[:2]
    views = [_view(place, item, tuple(by_person[item.persona.pk]), _read_at(now), language) for item in found]
    titles = _titles({answer.thread for view in views for answer in view.answers})
    return [replace(view, answers=tuple(replace(a, title=titles[a.thread]) for a in view.answers)) for view in views]


BEGUN = Compiled(
    lambda: (
        Post.objects.filter(thread=any_of("threads"), number=1).select_related("thread").defer("text", "html", "search")
    )
)


def _titles(threads: set[int]) -> dict[int, str]:
    """Titles as a reader may see them: a masked one stays masked here."""
    place, language = BEGUN.place("thread_id"), get_language()
    begun = {row[place]: _title(row, language) for row in BEGUN.raw(threads=list(threads))}
    return dict.fromkeys(threads, _("Title masked")) | begun


@lru_cache(maxsize=500)
def _title(row: Row, _language: str | None) -> str:
    post = BEGUN.made(row)
    return thread_title(post.thread, post)


@lru_cache(maxsize=100)
def _view(place: tuple[str, str], item: Found, rows: tuple[Row, ...], at: float, language: str) -> HelperView:
    """Worked out once for the same answers; the titles of those that weigh most are asked each time."""
    helper, persona, topic, recency = item.helper, item.persona, item.topic, round(item.helper.strength, 1)
    marks = [Counted(*row) for row in rows]
    own = {str(mark.post): mark for mark in marks if topic is None or mark.topic == topic.pk}
    explained = apomediary.explain(
        topic=topic.name if topic else place[1],
        answers=[Answer(m.at.timestamp(), m.best, m.thanks, m.thanks, str(m.post)) for m in own.values()],
        strength=recency,
        now=at,
        solved=item.solved,
        language=language,
        newcomers={str(mark.post) for mark in marks if mark.newcomer},
    )
    return HelperView(
        persona=persona.reference,
        pseudonym=persona.pseudonym,
        space=place[0],
        space_name=place[1],
        topic=topic.slug if topic else "",
        topic_name=topic.name if topic else "",
        recency=recency,
        quality=helper.quality.rate,
        quality_low=helper.quality.low,
        quality_high=helper.quality.high,
        judged=round(helper.judged, 3),
        lines=explained.lines,
        answers=tuple(_weighty(own[reference], weight) for reference, weight in explained.heaviest),
        invited=sum(mark.best for mark in own.values()) >= GUIDE_FROM,
    )


def _weighty(mark: Counted, weight: float) -> WeightyAnswer:
    return WeightyAnswer("", mark.thread, mark.number, weight)
