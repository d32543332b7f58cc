"""For trust managers: who judges severely in their spaces, and what is done about it."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.algorithms.earned_status import SEVERE
from apps.base import clock
from apps.base.errors import NotYours
from apps.people.permissions import signed_in
from apps.spaces.models import Mandate, Role, Space
from apps.spaces.permissions import Visitor, covered_spaces
from apps.trust.severity import LEAST_WORDS, judges


@require_safe
@login_required
def severity(request: HttpRequest) -> HttpResponse:
    """Of the spaces that this trust manager's mandates cover."""
    now = clock.now()
    spaces = judged_spaces(signed_in(request), now=now)
    if not spaces:
        raise NotYours(_("This page is for trust managers."))
    context = {"judges": judges(spaces.values(), now=now), "least": LEAST_WORDS, "severe": SEVERE}
    return render(request, "trust/severity.html", context)


def judged_spaces(visitor: Visitor, *, now: datetime) -> dict[int, Space]:
    """The spaces whose trust manager this person is."""
    if not visitor.is_authenticated:
        return {}
    held = list(Mandate.objects.valid(now).filter(account=visitor, role=Role.TRUST_MANAGER))
    covered = covered_spaces(held) if held else []
    spaces = Space.objects.all() if covered is None else Space.objects.filter(pk__in=covered)
    return {space.pk: space for space in spaces}
