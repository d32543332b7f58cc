"""Other sites, for those who decide about them and for those who want to know with whom a space federates."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput
from apps.federation import pages
from apps.federation.errors import Refused
from apps.federation.forms import ListForm, OpennessForm, PeerForm
from apps.federation.models import RemoteActor
from apps.federation.permissions import check_can_decide_on_sites, check_can_open
from apps.federation.refusals import told
from apps.federation.selectors import may_be_open, openness
from apps.federation.services import answers, delivery, inbox, peers, shared_lists
from apps.federation.states import PeerState
from apps.gate.idempotency import once
from apps.people.permissions import check_has_second_factor, signed_in
from apps.spaces.models import Mandate, Space
from apps.spaces.permissions import check_can_read
from apps.spaces.selectors import space_by_slug


def with_mandate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for those who decide about sites, with two proofs where the site asks for them."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        mandate = check_can_decide_on_sites(request.user, now=clock.now())
        check_has_second_factor(signed_in(request))
        return view(request, mandate, *args, **kwargs)

    return wrapper


@require_safe
@with_mandate
def sites(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """Every site we have met: how it stands, what waits for it, when it was last heard."""
    page = pages.sites_page(request.GET.get("page", "1"))
    return render(request, "federation/sites.html", {"page": page, "mandate": mandate})


@require_safe
@with_mandate
def site(request: HttpRequest, mandate: Mandate, reference: str) -> HttpResponse:
    """One site: what came, what failed and why, what waits; and what was decided about it."""
    page = pages.site_page(reference)
    form = PeerForm(initial={"state": page.peer.state})
    return render(request, "federation/site.html", {"page": page, "form": form, "mandate": mandate})


@require_POST
@with_mandate
@once
def decide(request: HttpRequest, mandate: Mandate, reference: str) -> HttpResponse:
    """Allow, limit, pause or block."""
    page, form = pages.site_page(reference), PeerForm(request.POST)
    if form.is_valid():
        try:
            state, reason = PeerState(form.cleaned_data["state"]), form.cleaned_data["reason"]
            peers.peer_decide(peer=page.peer, state=state, reason=reason, mandate=mandate, now=clock.now())
        except BadInput as refusal:
            form.add_error("reason", str(refusal.sentence))
        else:
            messages.success(request, _("Decided. The reason is public, its digest goes into the public log."))
            return redirect("federation:site", reference=reference)
    return render(request, "federation/site.html", {"page": page, "form": form, "mandate": mandate}, status=422)


@require_POST
@with_mandate
@once
def retry(request: HttpRequest, mandate: Mandate, reference: str) -> HttpResponse:
    """Try again now what failed, both ways."""
    peer, now = pages.site_page(reference).peer, clock.now()
    count = delivery.peer_retry(peer=peer, now=now) + inbox.inbox_retry(peer=peer, now=now)
    said = ngettext("%(n)d message is tried again.", "%(n)d messages are tried again.", count) % {"n": count}
    messages.success(request, said)
    return redirect("federation:site", reference=reference)


@with_mandate
def lists(request: HttpRequest, mandate: Mandate) -> HttpResponseBase:
    """What other sites decided about sites: proposals, read anew on demand, in no transaction."""
    form = ListForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            author = answers.actor_found(form.cleaned_data["address"], now=now)
            shared_lists.list_read(author=author, now=now)
        except (BadInput, Refused) as no:
            form.add_error("address", told(no.reason).whole if isinstance(no, Refused) else str(no.sentence))
        else:
            return _followed(request, author, now)
    page = [(shared, shared_lists.proposals(shared)) for shared in pages.shared_lists()]
    status = 422 if form.errors else 200
    return render(request, "federation/lists.html", {"lists": page, "form": form, "mandate": mandate}, status=status)


@once
def _followed(request: HttpRequest, author: RemoteActor, now: datetime) -> HttpResponse:
    shared_lists.list_follow(author=author, now=now)
    messages.success(request, _("Read. Nothing is taken over before somebody says so, line by line."))
    return redirect("federation:lists")


@require_POST
@with_mandate
@once
def adopt(request: HttpRequest, mandate: Mandate, number: int) -> HttpResponse:
    """Take one line over, as a decision of one's own."""
    shared = pages.shared_list(number)
    shared_lists.proposal_adopt(shared=shared, host=request.POST.get("host", ""), mandate=mandate, now=clock.now())
    messages.success(request, _("Decided. The reason is public, its digest goes into the public log."))
    return redirect("federation:lists")


def space_sites(request: HttpRequest, space: str) -> HttpResponse:
    """With whom a space federates, by whose rules, and what was refused."""
    here, now = space_by_slug(space), clock.now()
    check_can_read(request.user, here, now=now)
    form = OpennessForm(initial={"open": openness(here).open, "signed_reading": openness(here).signed_reading})
    if request.method == "POST":
        return _choose(request, here)
    mandate = pages.mandate_to_open(request.user, here, now=now)
    page = pages.space_page(here)
    may_choose = mandate is not None and may_be_open(here)
    return render(request, "federation/space.html", {"page": page, "form": form, "may_choose": may_choose})


def _choose(request: HttpRequest, space: Space) -> HttpResponse:
    mandate = check_can_open(request.user, space, now=clock.now())
    form = OpennessForm(request.POST)
    if form.is_valid():
        peers.space_choose(
            space=space,
            open_=form.cleaned_data["open"],
            signed_reading=form.cleaned_data["signed_reading"],
            mandate=mandate,
            now=clock.now(),
        )
        messages.success(request, _("Chosen. It is in the public log."))
    return redirect("federation:space", space=space.slug)
