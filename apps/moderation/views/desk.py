"""The desk: the next case, the queue, and what is drawn ahead of being asked for."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.look.signage import Voice, VoiceKind
from apps.moderation.selectors import queue, turn
from apps.moderation.selectors.filters import Wanted, wanted
from apps.moderation.views.at_desk import At, around, at_the_desk, to_case
from apps.moderation.views.item import page_of
from apps.spaces.models import Mandate


@require_safe
@at_the_desk
def front(request: HttpRequest, at: At) -> HttpResponse:
    """The first case that this person can decide, or calm words when there is none."""
    account, held = at
    now = clock.now()
    asked = wanted(request.GET, held)
    if "X-Ahead" in request.headers:
        return _ahead(request, at, asked, now)
    first = turn.next_for(account, held, now=now, asked=asked)
    if first:
        return to_case(first, asked)
    context = {"mandate": held[0], "mandate_voice": _voice(held[0]), **around(request, at, asked, "", now)}
    return render(request, "moderation/desk.html", context)


def _ahead(request: HttpRequest, at: At, asked: Wanted, now: datetime) -> HttpResponse:
    """The item after the one that is read, drawn beforehand and without the page around it; nothing where none is.

    Whoever decides sees it at once. It gives no right: whether it is theirs is asked when they take it and decide it.
    """
    besides = request.headers["X-Ahead"].split(",")[:3]
    found = turn.turn_of(*at, now=now, asked=asked, besides=besides)
    if found is None:
        return HttpResponse(status=204)
    return page_of(request, at, found.found, found.mandate, ahead=found)


def _voice(mandate: Mandate) -> Voice:
    space = mandate.space.name if mandate.space else _("all spaces")
    return Voice(VoiceKind.TRUST_MANAGER, mandate.public_name, origin=space)


@require_safe
@at_the_desk
def rows(request: HttpRequest, at: At) -> HttpResponse:
    """The queue alone, for open pages that heard of a change."""
    current = request.GET.get("current", "")
    waiting = queue.queue(*at, now=clock.now(), current=current, asked=wanted(request.GET, at[1]))
    return render(request, "moderation/queue.html", {"queue": waiting})
