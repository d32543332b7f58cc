"""The queue: what waits for a person, in the published order, without what this person is spared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, given
from apps.base.errors import NotYours
from apps.moderation import wording
from apps.moderation.blindness import is_blind
from apps.moderation.conflicts import not_mine
from apps.moderation.desk_models import Check, SecondReading
from apps.moderation.models import Audit, Case, CaseQuerySet, Decision, FirstOpinion, Reading, waiting_by_space
from apps.moderation.rules import RuleCode, time_to_decide
from apps.moderation.selectors.filters import SOON, Wanted, narrowed, narrowed_audits, spaces_of
from apps.moderation.selectors.spared import Spared, spared_for
from apps.moderation.selectors.standings import in_order, unasked_place
from apps.moderation.services.audits import readable
from apps.moderation.services.checks import LASTS, LOOKS_WAITED
from apps.moderation.states import Instance, ItemKind, OpenedBy
from apps.moderation.targets import Target, targets_of_cases
from apps.people.models import Account
from apps.posts.models import Review
from apps.spaces.models import Mandate, Role, Space
from apps.spaces.permissions import covered_spaces

Line = tuple[float, "QueueRow"]  # its place in the order, and the line
ROWS = 40
EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    reference: str
    url: str
    why: str
    about: str
    space: str
    holder: str
    is_mine: bool
    age: str
    late: bool
    for_another: bool  # this person decided it first, or is a party
    current: bool
    second: bool = False  # a second opinion is asked


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, for this person."""

    rows: list[QueueRow]
    total: int
    due_soon: int
    hidden: int  # how many lines are not shown
    found: int  # under the filter
    channels: list[tuple[str, int]]  # where its length is announced, and what it is now
    before: str = ""
    after: str = ""
    spared: int = 0  # what this person chose not to read, or put off
    query: str = ""  # the filter, as it stands in the address


WIDEST_FIRST = (F("space").asc(nulls_first=True), F("operator").asc(nulls_first=True), "from_at", "pk")


HELD = Compiled(
    lambda: (
        Mandate.objects.valid(given("now"))
        .filter(account=given("account"), role=Role.TRUST_MANAGER.value)
        .select_related("space", "account")
        .order_by(*WIDEST_FIRST)
    )
)


def mandates(account: Account, *, now: datetime) -> list[Mandate]:
    """The mandates under which this person sits at the desk, the widest first; NotYours without any."""
    held = HELD.objects(account=account.pk, now=now)
    if not held:
        raise NotYours(_("The desk opens with a mandate of trust manager."))
    return held


def waiting_for(held: list[Mandate]) -> CaseQuerySet:
    """The cases of the spaces these mandates cover."""
    spaces = covered_spaces(held)
    waiting = Case.objects.waiting()
    return waiting if spaces is None else waiting.filter(space__in=spaces)


def audits_for(account: Account, held: list[Mandate], *, now: datetime) -> QuerySet[Audit]:
    """The audits of these spaces in which this person may still read."""
    spaces, waiting = covered_spaces(held), Audit.objects.waiting()
    return readable(waiting if spaces is None else waiting.filter(space__in=spaces), account, now=now)


def queue(
    account: Account, held: list[Mandate], *, now: datetime, current: str = "", asked: Wanted = EVERYTHING
) -> Queue:
    """The queue of this person, with the line of the current case. An audit looks like any case to be read first."""
    mine = for_me(account, held, asked, now)
    lines = [
        *_cases(account, in_order(mine.cases, now=now), now, current, asked),
        *_audits(account, mine.audits.order_by("read_before", "pk"), now, current, asked),
        *_checks(mine.checks, now, current, asked),
    ]
    rows = [row for _place, row in sorted(lines, key=lambda line: (-line[0], line[1].reference))[:ROWS]]
    at = next((n for n, row in enumerate(rows) if row.current), None)
    counted, waiting = _counted(mine, now), waiting_by_space(covered_spaces(held))
    every = counted["every"] + len(mine.checks)
    return Queue(
        rows=rows,
        total=sum(waiting.values()),
        due_soon=counted["soon"],
        hidden=max(0, every - len(rows)),
        found=every,
        channels=_channels(held, waiting),
        before=rows[at - 1].url if at else "",
        after=_after(rows, at, current),
        spared=0 if asked.query or not mine.spared.anything else _spared_count(account, held, counted["every"], now),
        query=asked.query,
    )


def _after(rows: list[QueueRow], at: int | None, current: str) -> str:
    """The line below; from something that is not in the list, its first line."""
    if at is None:
        return rows[0].url if rows and current else ""
    return rows[at + 1].url if at + 1 < len(rows) else ""


