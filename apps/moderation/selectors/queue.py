"""The queue: what waits for a person, in the order of the hours by which it must be decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.errors import NotYours
from apps.moderation import wording
from apps.moderation.blindness import is_blind
from apps.moderation.models import Audit, Case, CaseQuerySet, Decision, FirstOpinion, Reading, waiting_count
from apps.moderation.rules import RuleCode
from apps.moderation.services.audits import readable
from apps.moderation.states import Instance, OpenedBy
from apps.moderation.targets import Target, targets_of_cases
from apps.people.models import Account
from apps.posts.models import Review
from apps.spaces.models import Mandate, Role

Line = tuple[datetime, "QueueRow"]  # by when, and the line
ROWS = 40
SOON = timedelta(hours=24)


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


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, for this person."""

    rows: list[QueueRow]
    total: int
    due_soon: int
    hidden: int  # how many lines are not shown
    channels: list[tuple[str, int]]  # where its length is announced, and what it is now
    before: str = ""
    after: str = ""


def mandates(account: Account, *, now: datetime) -> list[Mandate]:
    """The mandates under which this person sits at the desk; NotYours without any."""
    mine = Mandate.objects.valid(now).filter(account=account, role=Role.TRUST_MANAGER)
    held = list(mine.select_related("space", "account").order_by("from_at", "pk"))
    if not held:
        raise NotYours(_("The desk opens with a mandate of trust manager."))
    return held


def waiting_for(held: list[Mandate]) -> CaseQuerySet:
    """The cases of the spaces these mandates cover."""
    spaces = _spaces(held)
    waiting = Case.objects.waiting()
    return waiting if spaces is None else waiting.filter(space__in=spaces)


def audits_for(account: Account, held: list[Mandate], *, now: datetime) -> QuerySet[Audit]:
    """The audits of these spaces in which this person may still read."""
    spaces, waiting = _spaces(held), Audit.objects.waiting()
    return readable(waiting if spaces is None else waiting.filter(space__in=spaces), account, now=now)


def _spaces(held: list[Mandate]) -> list[int] | None:
    """The spaces of these mandates; None for all."""
    spaces = [mandate.space_id for mandate in held if mandate.space_id is not None]
    return spaces if len(spaces) == len(held) else None


def queue(account: Account, held: list[Mandate], *, now: datetime, current: str = "") -> Queue:
    """The queue of this person, with the line of the current case. An audit looks like any case to be read first."""
    cases, audits = waiting_for(held).in_order(), audits_for(account, held, now=now).order_by("read_before", "pk")
    lines = [*_cases(account, cases, now, current), *_audits(account, audits, now, current)]
    rows = [row for _before, row in sorted(lines, key=lambda line: (line[0], line[1].reference))[:ROWS]]
    at = next((n for n, row in enumerate(rows) if row.current), None)
    soon = now + SOON
    return Queue(
        rows=rows,
        total=waiting_count(_spaces(held)),
        due_soon=cases.filter(decide_before__lte=soon).count() + audits.filter(read_before__lte=soon).count(),
        hidden=cases.count() + audits.count() - len(rows),
        channels=_channels(held),
        before=rows[at - 1].url if at else "",
        after=rows[at + 1].url if at is not None and at + 1 < len(rows) else "",
    )


def _cases(account: Account, cases: CaseQuerySet, now: datetime, current: str) -> list[Line]:
    shown = list(cases.select_related("space", "claimed_by")[:ROWS])
    targets, firsts = targets_of_cases(shown), _first_deciders(shown)
    parties, said = _as_party(account, shown), _said_first(account, shown)
    return [
        (
            case.decide_before,
            _row(
                case,
                targets.get(case.item),
                firsts.get(case.pk),
                account,
                now=now,
                current=current,
                party=case.pk in parties,
                first=is_blind(case) and case.pk not in said,
            ),
        )
        for case in shown
    ]


def _said_first(account: Account, cases: list[Case]) -> set[int]:
    return set(FirstOpinion.objects.filter(reader=account, case__in=cases).values_list("case", flat=True))


def _audits(account: Account, audits: QuerySet[Audit], now: datetime, current: str) -> list[Line]:
    shown = list(audits.select_related("space")[:ROWS])
    names = dict(Review.objects.filter(reference__in=[a.item for a in shown]).values_list("reference", "subject__name"))
    seats = Reading.objects.filter(audit__in=shown, reader=account, lease_until__gt=now)
    seated = set(seats.values_list("audit", flat=True))
    return [
        (
            audit.read_before,
            QueueRow(
                reference=audit.reference,
                url=reverse("moderation:item", args=[audit.reference]),
                why=read_first(),
                about=names.get(audit.item, ""),
                space=audit.space.name,
                holder=_("You") if audit.pk in seated else "",
                is_mine=audit.pk in seated,
                age=age(now - audit.drawn_at),
                late=audit.read_before < now,
                for_another=False,
                current=audit.reference == current,
            ),
        )
        for audit in shown
    ]


def read_first() -> str:
    """The line of whatever waits for a first opinion: it says nothing of why it is there."""
    return _("A review to read first")


def _channels(held: list[Mandate]) -> list[tuple[str, int]]:
    if any(mandate.space is None for mandate in held):
        return [("desk:all", waiting_count())]
    spaces = {mandate.space.slug: mandate.space.pk for mandate in held if mandate.space is not None}
    return [(f"desk:{slug}", waiting_count([space])) for slug, space in spaces.items()]


def _first_deciders(cases: list[Case]) -> dict[int, Decision]:
    found = Decision.objects.published().filter(case__in=cases, instance=Instance.FIRST)
    return {decision.case_id: decision for decision in found}


def _as_party(account: Account, cases: list[Case]) -> set[int]:
    mine = Q(author__account=account) | Q(reports__reporter__account=account)
    return set(Case.objects.filter(mine, pk__in=[case.pk for case in cases]).values_list("pk", flat=True))


def _row(
    case: Case,
    target: Target | None,
    decided: Decision | None,
    account: Account,
    *,
    now: datetime,
    current: str,
    party: bool,
    first: bool,
) -> QueueRow:
    decided_first = decided is not None and decided.decided_by_id == account.pk
    mine = case.claimed_by is not None and case.claimed_by.account_id == account.pk
    return QueueRow(
        reference=case.reference,
        url=reverse("moderation:item", args=[case.reference]),
        why=read_first() if first else why_of(case, decided),
        about=target.about if target else "",
        space=case.space.name,
        holder=_("You") if mine else case.claimed_by.public_name if case.claimed_by else "",
        is_mine=mine,
        age=age(now - _since(case)),
        late=case.decide_before < now,
        for_another=decided_first or party,
        current=case.reference == current,
    )


def _since(case: Case) -> datetime:
    if case.instance == Instance.APPEAL:
        appeal = case.appeals.order_by("-filed_at").first()
        return appeal.filed_at if appeal else case.opened_at
    return case.opened_at


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


def next_for(account: Account, held: list[Mandate], *, now: datetime, skip: Collection[str] = ()) -> str:
    """The next case this person can decide; empty when there is none."""
    for row in queue(account, held, now=now).rows:
        if not row.for_another and (row.is_mine or not row.holder) and row.reference not in skip:
            return row.reference
    return ""
