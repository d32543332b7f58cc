"""The one way through a form: what is refused comes back with everything typed still there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from apps.base.errors import Refusal
from apps.gate.limits import check_limit
from apps.look.moments import day
from apps.look.signage import Voice, VoiceKind
from apps.people.models import Account, Persona
from apps.posts import drafts
from apps.posts.forms import SpeakingForm
from apps.posts.permissions import speaker_in
from apps.posts.preview import preview_of
from apps.spaces.disclosure import disclosure_in, shown_words
from apps.spaces.models import Membership, Space, Visibility
from apps.spaces.services import space_join

Publish = Callable[[Persona], str]
NEWCOMER_DAYS = 7
AN_HOUR = 3600
MOST_AN_HOUR = {True: 30, False: 120}  # newcomers, others


def form_page(
    request: HttpRequest,
    form: SpeakingForm,
    space: Space,
    publish: Publish,
    template: str,
    now: datetime,
    *,
    seat: bool = True,
    **context: Any,
) -> HttpResponse:
    """Show the form; sent and right, publish and go where it reads; otherwise give everything back."""
    status = 200
    if request.method == "POST" and "preview" not in request.POST:
        done, status = _try(request, form, space, publish, now, seat=seat)
        if done:
            return HttpResponseRedirect(done)
    context |= {"form": form, "space": space, "nav": "spaces", "speaker": speaker_here(request, space, now)}
    context["preview"] = preview_of(form, context["speaker"]) if "preview" in request.POST else None
    return render(request, template, context, status=status)


def sign_in_first(request: HttpRequest, form: type[SpeakingForm]) -> HttpResponse:
    """To the sign-in page and back; what was typed waits."""
    if request.method == "POST":
        drafts.keep(request, form(request.POST).typed())
    return redirect_to_login(request.path)


def _try(
    request: HttpRequest, form: SpeakingForm, space: Space, publish: Publish, now: datetime, *, seat: bool
) -> tuple[str, int]:
    """Where it was published, or the status with which the form comes back."""
    if not request.user.is_authenticated:
        drafts.keep(request, form.typed())
        form.is_valid()
        form.add_error(None, _("Sign in to publish: your words wait here for you."))
        return "", 422
    if not form.is_valid():
        return "", 422
    try:
        check_pace(request.user, "write", now)
        author = speaker_in(request.user, space)
        if seat:
            take_seat(author, space, now)
        done = publish(author)
    except Refusal as refusal:
        form.put_back(refusal)
        return "", refusal.status
    drafts.forget(request)
    messages.success(request, _said(space))
    return done, 303


def take_seat(persona: Persona, space: Space, now: datetime) -> None:
    """Writing in an open space joins it; the page says so beforehand."""
    if space.visibility == Visibility.PUBLIC and not space.health_data:
        space_join(persona=persona, space=space, now=now)


def check_pace(account: Account, act: str, now: datetime) -> None:
    """Refuse before publication what no person could have lived through in an hour."""
    newcomer = is_newcomer(account, now)
    check_limit(
        name=act,
        who=str(account.pk),
        at_most=MOST_AN_HOUR[newcomer],
        per_seconds=AN_HOUR,
        sentence=_slow_down(account, newcomer),
    )


def is_newcomer(account: Account, now: datetime) -> bool:
    """In their first week."""
    return (now - account.joined_at).days < NEWCOMER_DAYS


def _slow_down(account: Account, newcomer: bool) -> str:
    """A newcomer's limit is no sanction: it says when it ends."""
    plain = _("That is many in one hour. Wait a little: your words are still here.")
    if not newcomer:
        return plain
    return f"{plain} {newcomer_limit(account)}"


def newcomer_limit(account: Account) -> str:
    """How much a newcomer writes, and until when."""
    places = {"n": MOST_AN_HOUR[True], "day": day(account.joined_at + timedelta(days=NEWCOMER_DAYS))}
    return _("Newcomers write %(n)d an hour at most, until %(day)s. This is no sanction.") % places


def _said(space: Space) -> str:
    if space.visibility == Visibility.PUBLIC:
        return _("Published. Anybody can read it now.")
    return _("Published. The members of this space can read it now.")


def speaker_here(request: HttpRequest, space: Space, now: datetime) -> dict[str, Any] | None:
    """Under which name the person speaks here, and whether publishing makes them a member."""
    if not request.user.is_authenticated:
        return None
    persona = speaker_in(request.user, space)
    joined = Membership.objects.filter(persona=persona, space=space).exists()
    word = shown_words(disclosure_in(persona, space))
    limit = newcomer_limit(request.user) if is_newcomer(request.user, now) else ""
    return {"voice": Voice(VoiceKind.PERSON, persona.pseudonym, word=word), "joins": not joined, "limit": limit}


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
