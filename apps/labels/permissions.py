"""Who may judge, grant, suspend. Nobody judges an operator they are linked to, in another's office."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accountability.permissions import check_can_look_closely
from apps.base.errors import NotNow, NotYours
from apps.labels.models import Assessor
from apps.people.models import Account, Persona
from apps.people.permissions import check_has_second_factor
from apps.spaces.models import Mandate, Operator, Representative, Role
from apps.spaces.permissions import Visitor, representative_of


@dataclass(frozen=True, slots=True)
class Office:
    """In which office somebody speaks."""

    named: str
    mandate: Mandate | None = None
    representative: Representative | None = None
    persona: Persona | None = None


def author_of(account: Account, by: Assessor, operator: Operator, *, now: datetime) -> Office:
    """The office under which this person says a verdict; raises NotYours."""
    if by is Assessor.AUDITOR:
        mandate = check_can_judge(account, operator, now=now)
        return Office(mandate.public_name, mandate=mandate)
    if by is Assessor.OPERATOR:
        representative = representative_of(account, operator, now=now)
        return Office(operator.name, representative=representative)
    if by is Assessor.COMMUNITY:
        return _member(account, operator)
    raise NotYours(_("Computations speak for themselves."))


def _member(account: Account, operator: Operator) -> Office:
    """Under a name that stands in a space of this operator: whoever judges has seen it from inside."""
    if Representative.objects.filter(operator=operator, account=account).exists():
        raise NotYours(_("You answer for this operator: say its own word, not a member’s."))
    persona = Persona.objects.filter(account=account, memberships__space__operator=operator).order_by("pk").first()
    if persona is None:
        raise NotYours(_("Members of a space of this operator may say what they found. Join one of its spaces first."))
    return Office(persona.pseudonym, persona=persona)


def check_can_judge(account: Visitor, operator: Operator, *, now: datetime) -> Mandate:
    """Outside auditors, by mandate, without a link to the operator."""
    check_can_look_closely(account, operator, now=now)
    assert isinstance(account, Account)  # noqa: S101 - the mandate is somebody's
    outside = Mandate.objects.valid(now).filter(account=account, role=Role.AUDITOR, space=None)
    mandate = outside.filter(Q(operator=None) | Q(operator=operator)).order_by("pk").first()
    if mandate is None:
        raise NotYours(_("Under the criteria, outside auditors judge an operator: this needs their mandate."))
    check_has_second_factor(account)
    return mandate


def check_is_not_us(operator: Operator) -> None:
    """Who issues a label does not label itself."""
    if operator.slug == settings.PLATFORM_OPERATOR:
        raise NotNow(_("This site gives the label, so it cannot give it to itself. Another body may."))


def office_bringing(account: Visitor, operator: Operator, *, now: datetime) -> str:
    """Who may bring the file of another body's label: who answers for the operator, or an outside auditor. The body
    itself needs nobody: it announces its label from its own site."""
    if isinstance(account, Account):
        answering = Representative.objects.filter(operator=operator, account=account, from_at__lte=now)
        if representative := answering.exclude(until__lte=now).first():
            return representative.reference
    return check_can_judge(account, operator, now=now).reference
