"""Who helps at the moment: two figures side by side, three lines that explain them, and nobody who did not say yes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.algorithms import apomediary
from apps.algorithms.apomediary import Helper, Record
from apps.people.models import Account, Persona
from apps.posts.models import Post, Thread
from apps.posts.selectors import closures_of, thread_title
from apps.spaces.models import Membership, Space, Topic
from apps.trust.models import AnswerMark, Choice, HelperChoice, HelperMoment
from apps.trust.reach import within_reach
from apps.trust.services import answer_of
from apps.trust.strengths import best_of_late, strongest

MOST = 5
GUIDE_FROM = 3  # best answers within a year that invite to write a guide
ASKED = 3  # people proposed on a question that waits
LOOKED_AT = 20  # strongest people among whom they are chosen, on its topic and in the whole space
EXPLAINED = timedelta(days=365)
ASK_AGAIN = timedelta(days=60)

COUNTED_FOR = 300  # seconds a share of questions solved is kept

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


def rising_now(space: Space, topic: Topic | None = None, *, now: datetime) -> list[Rising]:
    """Newcomers with two best answers on one topic in sixty days, beside the usual helpers; only those who said yes."""
    by_topic: dict[int | None, dict[str, int]] = defaultdict(dict)
    for persona, on, n in best_of_late(space, topic, now=now):
        by_topic[on][str(persona)] = n
    if not any(n >= apomediary.RISING_BEST for counts in by_topic.values() for n in counts.values()):
        return []  # nobody to name: the best answers of the whole space are not counted
    marks = AnswerMark.objects.filter(space=space, best=True)
    ever = {str(persona): n for persona, n in marks.values_list("persona").annotate(n=Count("pk"))}
    found = {person: on for on, counts in by_topic.items() for person in apomediary.rising(counts, ever)}
    people = {str(persona.pk): persona.pseudonym for persona in Persona.objects.filter(pk__in=found)}
    topics = {topic.pk: topic.name for topic in Topic.objects.filter(pk__in=[t for t in found.values() if t])}
    return [Rising(people[person], topics.get(on or 0, "")) for person, on in found.items()]


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
    moments = HelperMoment.objects.filter(space=space, persona=persona)
    return _views(space, _strongest(space, moments, None, now)[:1], now)


def shown_helping(persona: Persona, space: Space, *, now: datetime) -> list[HelperView]:
    """The same for everybody's eyes: only of whoever said yes."""
    willing = HelperChoice.objects.shown(space, now).filter(persona=persona)
    return helping(persona, space, now=now) if not space.imported and willing.exists() else []


# --- from rows to words ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """Who, on what, and the share of questions solved there."""

    helper: Helper
    topic: Topic | None
    solved: float

    def on(self, topic: Topic | None) -> float:
        """Help on a topic; none if it was on another."""
        return self.helper.on_topic if topic is not None and topic == self.topic else 0.0


def _suggested(space: Space, topic: Topic | None, now: datetime, most: int) -> list[Found]:
    """Those shown, from the published strength on; the database says whose records are worth loading."""
    people = strongest(space, topic, solved_shares(space), now=now, most=most)
    return _strongest(space, HelperMoment.objects.filter(space=space, persona__in=people), topic, now)[:most]


def _strongest(space: Space, moments: QuerySet[HelperMoment], topic: Topic | None, now: datetime) -> list[Found]:
    records, topics = _records(moments)
    everywhere, shares = records.pop(None, {}), solved_shares(space)
    on_topics = {person for people in records.values() for person in people}
    elsewhere = {person: record for person, record in everywhere.items() if person not in on_topics}
    wanted = {topic.pk: records.get(topic.pk, {})} if topic else {**records, None: elsewhere}
    found: dict[str, Found] = {}
    for topic_id, people in wanted.items():
        back_off: Mapping[str, Record] = everywhere if topic_id is not None else {}
        solved = shares.get(topic_id, 0.0)
        for helper in apomediary.helpers(people, back_off, now.timestamp(), solved, most=len(people)):
            if helper.person not in found or found[helper.person].helper.strength < helper.strength:
                found[helper.person] = Found(helper, topics.get(topic_id), solved)
    return sorted(found.values(), key=lambda item: (-item.helper.strength, item.helper.person))


