"""The queue: what waits for a person, in the order of the hours by which it must be decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.errors import NotYours
from apps.moderation import wording
from apps.moderation.models import Case, CaseQuerySet, Decision
from apps.moderation.rules import RuleCode
from apps.moderation.states import Instance, OpenedBy
from apps.moderation.targets import Target, targets_of_cases
from apps.people.models import Account
from apps.spaces.models import Mandate, Role

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
    channels: list[tuple[str, int]]  # where its length is announced, and what it is now
    before: str = ""
    after: str = ""

    @property
    def hidden(self) -> int:
        """How many lines are not shown."""
        return max(0, self.total - len(self.rows))


def mandates(account: Account, *, now: datetime) -> list[Mandate]:
    """The mandates under which this person sits at the desk; NotYours without any."""
    mine = Mandate.objects.valid(now).filter(account=account, role=Role.TRUST_MANAGER)
    held = list(mine.select_related("space", "account").order_by("from_at", "pk"))
    if not held:
        raise NotYours(_("The desk opens with a mandate of trust manager."))
    return held


def waiting_for(held: list[Mandate]) -> CaseQuerySet:
    """The cases of the spaces these mandates cover."""
    waiting = Case.objects.waiting()
    if all(mandate.space_id is not None for mandate in held):
        waiting = waiting.filter(space__in=[mandate.space_id for mandate in held])
    return waiting


def queue(account: Account, held: list[Mandate], *, now: datetime, current: str = "") -> Queue:
    """The queue of this person, with the line of the current case."""
    cases = waiting_for(held).in_order().select_related("space", "claimed_by")
    shown = list(cases[:ROWS])
    targets, firsts = targets_of_cases(shown), _first_deciders(shown)
    parties = _as_party(account, shown)
    rows = [
        _row(c, targets.get(c.item), firsts.get(c.pk), account, now=now, current=current, party=c.pk in parties)
        for c in shown
    ]
    at = next((n for n, row in enumerate(rows) if row.current), None)
    return Queue(
        rows=rows,
        total=waiting_for(held).count(),
        due_soon=waiting_for(held).filter(decide_before__lte=now + SOON).count(),
        channels=_channels(held),
        before=rows[at - 1].url if at else "",
        after=rows[at + 1].url if at is not None and at + 1 < len(rows) else "",
    )


def _channels(held: list[Mandate]) -> list[tuple[str, int]]:
    if any(mandate.space is None for mandate in held):
        return [("desk:all", Case.objects.waiting().count())]
    spaces = {mandate.space.slug: mandate.space for mandate in held if mandate.space is not None}
    return [(f"desk:{slug}", Case.objects.waiting().filter(space=space).count()) for slug, space in spaces.items()]


def _first_deciders(cases: list[Case]) -> dict[int, Decision]:
    found = Decision.objects.published().filter(case__in=cases, instance=Instance.FIRST)
    return {decision.case_id: decision for decision in found}


def _as_party(account: Account, cases: list[Case]) -> set[int]:
    mine = Q(author__account=account) | Q(reports__reporter__account=account)
    return set(Case.objects.filter(mine, pk__in=[case.pk for case in cases]).values_list("pk", flat=True))


def _row(
    case: Case,
    target: Target | None,
    first: Decision | None,
    account: Account,
    *,
    now: datetime,
    current: str,
    party: bool,
) -> QueueRow:
    decided_first = first is not None and first.decided_by_id == account.pk
    mine = case.claimed_by is not None and case.claimed_by.account_id == account.pk
    return QueueRow(
        reference=case.reference,
        url=reverse("moderation:item", args=[case.reference]),
        why=why_of(case, first),
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
