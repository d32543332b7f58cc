"""The tables of the spaces one manages: what came through them, the way to another, an end."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import NotFound
from apps.gate.idempotency import once
from apps.look.moments import day
from apps.people.permissions import check_has_second_factor, signed_in
from apps.recognitions import services
from apps.recognitions.permissions import managed_spaces, sources
from apps.recognitions.picture import picture
from apps.recognitions.selectors.circles import circle_lines
from apps.recognitions.selectors.gateways import all_recognitions, gateway_at, gateways


@login_required
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What counts in the spaces I manage, where what is earned in them does; two names lead to a table."""
    account, now = signed_in(request), clock.now()
    mine = managed_spaces(account, now=now)
    here, there, circle = (request.GET.get(name, "") for name in ("here", "there", "circle"))
    if here and there and here != there:
        path = reverse("recognitions:write", args=[here, there])
        return redirect(f"{path}?{urlencode({'circle': circle})}" if circle else path)
    found = gateways(all_recognitions().filter(to_space__in=mine), now=now)
    others = all_recognitions().standing(now).filter(from_space__in=mine).exclude(to_space__in=mine)
    going = gateways(others, now=now)
    drawn = [one for one in found if one.state != "ended"] + going
    context: dict[str, object] = {"gateways": found, "going": going, "mine": mine}
    context["picture"] = picture(drawn) if drawn else None
    context |= {"others": sources(), "here": here, "there": there, "circles": circle_lines(now=now)}
    return render(request, "recognitions/desk.html", context)


@login_required
@never_cache
@require_POST
@once
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """Announced today, done in fifteen days."""
    account, now = signed_in(request), clock.now()
    way = gateway_at(reference)
    if way.to_space_id not in {space.pk for space in managed_spaces(account, now=now)}:
        raise NotFound(_("No recognition has this address."))
    check_has_second_factor(account)
    ending = services.recognition_end(account=account, recognition=way, now=now)
    said = _("Announced: it ends on %(date)s. Until then everything stands, and a new version would keep it.")
    messages.success(request, said % {"date": day(ending.ends_at) if ending.ends_at else ""})
    return redirect("recognitions:desk")
