"""How one is recognised in a space; and, for those who answer for it, another version of its scale."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotNow, NotYours
from apps.documents.meanwhile import number_of
from apps.gate.idempotency import once
from apps.people.permissions import check_has_second_factor, signed_in
from apps.posts.finding import space_at
from apps.trust.grounds import scale_sections
from apps.trust.scale_form import ScaleForm
from apps.trust.scale_page import scale_page
from apps.trust.scales import announced_scale
from apps.trust.services.scaling import check_can_announce, scale_announce, scale_document
from apps.trust.severity_view import judged_spaces


@require_safe
def scale(request: HttpRequest, space: str) -> HttpResponse:
    """For a newcomer, in thirty seconds; the rest below."""
    now = clock.now()
    place = space_at(request, space, now)
    try:
        may_change = bool(check_can_announce(request.user, place, now=now))
    except NotYours:
        may_change = False
    manages = place.pk in judged_spaces(request.user, now=now)
    sections = scale_sections(place, request.user, now)
    context = {"page": scale_page(place, now=now), "sections": sections, "may_change": may_change, "nav": "spaces"}
    context["manages"] = manages
    return render(request, "trust/scale.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def scale_change(request: HttpRequest, space: str) -> HttpResponse:
    """Announce another version."""
    account, now = signed_in(request), clock.now()
    place = space_at(request, space, now)
    check_can_announce(account, place, now=now)
    check_has_second_factor(account)
    last = number_of(scale_document(place))
    opened, after = _number(request, "opened", last), _number(request, "after", last)
    scale, used = announced_scale(place, opened)
    form = ScaleForm(request.POST or None, scale=scale, used=used)
    if request.method == "POST" and form.is_valid():
        try:
            scale_announce(
                account=account,
                space=place,
                levels=form.levels(),
                referred=form.cleaned_data["referred"],
                after=after,
                now=now,
            )
        except NotNow as refusal:
            form.add_error(None, str(refusal))
            after = number_of(scale_document(place))  # they are told of it
        except BadInput as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("Announced. It binds in fifteen days; until then the present scale does."))
            return redirect("trust:scale", space=place.slug)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "place": place, "opened": opened, "after": after, "nav": "spaces"}
    return render(request, "trust/scale_change.html", context, status=status)


def _number(request: HttpRequest, name: str, last: int) -> int:
    """Of a version, as the form was opened on it."""
    if request.method != "POST":
        return last
    sent = request.POST.get(name, "")
    return min(int(sent), last) if sent.isascii() and sent.isdecimal() and len(sent) < 6 else 0
