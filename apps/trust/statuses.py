"""What a member has earned in one space, topic by topic, as sentences with their basis.

Where nobody has earned anything yet, somebody's word must count first: the founders of a space, its first twelve
members, count in full from the start (docs/decisions). Always per space; never a sum.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import get_language

from apps.algorithms import earned_status
from apps.algorithms.earned_status import FOUNDERS, Earned, Mark
from apps.people.models import Account, Persona
from apps.spaces.models import Membership, Space, Topic, Visibility
from apps.trust.models import Explained, Feedback, ReferralMark
from apps.trust.scales import Scale, scales_of

LONG_HISTORY = 300  # words from which on we no longer say since when a level is held


@dataclass(frozen=True, slots=True)
class StatusView:
    """One status, in words. `level` is empty while nothing is earned."""

    space: str
    space_name: str
    topic: str
    topic_name: str
    level: str
    label: str
    sentence: str
    next_sentence: str
    cautious: float
    givers: int
    since: datetime | None
    why: str
    status: Earned
    algorithm: str
    version: str


def statuses_of(persona: Persona, space: Space, now: datetime) -> list[StatusView]:
    """What this persona has earned here, the highest first."""
    return statuses_for([persona], space, now).get(persona.pk, [])


def statuses_for(personas: Iterable[Persona], space: Space, now: datetime) -> dict[int, list[StatusView]]:
    """The same for everybody on a page, in one query per table."""
    found: dict[int, list[StatusView]] = defaultdict(list)
    rows = _feedback().filter(space=space, receiver_id__in=[persona.pk for persona in personas])
    for (receiver, _space, _topic), view in _views(rows, now).items():
        if view.level:
            found[receiver].append(view)
    return {receiver: sorted(views, key=_highest) for receiver, views in found.items()}


def statuses_of_account(account: Account, now: datetime) -> list[StatusView]:
    """Everything a person has earned or is about to earn, for their own eyes."""
    views = _views(_feedback().filter(receiver__account=account), now).values()
    return sorted(views, key=lambda view: (view.space_name, *_highest(view)))


def statuses_elsewhere(persona: Persona, space: Space, now: datetime) -> list[StatusView]:
    """What this persona has earned in other spaces that anybody may read: theirs to show here, if they like."""
    rows = _feedback().filter(receiver=persona, space__visibility=Visibility.PUBLIC).exclude(space=space)
    views = [view for view in _views(rows, now).values() if view.level]
    return sorted(views, key=lambda view: (view.space_name, *_highest(view)))


def words_in(persona: Persona, space: Space, topic: Topic | None) -> list[Feedback]:
    """What was said of somebody in one place."""
    return list(_feedback().filter(receiver=persona, space=space, topic=topic))


def status_in(persona: Persona, space: Space, topic: Topic | None, now: datetime) -> StatusView | None:
    """What they earned there, or are about to; None where nobody said anything."""
    rows = _feedback().filter(receiver=persona, space=space, topic=topic)
    return next(iter(_views(rows, now).values()), None)


def expected_share(persona: Persona, space: Space, topic: Topic | None, now: datetime) -> float:
    """Of the next words about somebody in one place, the share that should be favourable."""
    counted = earned_status.tally(feedback_of(row) for row in words_in(persona, space, topic) if row.at <= now)
    return counted.expected(now.timestamp())


def marks_of(persona: Persona, space: Space) -> list[Mark]:
    """What referrals that went wrong cost somebody."""
    key = (persona.pk, space.pk, None)
    return _marks([key])[key[:2]]


def counts_in_full(giver: Persona, space: Space, *, now: datetime) -> bool:
    """Whether somebody's word counts as one: a founder's, or that of somebody with a status here."""
    founders = Membership.objects.filter(space=space).order_by("joined_at", "pk").values_list("persona", flat=True)
    if giver.pk in founders[:FOUNDERS]:
        return True
    return bool(statuses_of(giver, space, now))


def _feedback() -> QuerySet[Feedback]:
    """With the account behind each giver: one person under two names is one giver."""
    behind = Persona.objects.filter(reference=OuterRef("giver")).values("account")
    rows = Feedback.objects.select_related("space", "topic").annotate(person=Subquery(behind[:1]))
    return rows.order_by("pk")


Key = tuple[int, int, int | None]  # receiver, space, topic


def _views(rows: Iterable[Feedback], now: datetime) -> dict[Key, StatusView]:
    grouped: dict[Key, list[Feedback]] = defaultdict(list)
    for row in rows:
        grouped[row.receiver_id, row.space_id, row.topic_id].append(row)
    if not grouped:
        return {}
    scales = scales_of({said[0].space for said in grouped.values()}, now)
    marks, pages = _marks(grouped), _pages(grouped)
    return {key: _view(said, marks[key[:2]], scales[key[1]], pages.get(key, ""), now) for key, said in grouped.items()}


def _pages(keys: Iterable[Key]) -> dict[Key, str]:
    """Where each is explained."""
    wanted = {"persona__in": {key[0] for key in keys}, "space__in": {key[1] for key in keys}}
    rows = Explained.objects.filter(**wanted).values_list("persona", "space", "topic", "reference")
    return {(who, place, topic): reverse("trust:why", args=[reference]) for who, place, topic, reference in rows}


def _marks(keys: Iterable[Key]) -> dict[tuple[int, int], list[Mark]]:
    """What referrals that went wrong cost these people where they stand."""
    marks: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    wanted = [key[:2] for key in keys]
    rows = ReferralMark.objects.filter(persona__in={who for who, _ in wanted}, space__in={place for _, place in wanted})
    for row in rows if wanted else ():
        marks[row.persona_id, row.space_id].append(Mark(row.at.timestamp(), row.amount))
    return marks


def _highest(view: StatusView) -> tuple[float, str]:
    return (-view.cautious, view.topic_name)


def _view(said: Sequence[Feedback], marks: Sequence[Mark], scale: Scale, why: str, now: datetime) -> StatusView:
    first, language = said[0], (get_language() or "fr")[:2]
    words = [feedback_of(row) for row in said]
    status = earned_status.earned(words, now.timestamp(), scale.steps, marks)
    return StatusView(
        space=first.space.slug,
        space_name=first.space.name,
        topic=first.topic.slug if first.topic else "",
        topic_name=first.topic.name if first.topic else "",
        level=status.level or "",
        label=scale.name(status.level) if status.level else "",
        sentence=earned_status.sentence(status, language, scale.names),
        next_sentence=earned_status.what_would_change(status, language, scale.names),
        cautious=status.cautious,
        givers=status.givers,
        since=_since(words, status, marks, scale, now),
        why=why,
        status=status,
        algorithm=earned_status.NAME,
        version=status.version,
    )


def _since(
    words: Sequence[earned_status.Feedback], status: Earned, marks: Sequence[Mark], scale: Scale, now: datetime
) -> datetime | None:
    if status.level is None or len(words) > LONG_HISTORY:
        return None
    held = earned_status.held_since(words, now.timestamp(), scale.steps, marks)
    return datetime.fromtimestamp(held, UTC) if held is not None else None


def feedback_of(row: Feedback) -> earned_status.Feedback:
    """A row, for the algorithm."""
    return earned_status.Feedback(
        giver=_giver(row),
        at=row.at.timestamp(),
        favourable=row.favourable,
        giver_earned=row.giver_earned,
        verified=row.verified,
        size=row.size,
        giver_days=row.giver_days,
        leniency=row.leniency,
    )


def _giver(row: Feedback) -> str:
    person = getattr(row, "person", None)
    return f"account {person}" if person else row.giver
