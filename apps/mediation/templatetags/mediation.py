"""The opinion of a mediator beside a decision, for the page of the case, which stands on a lower floor."""

from typing import Any

from django import template

from apps.base import clock
from apps.base.permissions import allows
from apps.mediation import selectors
from apps.mediation.models import Mediation
from apps.mediation.permissions import check_can_ask, side_of
from apps.mediation.states import RUNNING
from apps.moderation.models import Case
from apps.people.models import Account

register = template.Library()


@register.inclusion_tag("mediation/beside.html", takes_context=True)
def mediation_beside(context: template.Context, reference: str) -> dict[str, Any]:
    """The opinion once it is given; for a party, the way to ask, or to what was asked."""
    request = context["request"]
    told: dict[str, Any] = {"case": reference, "opinion": selectors.beside(reference), "may_ask": False, "asked": None}
    if not isinstance(request.user, Account) or told["opinion"]:
        return told
    case, now = Case.objects.select_related("space", "author").get(reference=reference), clock.now()
    if side_of(request.user, case, now=now) is not None:
        told["asked"] = Mediation.objects.filter(case=case, state__in=RUNNING).first()
        told["may_ask"] = allows(check_can_ask, request.user, case, now=now)
    return told
