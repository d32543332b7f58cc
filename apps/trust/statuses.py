"""What a member has earned in one space, topic by topic, as sentences with their basis.

Where nobody has earned anything yet, somebody's word must count first: the founders of a space, its first twelve
members, count in full from the start (docs/decisions). One who leaves is followed by nobody. Per space; never a sum.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language

from apps.algorithms import earned_status
from apps.algorithms.earned_status import FOUNDERS, Earned, Mark
from apps.base.compiled import Compiled, any_of
from apps.people.models import Account, Persona
from apps.spaces.models import Membership, Space, Topic, Visibility
from apps.trust.models import Explained, Feedback, ReferralMark
from apps.trust.scales import Scale, scales_of
from apps.trust.told import Key, Told, feedback, words_by_place, words_here, words_said_in

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
    told = words_said_in(space, [persona.pk for persona in personas])
    for (receiver, _space, _topic), view in _views(told, now).items():
        if view.level:
            found[receiver].append(view)
    return {receiver: sorted(views, key=_highest) for receiver, views in found.items()}


def statuses_of_account(account: Account, now: datetime) -> list[StatusView]:
    """Everything a person has earned or is about to earn, for their own eyes."""
    views = _views(words_by_place(feedback().filter(receiver__account=account)), now, own=True).values()
    return sorted(views, key=lambda view: (view.space_name, *_highest(view)))


def statuses_elsewhere(persona: Persona, space: Space, now: datetime) -> list[StatusView]:
    """What this persona has earned in other spaces that anybody may read: theirs to show here, if they like."""
    rows = feedback().filter(receiver=persona, space__visibility=Visibility.PUBLIC).exclude(space=space)
    views = [view for view in _views(words_by_place(rows), now).values() if view.level]
    return sorted(views, key=lambda view: (view.space_name, *_highest(view)))


def words_in(persona: Persona, space: Space, topic: Topic | None) -> list[Feedback]:
    """What was said of somebody in one place."""
    rows = feedback().select_related("space", "topic")
    return list(rows.filter(receiver=persona, space=space, topic=topic))


def status_in(
    persona: Persona, space: Space, topic: Topic | None, now: datetime, *, own: bool = False
) -> StatusView | None:
    """What they earned there, or are about to; None where nobody said anything. `own`: as it is said to themselves."""
    rows = feedback().filter(receiver=persona, space=space, topic=topic)
    return next(iter(_views(words_by_place(rows), now, own=own).values()), None)


def expected_share(persona: Persona, space: Space, topic: Topic | None, now: datetime) -> float:
    """Of the next words about somebody in one place, the share that should be favourable."""
    said = words_here(feedback().filter(receiver=persona, space=space, topic=topic, at__lte=now))
    return earned_status.tally(said).expected(now.timestamp())


def marks_of(persona: Persona, space: Space) -> list[Mark]:
    """What referrals that went wrong cost somebody."""
    key = (persona.pk, space.pk, None)
    return _marks([key])[key[:2]]


def counts_in_full(giver: Persona, space: Space, *, now: datetime) -> bool:
    """Whether somebody's word counts as one: a founder's, or that of somebody with a status here."""
    return giver.pk in founders_of(space) or _has_earned(giver, space, now)


def founders_of(space: Space) -> set[int]:
    """The first who came and are still here. Once their number was full, nobody takes the place of one who leaves."""
    founding = Q(space__founded_at=None) | Q(joined_at__lte=F("space__founded_at"))
    first = Membership.objects.filter(founding, space=space).order_by("joined_at", "pk")
    return set(first.values_list("persona", flat=True)[:FOUNDERS])


def _has_earned(persona: Persona, space: Space, now: datetime) -> bool:
    """A level on any topic: the rule alone, without the words in which it is told."""
    told = words_by_place(feedback().filter(space=space, receiver=persona)).values()
    steps = scales_of([space], now)[space.pk].steps if told else ()
    at = now.timestamp()
    reached = [said.words for said in told if earned_status.earned(said.words, at, steps).level]
    marks = marks_of(persona, space) if reached else []
    return any(not marks or earned_status.earned(words, at, steps, marks).level for words in reached)


def _views(told: dict[Key, Told], now: datetime, *, own: bool = False) -> dict[Key, StatusView]:
    if not told:
        return {}
    scales = scales_of((said.space for said in told.values()), now)
    marks, pages = _marks(told), _pages(told)
    return {
        key: _view(said, marks[key[:2]], scales[key[1]], pages.get(key, ""), now, own) for key, said in told.items()
    }


EXPLAINED = Compiled(
    lambda: Explained.objects.filter(persona=any_of("personas"), space=any_of("spaces")).values_list(
        "persona", "space", "topic", "reference"
    )
)
MARKS = Compiled(lambda: ReferralMark.objects.filter(persona=any_of("personas"), space=any_of("spaces")))


def _pages(keys: Iterable[Key]) -> dict[Key, str]:
    """Where each is explained."""
    rows = EXPLAINED.rows(**_wanted([key[:2] for key in keys]))
    return {(who, place, topic): reverse("trust:why", args=[reference]) for who, place, topic, reference in rows}


def _wanted(keys: Sequence[tuple[int, int]]) -> dict[str, list[int]]:
    return {"personas": list({who for who, _ in keys}), "spaces": list({place for _, place in keys})}


def _marks(keys: Iterable[Key]) -> dict[tuple[int, int], list[Mark]]:
    """What referrals that went wrong cost these people where they stand."""
    marks: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    wanted = [key[:2] for key in keys]
    for row in MARKS.objects(**_wanted(wanted)) if wanted else ():
        marks[row.persona_id, row.space_id].append(Mark(row.at.timestamp(), row.amount))
    return marks


def _highest(view: StatusView) -> tuple[float, str]:
    return (-view.cautious, view.topic_name)


def _view(said: Told, marks: Sequence[Mark], scale: Scale, why: str, now: datetime, own: bool) -> StatusView:
    language = (get_language() or "fr")[:2]
    status = earned_status.earned(said.words, now.timestamp(), scale.steps, marks)
    return StatusView(
        space=said.space.slug,
        space_name=said.space.name,
        topic=said.topic.slug if said.topic else "",
        topic_name=said.topic.name if said.topic else "",
        level=status.level or "",
        label=scale.name(status.level) if status.level else "",
        sentence=earned_status.sentence(status, language, scale.names, own=own),
        next_sentence=earned_status.what_would_change(status, language, scale.names),
        cautious=status.cautious,
        givers=status.givers,
        since=_since(said.words, status, marks, scale, now),
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
