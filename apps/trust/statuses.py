"""What a member has earned in one space, topic by topic, as sentences with their basis.

Where nobody has earned anything yet, somebody's word must count first: the founders of a space, its first twelve
members, count in full from the start (docs/decisions). Always per space; never a sum.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from apps.algorithms import earned_status
from apps.algorithms.earned_status import LEVEL_NAMES, Earned
from apps.people.models import Account, Persona
from apps.spaces.models import Membership, Space, Visibility
from apps.trust.models import Feedback

FOUNDERS = 12  # first members whose word counts in full before anybody has earned anything


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
    algorithm: str
    version: str


def statuses_of(persona: Persona, space: Space, now: datetime) -> list[StatusView]:
    """What this persona has earned here, the highest first."""
    return statuses_for([persona], space, now).get(persona.pk, [])


def statuses_for(personas: Iterable[Persona], space: Space, now: datetime) -> dict[int, list[StatusView]]:
    """The same for everybody on a page, in one query."""
    rows = _feedback().filter(space=space, receiver_id__in=[persona.pk for persona in personas])
    found: dict[int, list[StatusView]] = defaultdict(list)
    for (receiver, _space, _topic), said in _grouped(rows).items():
        view = _view(said, now)
        if view.level:
            found[receiver].append(view)
    return {receiver: sorted(views, key=_highest) for receiver, views in found.items()}


def statuses_of_account(account: Account, now: datetime) -> list[StatusView]:
    """Everything a person has earned or is about to earn, for their own eyes."""
    grouped = _grouped(_feedback().filter(receiver__account=account))
    return sorted((_view(said, now) for said in grouped.values()), key=lambda view: (view.space_name, *_highest(view)))


def statuses_elsewhere(persona: Persona, space: Space, now: datetime) -> list[StatusView]:
    """What this persona has earned in other spaces that anybody may read: theirs to show here, if they like."""
    rows = _feedback().filter(receiver=persona, space__visibility=Visibility.PUBLIC).exclude(space=space)
    views = [_view(said, now) for said in _grouped(rows).values()]
    return sorted((view for view in views if view.level), key=lambda view: (view.space_name, *_highest(view)))


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


def _grouped(rows: Iterable[Feedback]) -> dict[tuple[int, int, int | None], list[Feedback]]:
    grouped: dict[tuple[int, int, int | None], list[Feedback]] = defaultdict(list)
    for row in rows:
        grouped[row.receiver_id, row.space_id, row.topic_id].append(row)
    return grouped


def _highest(view: StatusView) -> tuple[float, str]:
    return (-view.cautious, view.topic_name)


def _view(said: Sequence[Feedback], now: datetime) -> StatusView:
    first, language = said[0], (get_language() or "fr")[:2]
    status = _earned(said, now)
    return StatusView(
        space=first.space.slug,
        space_name=first.space.name,
        topic=first.topic.slug if first.topic else "",
        topic_name=first.topic.name if first.topic else "",
        level=status.level or "",
        label=LEVEL_NAMES[language][status.level] if status.level else "",
        sentence=earned_status.sentence(status, language),
        next_sentence=earned_status.what_would_change(status, language),
        cautious=status.cautious,
        givers=status.givers,
        algorithm=earned_status.NAME,
        version=status.version,
    )


def _earned(said: Iterable[Feedback], now: datetime) -> Earned:
    feedback = (earned_status.Feedback(_giver(row), row.at.timestamp(), True, row.giver_earned) for row in said)
    return earned_status.earned(feedback, now.timestamp())


def _giver(row: Feedback) -> str:
    person = getattr(row, "person", None)
    return f"account {person}" if person else row.giver
