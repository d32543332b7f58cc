"""Circles: read by anybody, left by trust managers for their own space."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import NotFound
from apps.gate.idempotency import once
from apps.look.moments import day
from apps.people.permissions import check_has_second_factor, signed_in
from apps.recognitions import services
from apps.recognitions.permissions import managed_spaces, manages
from apps.recognitions.picture import picture
from apps.recognitions.selectors.circles import CirclePage, circle_at, circle_lines, circle_page
from apps.spaces.models import Space


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All of them."""
    now = clock.now()
    context = {"circles": circle_lines(now=now), "manages": manages(request.user, now=now).exists()}
    return render(request, "recognitions/circles.html", context)


@require_safe
def circle(request: HttpRequest, slug: str) -> HttpResponse:
    """One: its template, who is in, the tables that stand, what they say otherwise."""
    now = clock.now()
    page = circle_page(circle_at(slug), now=now)
    drawn = [table.gateway for table in page.tables]
    mine = _mine(request, page)
    context = {"circle": page, "gateways": drawn, "picture": picture(drawn) if drawn else None, **mine}
    return render(request, "recognitions/circle.html", context)


def _mine(request: HttpRequest, page: CirclePage) -> dict[str, object]:
    """What a trust manager may do from here; nothing for anybody else."""
    if not manages(request.user, now=clock.now()).exists():
        return {}
    mine = managed_spaces(signed_in(request), now=clock.now())
    held = {one.space for one in page.spaces if one.until is None}
    return {
        "mine": mine,
        "leaving": [space for space in mine if space.slug in held],
        "changes": page.kept_by in {space.slug for space in mine},
    }


@login_required
@never_cache
@require_POST
@once
def leave(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Announced today, done in fifteen days."""
    account, here = signed_in(request), one_of_mine(request, space)
    check_has_second_factor(account)
    left = services.circle_leave(account=account, circle=circle_at(slug), space=here, now=clock.now())
    said = _("Announced: “%(space)s” leaves on %(date)s, and its tables of this circle end then.")
    messages.success(request, said % {"space": here.name, "date": day(left.until) if left.until else ""})
    return redirect("recognitions:circle", slug)


def one_of_mine(request: HttpRequest, slug: str) -> Space:
    """A space that I manage; for everybody else it is not there."""
    mine = {space.slug: space for space in managed_spaces(signed_in(request), now=clock.now())}
    if slug not in mine:
        raise NotFound(_("You manage no such space, or it takes no part in this."))
    return mine[slug]
