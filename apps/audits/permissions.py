"""Who announces, who may be drawn, who looks, who answers. Each check raises a Refusal with its sentence."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accountability.permissions import check_can_look_closely
from apps.algorithms.audit_sample import ROTATE
from apps.audits.models import Audit, Declaration, Seat
from apps.audits.states import AuditState
from apps.base.compiled import Compiled, given
from apps.base.errors import NotNow, NotYours
from apps.base.permissions import allows
from apps.labels.permissions import check_can_judge
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor
from apps.spaces.models import Mandate, Operator, Role
from apps.spaces.permissions import Visitor


def auditor_mandates(now: datetime) -> Iterator[Mandate]:
    """Those who look from outside: by mandate, for all operators or for one."""
    mandates = Mandate.objects.valid(now).filter(role=Role.AUDITOR, space=None).exclude(account=None)
    yield from mandates.select_related("account", "operator").order_by("pk")


def mandate_of_auditor(account: Visitor, operator: Operator | None, *, now: datetime) -> Mandate:
    """The mandate under which this person audits the operator, or any; raises NotYours."""
    if account.is_authenticated:
        for mandate in auditor_mandates(now):
            fits = operator is None or mandate.operator_id in {None, operator.pk}
            if mandate.account_id == account.pk and fits:
                return mandate
    raise NotYours(_("This needs a mandate of auditor."))


def declared(mandate: Mandate, operator: Operator, *, now: datetime) -> Declaration | None:
    """What this office says of links to this operator, while it holds."""
    standing = Declaration.objects.filter(mandate=mandate, operator=operator, replaced_at=None, expires_at__gt=now)
    return standing.first()


def looked_last(operator: Operator) -> set[int]:
    """The accounts that sat in the last audit of this operator: they sit the next one out."""
    last = Audit.objects.filter(operator=operator).exclude(draw=None).values_list("pk", flat=True)[:ROTATE]
    seats = Seat.objects.filter(audit__in=list(last)).exclude(mandate=None)
    return set(seats.exclude(mandate__account=None).values_list("mandate__account", flat=True))


def roster_of(operator: Operator, *, now: datetime) -> list[Mandate]:
    """Who may be drawn: no link in the rows, none declared, and not those of the last audit. One seat per person."""
    sitting_out = looked_last(operator)
    found: dict[int, Mandate] = {}
    for mandate in auditor_mandates(now):
        person = mandate.account
        assert person is not None  # noqa: S101 - auditor_mandates leaves the others out
        if person.pk in found or person.pk in sitting_out or not _is_free(mandate, person, operator, now):
            continue
        found[person.pk] = mandate
    return list(found.values())


def _is_free(mandate: Mandate, person: Account, operator: Operator, now: datetime) -> bool:
    if mandate.operator_id not in {None, operator.pk}:
        return False
    said = declared(mandate, operator, now=now)
    return said is not None and not said.linked and allows(check_can_look_closely, person, operator, now=now)


def check_can_announce(account: Visitor, operator: Operator, *, now: datetime) -> Mandate:
    """An auditor without a link, seen or declared."""
    check_can_judge(account, operator, now=now)
    mandate = mandate_of_auditor(account, operator, now=now)
    said = declared(mandate, operator, now=now)
    if said is None:
        raise NotNow(_("First declare whether you have a link to %(name)s.") % {"name": operator.name})
    if said.linked:
        raise NotYours(_("You declared a link to %(name)s: somebody else announces.") % {"name": operator.name})
    return mandate


def check_can_look(account: Visitor, audit: Audit, *, now: datetime) -> Seat:
    """Whoever sits for it, and has no link to the operator by now, neither seen nor declared."""
    seat = check_sits(account, audit)
    said = declared(seat.mandate, audit.operator, now=now) if seat.mandate else None
    if not allows(check_can_look_closely, account, audit.operator, now=now) or (said is not None and said.linked):
        raise NotYours(_("You have a link to this operator by now, or no mandate: step down, and the next steps in."))
    return seat


def check_sits(account: Visitor, audit: Audit) -> Seat:
    """Whoever the draw named, while the audit runs and they have not ended. Enough to step down."""
    seat = None
    if account.is_authenticated:
        mine = Q(mandate__account=account, left_at=None)
        seat = Seat.objects.filter(mine, audit=audit).select_related("mandate").first()
    if seat is None or seat.mandate is None:
        raise NotYours(_("Only those whom the draw named look at this sample."))
    if audit.state != AuditState.DRAWN or seat.finished_at is not None:
        raise NotNow(_("You have ended, or this audit has. What was found is not changed any more."))
    assert isinstance(account, Account)  # noqa: S101 - the seat is somebody's
    check_has_second_factor(account)
    return seat


LINKED = Compiled(
    lambda: Declaration.objects.filter(
        mandate__account=given("account"), linked=True, replaced_at=None, expires_at__gt=given("now")
    ).values_list("operator")
)


def linked_operators(account: Account, now: datetime) -> list[int]:
    """Operators with which this person, as an auditor, declared a link that stands: nor do they decide there."""
    return [operator for (operator,) in LINKED.rows(account=account.pk, now=now)]


def check_can_withdraw(account: Visitor, audit: Audit) -> None:
    """Who announced it."""
    if audit.mandate is None or audit.mandate.account_id != account.pk:
        raise NotYours(_("Only who announced this audit takes it back."))
