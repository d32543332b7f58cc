"""Who may answer, publish and look closely."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from apps.accountability.models import Alert
from apps.accountability.stated import ClauseTalk
from apps.base.errors import NotNow, NotYours
from apps.documents.models import Clause
from apps.people.models import Account
from apps.spaces.models import Mandate, Operator, Representative, Role
from apps.spaces.permissions import representative_of

Visitor = Account | AnonymousUser


def check_can_answer(account: Visitor, alert: Alert, *, now: datetime) -> Representative:
    """A representative of this operator, while the alert is open and public."""
    representative = representative_of(account, alert.operator, now=now)
    if alert.closed_at is not None:
        raise NotNow(_("This alert is closed: ninety days passed without a voice. Its page stays."))
    if alert.public_since is None:
        raise NotNow(_("Nothing was published about this yet: an alert shows from three voices on."))
    return representative


def check_can_look_closely(account: Visitor, operator: Operator, *, now: datetime) -> Mandate:
    """Exact figures are for people without a link to the operator (design §9); rows say who they are, no name does.

    Where outside auditors are mandated for an operator, they alone; elsewhere the auditors of all operators, and trust
    managers of spaces that others run.
    """
    if not account.is_authenticated:
        raise NotYours(_("Sign in with the account that holds your mandate."))
    if not _linked(account, operator, now):
        for mandate in Mandate.objects.valid(now).filter(account=account).order_by("pk"):
            if _looks_from_outside(mandate, operator, now):
                return mandate
    raise NotYours(_("Exact figures are for people with a mandate and without a link to this operator."))


def _linked(account: Account, operator: Operator, now: datetime) -> bool:
    """Who answers or answered for it, or holds a mandate in one of its spaces."""
    here = Mandate.objects.valid(now).filter(account=account, space__operator=operator)
    return here.exists() or Representative.objects.filter(operator=operator, account=account).exists()


def _looks_from_outside(mandate: Mandate, operator: Operator, now: datetime) -> bool:
    if mandate.role == Role.AUDITOR and mandate.space_id is None:
        return mandate.operator_id in {None, operator.pk}
    if mandate.role != Role.TRUST_MANAGER or mandate.space_id is None:
        return False
    return not Mandate.objects.valid(now).filter(role=Role.AUDITOR, operator=operator).exists()


def check_can_look_for(account: Visitor, clause: Clause, operator: Operator, *, now: datetime) -> None:
    """Who talked about the clause, who answers for the text, and auditors say where it went. Each is enough."""
    if account.is_authenticated:
        talked = ClauseTalk.objects.filter(clause=clause, thread__posts__author__account=account)
        auditor = Mandate.objects.valid(now).filter(account=account, role=Role.AUDITOR, space=None)
        if talked.exists() or auditor.exists():
            return
        representative_of(account, operator, now=now)
        return
    raise NotYours(_("Sign in: those who talked about this clause, and auditors, say where it went."))
