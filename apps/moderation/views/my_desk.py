"""My desk: figures for me alone, keys, what I am spared, filters I keep. Each part is a form of its own."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput
from apps.gate.idempotency import once
from apps.moderation.keys import KEYS
from apps.moderation.rules import RuleCode
from apps.moderation.selectors import mine, queue
from apps.moderation.selectors.filters import spaces_of, wanted
from apps.moderation.services import desk
from apps.moderation.views.at_desk import At, at_the_desk
from apps.spaces.models import Topic


@require_safe
@at_the_desk
def my_desk(request: HttpRequest, at: At) -> HttpResponse:
    """All of it."""
    return _page(request, at)


def _page(request: HttpRequest, at: At, errors: BadInput | None = None) -> HttpResponse:
    now = clock.now()
    page = mine.my_desk(*at, now=now)
    told = {name: str(sentence) for name, sentence in errors.errors.items()} if errors else {}
    typed = request.POST if errors else {}
    if told.keys() & {"limit", "rules"}:
        page = _as_ticked(page, request)
    context = {
        "page": page,
        "errors": told,
        "typed": typed,
        "mandate": at[1][0],
        "queue": queue.queue(*at, now=now),
        "section": "mine",
    }
    return render(request, "moderation/my_desk.html", context, status=errors.status if errors else 200)


def _as_ticked(page: mine.MyDesk, request: HttpRequest) -> mine.MyDesk:
    """What was ticked stays ticked when a form comes back."""
    kept = {name: set(request.POST.getlist(name)) for name in ("rules", "topics")}
    rules = [replace(option, chosen=str(option.value) in kept["rules"]) for option in page.rules]
    topics = [replace(option, chosen=str(option.value) in kept["topics"]) for option in page.topics]
    return replace(page, rules=rules, topics=topics)


@require_POST
@at_the_desk
@once
def keys(request: HttpRequest, at: At) -> HttpResponse:
    """Other keys, the published ones again, or none."""
    published = "published" in request.POST
    typed = {} if published else {act: request.POST.get(act, "") for act in KEYS}
    try:
        desk.keys_choose(account=at[0], typed=typed, on=published or "on" in request.POST)
    except BadInput as refusal:
        return _page(request, at, refusal)
    messages.success(request, _("Your keys are kept."))
    return redirect("moderation:my_desk")


@require_POST
@at_the_desk
def keys_switch(request: HttpRequest, at: At) -> HttpResponse:
    """The box on the bar: single keys, on or off, for this person everywhere."""
    choice = desk.choice_of(at[0])
    desk.keys_choose(account=at[0], typed=choice.keys, on=request.POST.get("on") == "1")
    return HttpResponse(status=204)


@require_POST
@at_the_desk
@once
def sparing(request: HttpRequest, at: At) -> HttpResponse:
    """How many heavy cases a day, which rules and topics not."""
    limit = request.POST.get("limit", "").strip()
    rules = [int(code) for code in request.POST.getlist("rules") if code in {str(r.value) for r in RuleCode}]
    topics = [int(pk) for pk in request.POST.getlist("topics") if pk.isascii() and pk.isdigit() and len(pk) < 10]
    mine_here = Topic.objects.filter(space__in=spaces_of(at[1]), pk__in=topics)
    try:
        wanted_limit = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 5 else -1
        desk.sparing_choose(account=at[0], limit=wanted_limit, rules=rules, topics=mine_here)
    except BadInput as refusal:
        return _page(request, at, refusal)
    messages.success(request, _("Kept. Nobody else is told."))
    return redirect("moderation:my_desk")


@require_POST
@at_the_desk
@once
def filter_keep(request: HttpRequest, at: At) -> HttpResponse:
    """Keep the filter of this address under a name, or remove one."""
    removed = request.POST.get("remove", "")
    asked = wanted(request.GET, at[1])
    if removed.isascii() and removed.isdigit() and len(removed) < 10:
        desk.filter_remove(account=at[0], pk=int(removed))
        messages.success(request, _("Removed."))
    else:
        try:
            desk.filter_save(account=at[0], name=request.POST.get("name", ""), query=asked.query)
            messages.success(request, _("Kept. The address of this page is the filter: hand it to whom you like."))
        except BadInput as refusal:
            messages.error(request, " ".join(str(sentence) for sentence in refusal.errors.values()))
    return redirect(reverse("moderation:desk") + asked.query)
