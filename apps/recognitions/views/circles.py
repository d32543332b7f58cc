"""Circles: read by anybody; founded, changed and left by trust managers, for their own space."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow
from apps.gate.idempotency import once
from apps.look.moments import day
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor, signed_in
from apps.recognitions import services
from apps.recognitions.circle_form import CircleForm
from apps.recognitions.circles import Circle
from apps.recognitions.permissions import managed_spaces, manages
from apps.recognitions.picture import picture
from apps.recognitions.selectors.circles import CirclePage, circle_at, circle_lines, circle_page
from apps.recognitions.services.circles import check_can_change
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
@require_http_methods(["GET", "HEAD", "POST"])
@once
def found(request: HttpRequest, space: str) -> HttpResponse:
    """A circle begins with one space and its template."""
    account, here = signed_in(request), _one_of_mine(request, space)
    check_has_second_factor(account)
    form = CircleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.circle_found(account=account, space=here, draft=form.draft, now=clock.now())
        except BadInput as refusal:
            form.put_beside(refusal)
        else:
            messages.success(request, _("Founded. It recognises nobody yet: each space publishes its own table."))
            return redirect("recognitions:circle", made.slug)
    context = {"form": form, "here": here}
    return render(request, "recognitions/circle_write.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Another version of the template; no table changes by it."""
    account, one, now = signed_in(request), circle_at(slug), clock.now()
    check_can_change(account, one, now=now)
    check_has_second_factor(account)
    last = one.templates.select_related("version").order_by("version__number").last()
    form = CircleForm(request.POST or None, circle=one, last=last)
    if request.method == "POST" and form.is_valid() and _changed(form, account, one):
        messages.success(request, _("Published. No table changed by it; the spaces in the circle are told."))
        return redirect("recognitions:circle", one.slug)
    context = {"form": form, "circle": one}
    return render(request, "recognitions/circle_write.html", context, status=422 if form.errors else 200)


def _changed(form: CircleForm, account: Account, one: Circle) -> bool:
    """What is refused is put back where it was typed."""
    try:
        after = form.cleaned_data["after"] or 0
        services.circle_change(account=account, circle=one, draft=form.draft, after=after, now=clock.now())
    except BadInput as refusal:
        form.put_beside(refusal)
    except NotNow as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@login_required
@never_cache
@require_POST
@once
def leave(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Announced today, done in fifteen days."""
    account, here = signed_in(request), _one_of_mine(request, space)
    check_has_second_factor(account)
    left = services.circle_leave(account=account, circle=circle_at(slug), space=here, now=clock.now())
    said = _("Announced: “%(space)s” leaves on %(date)s, and its tables of this circle end then.")
    messages.success(request, said % {"space": here.name, "date": day(left.until) if left.until else ""})
    return redirect("recognitions:circle", slug)


def _one_of_mine(request: HttpRequest, slug: str) -> Space:
    mine = {space.slug: space for space in managed_spaces(signed_in(request), now=clock.now())}
    if slug not in mine:
        raise NotFound(_("You manage no such space, or it takes no part in this."))
    return mine[slug]
