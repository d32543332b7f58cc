"""Who helps at the moment: two figures side by side, three lines that explain them, and nobody who did not say yes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from apps.algorithms import apomediary
from apps.algorithms.apomediary import Helper, Record
from apps.people.models import Account, Persona
from apps.posts.models import Thread
from apps.spaces.models import Membership, Space, Topic
from apps.trust.models import AnswerMark, Choice, HelperChoice, HelperMoment
from apps.trust.services import answer_of

MOST = 5
EXPLAINED = timedelta(days=365)
ASK_AGAIN = timedelta(days=60)

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
    lines: tuple[str, str, str]
    answers: tuple[WeightyAnswer, ...]
    algorithm: str = apomediary.NAME
    version: str = apomediary.VERSION


def helpers_now(space: Space, topic: Topic | None = None, *, now: datetime, most: int = MOST) -> list[HelperView]:
    """Those who said yes to being shown, the strongest first; each once, on the topic they help most."""
    if space.imported:
        return []
    shown = HelperChoice.objects.filter(space=space, choice=Choice.SHOWN).values("persona")
    moments = HelperMoment.objects.filter(space=space, persona__in=shown)
    return _views(space, _strongest(space, moments, topic, now)[:most], now)


def rising_now(space: Space, *, now: datetime) -> list[str]:
    """Pseudonyms with two best answers in sixty days who are not among the usual fifty; only those who said yes."""
    since = now - timedelta(days=apomediary.WINDOW)
    counted = AnswerMark.objects.filter(space=space, best=True).values("persona__reference", "persona__pseudonym")
    rows = list(counted.annotate(ever=Count("pk"), recent=Count("pk", filter=Q(at__gte=since))))
    found = apomediary.rising(
        {row["persona__reference"]: row["recent"] for row in rows},
        {row["persona__reference"]: row["ever"] for row in rows},
    )
    shown = HelperChoice.objects.filter(space=space, choice=Choice.SHOWN, persona__reference__in=found)
    names = dict(shown.values_list("persona__reference", "persona__pseudonym"))
    return [names[reference] for reference in found if reference in names]


def offers_for(account: Account, *, now: datetime) -> list[HelperView]:
    """What is offered to a person in private: being shown where they help, unless they answered already."""
    answered = HelperChoice.objects.filter(persona__account=account)
    waiting = answered.filter(choice=Choice.LATER, decided_at__lte=now - ASK_AGAIN)
    decided = set(answered.exclude(pk__in=waiting).values_list("space", "persona"))
    offers: list[HelperView] = []
    for membership in Membership.objects.filter(persona__account=account).select_related("space", "persona"):
        if (membership.space_id, membership.persona_id) not in decided:
            offers += helping(membership.persona, membership.space, now=now)
    return offers


def helping(persona: Persona, space: Space, *, now: datetime) -> list[HelperView]:
    """How one persona helps in a space, for their own eyes; empty below the published strength."""
    moments = HelperMoment.objects.filter(space=space, persona=persona)
    return _views(space, _strongest(space, moments, None, now)[:1], now)


# --- from rows to words ----------------------------------------------------------------------------------------------

Found = tuple[Helper, Topic | None, float]  # who, on what, and the share of questions solved there


def _strongest(space: Space, moments: QuerySet[HelperMoment], topic: Topic | None, now: datetime) -> list[Found]:
    records, topics = _records(moments)
    everywhere = records.pop(None, {})
    wanted = {topic.pk: records.get(topic.pk, {})} if topic else (records or {None: everywhere})
    found: dict[str, Found] = {}
    for topic_id, people in wanted.items():
        back_off: Mapping[str, Record] = everywhere if topic_id is not None else {}
        solved = solved_share(space, topics.get(topic_id))
        for helper in apomediary.helpers(people, back_off, now.timestamp(), solved, most=len(people)):
            if helper.person not in found or found[helper.person][0].strength < helper.strength:
                found[helper.person] = (helper, topics.get(topic_id), solved)
    return sorted(found.values(), key=lambda item: (-item[0].strength, item[0].person))


def _records(moments: QuerySet[HelperMoment]) -> tuple[dict[int | None, Records], dict[int | None, Topic]]:
    records: dict[int | None, Records] = defaultdict(dict)
    topics: dict[int | None, Topic] = {}
    for moment in moments.exclude(record={}).select_related("persona", "topic"):  # {}: spoke, never answered
        records[moment.topic_id][moment.persona.reference] = Record.from_json(moment.record)
        if moment.topic is not None:
            topics[moment.topic_id] = moment.topic
    return records, topics


def solved_share(space: Space, topic: Topic | None) -> float:
    """The share of questions with a best answer."""
    asked = Thread.objects.filter(space=space, is_question=True, source=None, **({"topic": topic} if topic else {}))
    counts = asked.aggregate(all=Count("pk"), solved=Count("best_answer"))
    return counts["solved"] / counts["all"] if counts["all"] else 0.0


def _views(space: Space, found: list[Found], now: datetime) -> list[HelperView]:
    people = {p.reference: p for p in Persona.objects.filter(reference__in=[helper.person for helper, *_ in found])}
    marks = AnswerMark.objects.filter(space=space, persona__in=people.values(), at__gte=now - EXPLAINED)
    by_person: dict[str, list[AnswerMark]] = defaultdict(list)
    for mark in marks.select_related("post__thread", "persona").order_by("-at"):
        by_person[mark.persona.reference].append(mark)
    return [_view(space, item, people[item[0].person], by_person[item[0].person], now) for item in found]


def _view(space: Space, item: Found, persona: Persona, marks: list[AnswerMark], now: datetime) -> HelperView:
    helper, topic, solved = item
    own = {str(mark.post_id): mark for mark in marks if topic is None or mark.topic_id == topic.pk}
    explained = apomediary.explain(
        topic=topic.name if topic else space.name,
        answers=[answer_of(mark) for mark in own.values()],
        strength=helper.strength,
        now=now.timestamp(),
        solved=solved,
        language=(get_language() or "fr")[:2],
    )
    return HelperView(
        persona=persona.reference,
        pseudonym=persona.pseudonym,
        space=space.slug,
        space_name=space.name,
        topic=topic.slug if topic else "",
        topic_name=topic.name if topic else "",
        recency=round(helper.strength, 2),
        quality=helper.quality.rate,
        quality_low=helper.quality.low,
        quality_high=helper.quality.high,
        lines=explained.lines,
        answers=tuple(_weighty(own[reference], weight) for reference, weight in explained.heaviest),
    )


def _weighty(mark: AnswerMark, weight: float) -> WeightyAnswer:
    return WeightyAnswer(mark.post.thread.title, mark.post.thread_id, mark.post.number, weight)
