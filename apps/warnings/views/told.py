"""Warnings in their space: read, write, take back; and whether the space takes any."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.base import clock
from apps.base.models import typed
from apps.base.permissions import allows
from apps.gate.idempotency import once
from apps.people.models import Persona
from apps.people.permissions import signed_in
from apps.posts import drafts
from apps.posts.form_page import form_page, posted
from apps.spaces.models import Space
from apps.spaces.selectors import persona_in, space_by_slug
from apps.warnings.forms import WarningForm
from apps.warnings.kinds import path_of
from apps.warnings.models import PersonWarning
from apps.warnings.permissions import check_can_open, check_can_read_warnings, holds_now
from apps.warnings.selectors import warning_at, warning_view, warnings_in
from apps.warnings.services import telling
from apps.warnings.views.quiet import quiet


def _space(request: HttpRequest, slug: str, now: datetime) -> Space:
    """For its members, and for whoever answers for it while it holds none."""
    space = space_by_slug(slug)
    if not allows(check_can_open, request.user, space, now=now):
        check_can_read_warnings(request.user, space, now=now)
    return space


@require_safe
@quiet
def warnings(request: HttpRequest, space: str) -> HttpResponse:
    """What stands here now."""
    now = clock.now()
    place, asked = _space(request, space, now), typed(request.GET.get("q", ""))[:80]
    reads = allows(check_can_read_warnings, request.user, place, now=now)
    context = {
        "space": place,
        "asked": asked,
        "rows": warnings_in(place, asked=asked, visitor=request.user) if reads else [],
        "reads": reads,
        "member": persona_in(request.user, place) is not None,
        "holds": holds_now(place),
        "may_open": allows(check_can_open, request.user, place, now=now),
        "nav": "spaces",
    }
    return render(request, "warnings/space.html", context)


@require_safe
@quiet
def warning(request: HttpRequest, space: str, reference: str) -> HttpResponse:
    """One of them, with the answer of the person named."""
    now = clock.now()
    place = space_by_slug(space)
    found = _readable(request, place, reference, now)
    inside = allows(check_can_read_warnings, request.user, place, now=now)
    context = {"row": warning_view(found, visitor=request.user), "space": place, "inside": inside, "nav": "spaces"}
    return render(request, "warnings/warning.html", context)


def _readable(request: HttpRequest, place: Space, reference: str, now: datetime) -> PersonWarning:
    """For those who read the space, and for whoever wrote it, also after they left: they can always take it back."""
    mine = PersonWarning.objects.filter(space=place, reference=typed(reference)[:24])
    if not request.user.is_authenticated or not mine.filter(author__account=request.user).exists():
        check_can_read_warnings(request.user, place, now=now)
    return warning_at(place, typed(reference))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@once
@quiet
def write(request: HttpRequest, space: str) -> HttpResponse:
    """Three fields: the site, the pseudonym, dated facts."""
    now = clock.now()
    place = space_by_slug(space)
    check_can_read_warnings(request.user, place, now=now)
    form = WarningForm(posted(request), initial=drafts.kept(request))

    def publish(author: Persona) -> str:
        draft = form.draft((get_language() or "fr")[:2])
        return path_of(telling.warning_publish(author=author, space=place, draft=draft, now=now))

    return form_page(request, form, place, publish, "warnings/write.html", now, seat=False, holds=holds_now(place))


@login_required
@require_POST
@once
@quiet
def withdraw(request: HttpRequest, space: str, reference: str) -> HttpResponse:
    """Its author takes it back."""
    now = clock.now()
    place = space_by_slug(space)
    warning = _readable(request, place, reference, now)
    telling.warning_withdraw(account=signed_in(request), warning=warning, now=now)
    messages.success(request, _("Taken back: its words are gone."))
    if not allows(check_can_read_warnings, request.user, place, now=now):
        return redirect("people:me")
    return redirect("warnings:space", space=place.slug)


@login_required
@require_POST
@once
def take(request: HttpRequest, space: str) -> HttpResponse:
    """The space takes warnings from now on."""
    telling.space_take_warnings(account=signed_in(request), space=space_by_slug(space), now=clock.now())
    messages.success(request, _("This space takes warnings now. The public log says so."))
    return redirect("warnings:space", space=space)


@login_required
@require_POST
@once
def end(request: HttpRequest, space: str) -> HttpResponse:
    """It takes no new ones."""
    telling.space_end_warnings(account=signed_in(request), space=space_by_slug(space), now=clock.now())
    messages.success(request, _("No new warnings from now on. Those that stand run out by themselves."))
    return redirect("warnings:space", space=space)