def _counted(mine: "Mine", now: datetime) -> dict[str, int]:
    """How many there are, and how many are due soon."""
    by, drawn = Q(decide_before__lte=now + SOON), Q(read_before__lte=now + SOON)
    cases, audits = _number(mine.cases, by), _number(mine.audits, drawn)
    counted = list(cases.union(audits, all=True))
    return {"every": sum(every for every, _soon in counted), "soon": sum(soon for _every, soon in counted)}


def _number(rows: QuerySet[Any], soon: Q) -> QuerySet[Any, Any]:
    counted = rows.order_by().values(all=Value(1)).annotate(every=Count("pk"), soon=Count("pk", filter=soon))
    told: QuerySet[Any, Any] = counted.values_list("every", "soon")
    return told


def _spared_count(account: Account, held: list[Mandate], given: int, now: datetime) -> int:
    return waiting_for(held).count() + audits_for(account, held, now=now).count() - given


@dataclass(frozen=True, slots=True)
class Mine:
    """What waits, under a filter and without what this person is spared."""

    cases: CaseQuerySet
    audits: QuerySet[Audit]
    checks: list[Check]
    spared: Spared
    is_plain: bool  # no filter, and nothing spared: all that waits


def for_me(account: Account, held: list[Mandate], asked: Wanted, now: datetime, besides: Sequence[str] = ()) -> Mine:
    """All that waits for this person; `besides`: what they read already, which counts towards the limit of a day."""
    spared = spared_for(account, now=now, besides=besides)
    cases = spared.cases(narrowed(waiting_for(held), asked, now=now), account)
    audits = spared.audits(narrowed_audits(audits_for(account, held, now=now), asked, now=now))
    placed = [] if asked.tells_why else PLACED.objects(reader=account.pk, since=now - LASTS)
    checks = [check for check in placed if is_under(check, asked, now=now)]
    return Mine(cases, audits, checks, spared, is_plain=not asked.query and not spared.anything)


def checks_of(account: Account, *, now: datetime) -> QuerySet[Check]:
    """Reviews whose answer is known, placed for this person and not read yet."""
    return _placed(account, now - LASTS)


def _placed(reader: Any, since: Any) -> QuerySet[Check]:
    placed = Check.objects.filter(reader=reader, given_at=None, placed_at__gt=since)
    return placed.select_related("space").order_by("pk")


PLACED = Compiled(lambda: _placed(given("reader"), given("since")))


def is_under(check: Check, asked: Wanted, *, now: datetime) -> bool:
    """Whether it stands under a filter: where a draw like it would, and nowhere else."""
    if asked.tells_why or asked.author or asked.kind not in {"", ItemKind.REVIEW}:
        return False
    if asked.space not in {"", check.space.slug}:
        return False
    drawn_at, read_before = _as_if(check)
    due = {"late": read_before <= now, "soon": read_before <= now + SOON, "day": drawn_at < now - SOON}
    written = Review.objects.filter(reference=check.item, language=asked.language)
    return due.get(asked.age, True) and (not asked.language or written.exists())


def _cases(account: Account, cases: CaseQuerySet, now: datetime, current: str, asked: Wanted) -> list[Line]:
    shown = list(cases.select_related("space", "author", "claimed_by", "standing")[:ROWS])
    said = _said_first(account, shown)
    first = {case.pk for case in shown if is_blind(case) and case.pk not in said}
    if asked.tells_why:
        shown = [case for case in shown if case.pk not in first]
    seen = Seen(
        account=account,
        targets=targets_of_cases(shown),
        firsts=_first_deciders(shown),
        parties=set(not_mine(account, shown, now=now)),
        to_read_first=first,
        second={reading.case_id: reading for reading in _second_asked(shown, now)},
        query=asked.query,
    )
    return [(getattr(case, "place", 0.0), _row(case, seen, now=now, current=current)) for case in shown]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of the cases of one page, and by whom they are seen."""

    account: Account
    targets: dict[str, Target]
    firsts: dict[int, Decision]
    parties: set[int]
    to_read_first: set[int]
    second: dict[int, SecondReading]
    query: str


def _second_asked(cases: list[Case], now: datetime) -> QuerySet[SecondReading]:
    return SecondReading.objects.filter(case__in=cases, instance=F("case__instance"), read_at=None, read_before__gt=now)


def _said_first(account: Account, cases: list[Case]) -> set[int]:
    if not any(is_blind(case) for case in cases):
        return set()
    return set(FirstOpinion.objects.filter(reader=account, case__in=cases).values_list("case", flat=True))


def _audits(account: Account, audits: QuerySet[Audit], now: datetime, current: str, asked: Wanted) -> list[Line]:
    shown = list(audits.select_related("space")[:ROWS])
    if not shown:
        return []
    seats = Reading.objects.filter(audit__in=shown, reader=account, lease_until__gt=now)
    seated = set(seats.values_list("audit", flat=True))
    names = _names([audit.item for audit in shown])
    drawn = [
        Drawn(a.reference, names.get(a.item, ""), a.space, a.drawn_at, a.read_before, a.pk in seated) for a in shown
    ]
    return [_to_read(found, now, current, asked) for found in drawn]


def _checks(checks: list[Check], now: datetime, current: str, asked: Wanted) -> list[Line]:
    names = _names([check.item for check in checks]) if checks else {}
    return [
        _to_read(_as_drawn(check, names.get(check.item, ""), is_mine=check.reference == current), now, current, asked)
        for check in checks
    ]


def _as_drawn(check: Check, about: str, *, is_mine: bool) -> "Drawn":
    """A check looks like a draw that is nearly due, and in the hands of whoever has it open."""
    return Drawn(check.reference, about, check.space, *_as_if(check), is_mine)


def _as_if(check: Check) -> tuple[datetime, datetime]:
    drawn_at = check.placed_at - LOOKS_WAITED
    return drawn_at, drawn_at + time_to_decide(OpenedBy.AUDIT, None)


def place_of_check(check: Check, now: datetime) -> float:
    """Where it stands in the order."""
    return place_of_draw(*_as_if(check), now)


def place_of_draw(drawn_at: datetime, read_before: datetime, now: datetime) -> float:
    """The same of what was drawn at random."""
    hour = timedelta(hours=1)
    return unasked_place((now - drawn_at) / hour, (read_before - drawn_at) / hour)


def _names(items: list[str]) -> dict[str, str]:
    return dict(Review.objects.filter(reference__in=items).values_list("reference", "subject__name"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A review to read first that nobody contested."""

    reference: str
    about: str
    space: Space
    drawn_at: datetime
    read_before: datetime
    is_mine: bool = False


