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
    """Exact figures are for auditors by mandate without a link to the operator (design §9)."""
    if not account.is_authenticated:
        raise NotYours(_("Sign in with the account that holds your mandate of auditor."))
    mandate = Mandate.objects.valid(now).filter(account=account, role=Role.AUDITOR, space=None).first()
    linked = Representative.objects.filter(operator=operator, account=account).exists()
    if mandate is None or linked or mandate.operator_id not in {None, operator.pk}:
        raise NotYours(_("Exact figures are for outside auditors, by mandate, without a link to this operator."))
    return mandate


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
