"""A badge in plain words; and what I show."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from apps.badges import services
from apps.badges.errors import Gone
from apps.badges.models import Badge
from apps.badges.selectors.badges import badge_by_reference, badge_page
from apps.badges.selectors.mine import my_badges
from apps.badges.selectors.questions import desk_spaces, questions_to
from apps.base import clock
from apps.base.errors import BadInput, NotFound
from apps.gate.idempotency import once
from apps.people.models import Account, Persona
from apps.people.permissions import signed_in
from apps.spaces.models import Space, Topic


@require_safe
@vary_on_headers("Accept")
def badge(request: HttpRequest, ref: str) -> HttpResponse:
    """What it says, whether it holds, how to check it without us; its file, for a program that was given this page."""
    if "application/vc" in request.headers.get("Accept", "") and "text/html" not in request.headers["Accept"]:
        return redirect("badge_machines:page", ref)
    try:
        found = badge_by_reference(ref)
    except Gone as gone:
        return render(request, "badges/gone.html", {"sentence": gone.sentence}, status=410)
    mine = request.user.is_authenticated and found.persona is not None and found.persona.account_id == request.user.pk
    return render(request, "badges/badge.html", {"page": badge_page(found, clock.now()), "mine": mine})


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I show, what I could show."""
    return render(request, "badges/mine.html", _mine(signed_in(request), clock.now()))


def _mine(account: Account, now: datetime) -> dict[str, object]:
    return {
        "page": my_badges(account, now),
        "questions": questions_to(account, now),
        "manages": desk_spaces(account, now),
    }


@login_required
@require_POST
@once
def make(request: HttpRequest) -> HttpResponse:
    """Of one thing I earned."""
    account, asked = signed_in(request), request.POST
    persona = Persona.objects.filter(account=account, reference=asked.get("persona", "")).first()
    space = Space.objects.filter(slug=asked.get("space", "")).first()
    topic = Topic.objects.filter(space=space, slug=asked["topic"]).first() if asked.get("topic") else None
    if persona is None or space is None or (asked.get("topic") and topic is None):
        raise BadInput({"space": _("Choose one of the things you earned.")})
    made = services.badge_make(account=account, persona=persona, space=space, topic=topic, now=clock.now())
    messages.success(request, _("This is your badge. Show it where you like; you can take it back at any time."))
    return redirect("badges:badge", made.reference)


@login_required
@require_POST
@once
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Mine, and only mine."""
    found = Badge.objects.select_related("persona").filter(reference=ref).first()
    if found is None:
        raise NotFound(_("No badge of yours has this number."))
    services.badge_take_back(account=signed_in(request), badge=found, now=clock.now())
    messages.success(request, _("It is taken back: its page and its image say so from now on."))
    return redirect("badges:mine")