def _to_read(drawn: Drawn, now: datetime, current: str, asked: Wanted) -> Line:
    row = QueueRow(
        reference=drawn.reference,
        url=reverse("moderation:item", args=[drawn.reference]) + asked.query,
        why=read_first(),
        about=drawn.about,
        space=drawn.space.name,
        holder=_("You") if drawn.is_mine else "",
        is_mine=drawn.is_mine,
        age=age(now - drawn.drawn_at),
        late=drawn.read_before < now,
        for_another=False,
        current=drawn.reference == current,
    )
    return place_of_draw(drawn.drawn_at, drawn.read_before, now), row


def read_first() -> str:
    """The line of whatever waits for a first opinion: it says nothing of why it is there."""
    return _("A review to read first")


def _channels(held: list[Mandate], waiting: dict[int, int]) -> list[tuple[str, int]]:
    if any(mandate.everywhere for mandate in held):
        return [("desk:all", sum(waiting.values()))]
    return [(f"desk:{space.slug}", waiting.get(space.pk, 0)) for space in spaces_of(held)]


def _first_deciders(cases: list[Case]) -> dict[int, Decision]:
    found = Decision.objects.published().filter(case__in=cases, instance=Instance.FIRST)
    return {decision.case_id: decision for decision in found}


def _row(case: Case, seen: Seen, *, now: datetime, current: str) -> QueueRow:
    decided, second = seen.firsts.get(case.pk), seen.second.get(case.pk)
    target, mine = seen.targets.get(case.item), _is_with(case, seen.account)
    me = seen.account.pk
    decided_first = decided is not None and decided.decided_by_id == me
    return QueueRow(
        reference=case.reference,
        url=reverse("moderation:item", args=[case.reference]) + seen.query,
        why=read_first() if case.pk in seen.to_read_first else why_of(case, decided),
        about=target.about if target else "",
        space=case.space.name,
        holder=_("You") if mine else case.claimed_by.public_name if case.claimed_by else "",
        is_mine=mine,
        age=age(now - _since(case)),
        late=case.decide_before < now,
        for_another=decided_first or case.pk in seen.parties or (second is not None and second.first_id == me),
        current=case.reference == current,
        second=second is not None,
    )


def _is_with(case: Case, account: Account) -> bool:
    return case.claimed_by is not None and case.claimed_by.account_id == account.pk


def _since(case: Case) -> datetime:
    standing = getattr(case, "standing", None)
    return standing.since if standing is not None else case.opened_at


def why_of(case: Case, first: Decision | None) -> str:
    """The one line that says why a case is here."""
    rule = RuleCode(case.rule) if case.rule else None
    decider = (first.decider_name or _("a trust manager")) if first else ""
    return wording.why_line(OpenedBy(case.opened_by), rule, case.why, first_decider=decider)


def age(waited: timedelta) -> str:
    """Minutes, then hours, then days."""
    minutes = max(0, int(waited.total_seconds() // 60))
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)d h") % {"n": minutes // 60}
    return _("%(n)d d") % {"n": minutes // (24 * 60)}