def _records(moments: QuerySet[HelperMoment]) -> tuple[dict[int | None, Records], dict[int | None, Topic]]:
    records: dict[int | None, Records] = defaultdict(dict)
    topics: dict[int | None, Topic] = {}
    for moment in moments.exclude(record={}).select_related("persona", "topic"):  # {}: spoke, never answered
        records[moment.topic_id][moment.persona.reference] = Record.from_json(moment.record)
        if moment.topic is not None:
            topics[moment.topic_id] = moment.topic
    return records, topics


def solved_shares(space: Space) -> Shares:
    """The share of questions with a best answer, by topic and in the whole space; counted every few minutes."""
    key = f"trust-solved-{space.pk}"
    kept: Shares | None = cache.get(key)
    if kept is None:
        kept = _solved_shares(space)
        cache.set(key, kept, COUNTED_FOR)
    return kept


def _solved_shares(space: Space) -> Shares:
    asked = Thread.objects.filter(space=space, is_question=True, source=None).values_list("topic").order_by()
    counts = list(asked.annotate(all=Count("pk"), solved=Count("best_answer")))
    shares: Shares = {topic: solved / all_ for topic, all_, solved in counts if topic}
    everything = sum(all_ for _topic, all_, _solved in counts)
    return {**shares, None: sum(solved for *_rest, solved in counts) / everything if everything else 0.0}


WORDS = ("text", "html", "search", "masked_spans")  # of a message: not read where only its place is told


def _views(space: Space, found: list[Found], now: datetime) -> list[HelperView]:
    if not found:
        return []
    people = {p.reference: p for p in Persona.objects.filter(reference__in=[item.helper.person for item in found])}
    names = {person.pk: person.reference for person in people.values()}
    marks = AnswerMark.objects.filter(space=space, persona__in=list(names), at__gte=now - EXPLAINED)
    by_person: dict[str, list[AnswerMark]] = defaultdict(list)
    for mark in marks.select_related("post").defer(*(f"post__{name}" for name in WORDS)).order_by("-at"):
        by_person[names[mark.persona_id]].append(mark)
    first = first_questions(space, [mark for own in by_person.values() for mark in own], now=now)
    views = [
        _view(space, item, people[item.helper.person], by_person[item.helper.person], first, now) for item in found
    ]
    titles = _titles({answer.thread for view in views for answer in view.answers})
    return [replace(view, answers=tuple(replace(a, title=titles[a.thread]) for a in view.answers)) for view in views]


def first_questions(space: Space, marks: list[AnswerMark], *, now: datetime) -> set[str]:
    """Of the answers of the last sixty days, those given to people who asked in the space for the first time."""
    since = now - timedelta(days=apomediary.WINDOW)
    threads = {mark.post.thread_id for mark in marks if mark.at >= since}
    if not threads:
        return set()
    started = OuterRef("thread__started_at")
    earlier = Thread.objects.filter(
        space=space, is_question=True, started_at__lt=started, posts__number=1, posts__author=OuterRef("author")
    )
    asked = Post.objects.filter(number=1, thread__in=threads, author__isnull=False).exclude(Exists(earlier))
    first = set(asked.values_list("thread", flat=True))
    return {str(mark.post_id) for mark in marks if mark.post.thread_id in first}


def _titles(threads: set[int]) -> dict[int, str]:
    """Titles as a reader may see them: a masked one stays masked here."""
    rows = Post.objects.filter(thread__in=threads, number=1).select_related("thread").defer("text", "html", "search")
    return dict.fromkeys(threads, _("Title masked")) | {
        post.thread_id: thread_title(post.thread, post) for post in rows
    }


def _view(
    space: Space, item: Found, persona: Persona, marks: list[AnswerMark], first: set[str], now: datetime
) -> HelperView:
    helper, topic, recency = item.helper, item.topic, round(item.helper.strength, 1)
    own = {str(mark.post_id): mark for mark in marks if topic is None or mark.topic_id == topic.pk}
    explained = apomediary.explain(
        topic=topic.name if topic else space.name,
        answers=[answer_of(mark) for mark in own.values()],
        strength=recency,
        now=now.timestamp(),
        solved=item.solved,
        language=(get_language() or "fr")[:2],
        newcomers=first,
    )
    return HelperView(
        persona=persona.reference,
        pseudonym=persona.pseudonym,
        space=space.slug,
        space_name=space.name,
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


def _weighty(mark: AnswerMark, weight: float) -> WeightyAnswer:
    return WeightyAnswer("", mark.post.thread_id, mark.post.number, weight)
