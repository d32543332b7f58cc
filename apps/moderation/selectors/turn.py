"""Whose turn is next: the first case in the published order that nothing keeps from this person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from apps.moderation.blindness import waits_for_opinion
from apps.moderation.conflicts import not_mine
from apps.moderation.desk_models import Check, SecondReading
from apps.moderation.models import Audit, Case, CaseQuerySet, Decision
from apps.moderation.selectors.filters import Wanted
from apps.moderation.selectors.queue import EVERYTHING, for_me, place_of_check, place_of_draw
from apps.moderation.selectors.seats import barred
from apps.moderation.selectors.standings import in_order
from apps.moderation.services.second_readings import reading_of
from apps.moderation.states import CaseState
from apps.moderation.targets import Target, target_of_case
from apps.people.models import Account
from apps.spaces.models import Mandate

CANDIDATES = 30  # looked at for the next case
JUST_PLACED = timedelta(minutes=1)  # a review whose answer is known comes when it is placed


@dataclass(frozen=True, slots=True)
class Turn:
    """What is next: a case with its item, as nothing keeps it from this person; or something to read first."""

    found: Case | Audit | Check
    mandate: Mandate
    target: Target | None = None


def next_for(account: Account, held: list[Mandate], *, now: datetime, asked: Wanted = EVERYTHING) -> str:
    """The next case this person can decide; empty when there is none."""
    turn = turn_of(account, held, now=now, asked=asked)
    return turn.found.reference if turn is not None else ""


def turn_of(
    account: Account, held: list[Mandate], *, now: datetime, asked: Wanted = EVERYTHING, besides: Sequence[str] = ()
) -> Turn | None:
    """The same with all that was found out. `besides`: what this person reads or decides already."""
    mine = for_me(account, held, asked, now, besides)
    drawn = _drawn(mine.checks, mine.audits.exclude(reference__in=besides), besides, now)
    place, waiting = max(drawn, key=lambda line: line[0], default=(float("-inf"), None))
    cases = _free(mine.cases.exclude(reference__in=besides), account, now)
    turn = _first(cases, _Person(account, held, asked, now), place)
    if turn is None and waiting is not None:
        covering = _covering(waiting, held)
        return Turn(waiting, covering) if covering is not None else None
    return turn


def _drawn(
    checks: Sequence[Check], audits: QuerySet[Audit], besides: Sequence[str], now: datetime
) -> list[tuple[float, Check | Audit]]:
    """What is to be read first that nobody contested, with its place in the order."""
    placed = [check for check in checks if check.reference not in besides]
    first = audits.select_related("space", "author").order_by("read_before", "pk")[:1]
    return [
        *((_place_of_check(check, now), check) for check in placed),
        *((place_of_draw(audit.drawn_at, audit.read_before, now), audit) for audit in first),
    ]


def _place_of_check(check: Check, now: datetime) -> float:
    return float("inf") if now - check.placed_at < JUST_PLACED else place_of_check(check, now)


def _free(cases: CaseQuerySet, account: Account, now: datetime) -> list[Case]:
    """In nobody else's hands, in the published order."""
    taken = Q(state=CaseState.CLAIMED, lease_until__gt=now) & ~Q(claimed_by__account=account)
    near = ("space__operator", "author", "claimed_by", "standing")
    return list(in_order(cases.exclude(taken), now=now).select_related(*near)[:CANDIDATES])


@dataclass(frozen=True, slots=True)
class _Person:
    """Who asks, and for what."""

    account: Account
    held: list[Mandate]
    asked: Wanted
    now: datetime


def _first(cases: list[Case], person: _Person, place: float) -> Turn | None:
    """The first that stands before `place`. What speaks against them is asked of all at once."""
    linked, seen = not_mine(person.account, cases, now=person.now), _read_before(cases)
    for case in cases:
        if place >= getattr(case, "place", 0.0):
            return None
        if case.pk in linked or _tells_too_much(case, person):
            continue
        target, mandate = target_of_case(case), _covering(case, person.held)
        if target is None or mandate is None:
            continue
        if case.pk not in seen or not barred(case, reading_of(case, target), mandate, person.now):
            return Turn(case, mandate, target)
    return None


def _read_before(cases: Sequence[Case]) -> set[int]:
    """Those about which somebody has decided or given an opinion: they are looked at one by one."""
    decided = Decision.objects.standing().filter(case__in=cases).order_by().values_list("case")
    second = SecondReading.objects.filter(case__in=cases).order_by().values_list("case")
    return {case for (case,) in decided.union(second)} if cases else set()


def _tells_too_much(case: Case, person: _Person) -> bool:
    """Under a filter that says why a case is here, none that is to be read first."""
    return person.asked.tells_why and waits_for_opinion(case, person.account)


def _covering(found: Case | Audit | Check, held: list[Mandate]) -> Mandate | None:
    return next((mandate for mandate in held if mandate.covers(found.space)), None)
