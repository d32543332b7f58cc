"""Whose turn is next: the first case in the published order that nothing keeps from this person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from apps.base.compiled import Compiled, any_of, given
from apps.moderation.blindness import waits_for_opinion
from apps.moderation.conflicts import not_mine
from apps.moderation.desk_models import Check, SecondReading
from apps.moderation.models import Audit, Case, CaseQuerySet, Decision
from apps.moderation.selectors.filters import Wanted
from apps.moderation.selectors.queue import EVERYTHING, Mine, for_me, place_of_check, place_of_draw
from apps.moderation.selectors.seats import barred
from apps.moderation.selectors.standings import in_order
from apps.moderation.services.audits import readable
from apps.moderation.services.second_readings import reading_of
from apps.moderation.states import CaseState
from apps.moderation.targets import Target, target_of_case
from apps.people.models import Account
from apps.spaces.models import Mandate
from apps.spaces.permissions import covered_spaces

FIRST, CANDIDATES = 5, 30  # looked at for the next case: mostly one of the first is free
JUST_PLACED = timedelta(minutes=1)  # a review whose answer is known comes when it is placed


@dataclass(frozen=True, slots=True)
class _Person:
    """Who asks, and for what."""

    account: Account
    held: list[Mandate]
    asked: Wanted
    now: datetime
    spaces: list[int] | None  # that their mandates cover; None: all

    @property
    def everywhere(self) -> bool:
        """Whether their mandates cover all spaces."""
        return self.spaces is None

    def given(self, besides: Sequence[str]) -> dict[str, Any]:
        """What the questions that are worked out once are asked with."""
        return {"account": self.account.pk, "now": self.now, "besides": list(besides), "spaces": self.spaces}


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
    person = _Person(account, held, asked, now, covered_spaces(held))
    mine = for_me(account, held, asked, now, besides)
    drawn = _drawn(mine, person, besides)
    place, waiting = max(drawn, key=lambda line: line[0], default=(float("-inf"), None))
    turn = None
    for most in (FIRST, CANDIDATES):
        cases = _free(mine, person, besides, most)
        turn = _first(cases, person, place)
        if turn is not None or len(cases) < most or place >= getattr(cases[-1], "place", 0.0):
            break
    if turn is None and waiting is not None:
        covering = _covering(waiting, held)
        return Turn(waiting, covering) if covering is not None else None
    return turn


def _drawn(mine: Mine, person: _Person, besides: Sequence[str]) -> list[tuple[float, Check | Audit]]:
    """What is to be read first that nobody contested, with its place in the order."""
    now, placed = person.now, [check for check in mine.checks if check.reference not in besides]
    first = (
        _plain_audit(everywhere=person.everywhere).objects(**person.given(besides))
        if mine.is_plain
        else _first_drawn(mine.audits.exclude(reference__in=besides))
    )
    return [
        *((_place_of_check(check, now), check) for check in placed),
        *((place_of_draw(audit.drawn_at, audit.read_before, now), audit) for audit in first),
    ]


def _first_drawn(audits: QuerySet[Audit]) -> QuerySet[Audit]:
    return audits.select_related("space", "author").order_by("read_before", "pk")[:1]


@cache
def _plain_audit(*, everywhere: bool) -> Compiled[Audit]:
    """The same without a filter, and with nothing spared: as most people ask it, for each decision."""
    waiting = Audit.objects.waiting() if everywhere else Audit.objects.waiting().filter(space=any_of("spaces"))
    left = waiting.exclude(reference=any_of("besides"))
    return Compiled(lambda: _first_drawn(readable(left, given("account"), now=given("now"))))


def _place_of_check(check: Check, now: datetime) -> float:
    return float("inf") if now - check.placed_at < JUST_PLACED else place_of_check(check, now)


def _free(mine: Mine, person: _Person, besides: Sequence[str], most: int) -> list[Case]:
    """The first few that are in nobody else's hands, in the published order."""
    if mine.is_plain:
        return _plain_cases(most, everywhere=person.everywhere).objects(**person.given(besides))
    left = mine.cases.exclude(reference__in=besides)
    return list(_in_nobodys_hands(left, person.account, person.now)[:most])


def _in_nobodys_hands(cases: CaseQuerySet, account: Any, now: Any) -> QuerySet[Case]:
    taken = Q(state=CaseState.CLAIMED, lease_until__gt=now) & ~Q(claimed_by__account=account)
    near = ("space__operator", "author", "claimed_by", "standing")
    return in_order(cases.exclude(taken), now=now).select_related(*near)


@cache
def _plain_cases(most: int, *, everywhere: bool) -> Compiled[Case]:
    """The same without a filter, and with nothing spared."""
    waiting = Case.objects.waiting() if everywhere else Case.objects.waiting().filter(space=any_of("spaces"))
    left = waiting.exclude(reference=any_of("besides"))
    return Compiled(lambda: _in_nobodys_hands(left, given("account"), given("now"))[:most])


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
    return {case for (case,) in READ.rows(cases=[case.pk for case in cases])} if cases else set()


def _read() -> QuerySet[Any, Any]:
    decided = Decision.objects.standing().filter(case=any_of("cases")).order_by().values_list("case")
    second = SecondReading.objects.filter(case=any_of("cases")).order_by().values_list("case")
    return decided.union(second)


READ = Compiled(_read)


def _tells_too_much(case: Case, person: _Person) -> bool:
    """Under a filter that says why a case is here, none that is to be read first."""
    return person.asked.tells_why and waits_for_opinion(case, person.account)


def _covering(found: Case | Audit | Check, held: list[Mandate]) -> Mandate | None:
    return next((mandate for mandate in held if mandate.covers(found.space)), None)
