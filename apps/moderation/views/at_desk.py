"""Who may stand at the desk, and what stands on each of its pages."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from apps.base import clock
from apps.look.once import keep
from apps.moderation.keys import keys_of
from apps.moderation.navigation import TOTAL
from apps.moderation.selectors import queue, seats
from apps.moderation.selectors.filters import Wanted, filter_of
from apps.moderation.selectors.mine import help_lines
from apps.moderation.services.desk import choice_of
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor, signed_in
from apps.spaces.desks import keep_mandates
from apps.spaces.models import Mandate

At = tuple[Account, list[Mandate]]


def at_the_desk(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for holders of a mandate, with two proofs where the site asks for them."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        account = signed_in(request)
        held = queue.mandates(account, now=clock.now())
        keep_mandates(request, held)  # for the menu of the page
        check_has_second_factor(account)
        return view(request, (account, held), *args, **kwargs)

    return wrapper


def around(request: HttpRequest, at: At, asked: Wanted, current: str, now: datetime) -> dict[str, Any]:
    """What stands on every page with the queue."""
    waiting = queue.queue(*at, now=now, current=current, asked=asked)
    keep(request, TOTAL, waiting.total)  # for the menu of the page
    shown = {"queue": waiting, "filter": filter_of(at[0], asked, at[1])}
    return {
        **shown,
        "rows": render_to_string("moderation/queue.html", shown),  # drawn once, shown beside the item and above it
        "undo": seats.undo_of(at[0], now=now),
        "section": "queue",
        **keys_here(at[0]),
    }


def keys_here(account: Account) -> dict[str, Any]:
    """The keys this person works with, and what each does."""
    choice = choice_of(account)
    return {"keys": keys_of(choice.keys), "help": help_lines(choice.keys), "keys_on": choice.keys_on}


def to_case(reference: str, asked: Wanted) -> HttpResponse:
    """The page of one item, under the filter one works with."""
    return redirect(reverse("moderation:item", args=[reference]) + asked.query)
