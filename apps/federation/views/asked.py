"""Questions of other sites: their programs ask and read; the person answers once, always, or not at all."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import TooMany
from apps.federation import asking_door
from apps.federation.asked_page import asked_of
from apps.federation.errors import Later, Refused
from apps.federation.selectors import openness
from apps.federation.services.questions_heard import question_hear, question_heard_consent
from apps.federation.signing import message_of
from apps.gate.address import network_digest
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.outside import OutsideError
from apps.people.permissions import signed_in
from apps.spaces.models import Space

LARGEST = 20_000
CREDENTIAL = "application/vc+ld+json"
NO_ANSWER = {"type": "trust:NoAnswer"}  # the same for a no, for nothing, and for not yet


@csrf_exempt  # who asks is known by a signature, never by a cookie
@never_cache
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """200 with the signed answer, 202 without one; else why not, in words."""
    now = clock.now()
    try:
        check_limit(name="asking", who=network_digest(request, now=now), at_most=60, per_seconds=60)
        of = Space.objects.select_related("operator").filter(slug=slug).first()
        if of is None or not openness(of).open:  # closed and missing are one answer
            return _no(404, "Nobody here has this name.")
        if not (request.META.get("CONTENT_LENGTH") or "0").isdigit() or len(request.body) > LARGEST:
            return _no(413, "The document is too long.")
        document, asker = asking_door.question_of(message_of(request, request.body), now=now)
        answer = question_hear(document, asker=asker, of=of, now=now)
    except asking_door.Unsigned as unsigned:
        return _no(401, unsigned.reason)
    except (Later, OutsideError):
        return _no(503, "Your site does not answer: nobody can say that it is you.")
    except Refused as refused:
        return _no(403, refused.reason)
    except TooMany as too_many:
        response = _no(429, str(too_many.sentence))
        response["Retry-After"] = str(too_many.seconds)
        return response
    if answer is None:
        return JsonResponse(NO_ANSWER, status=202)
    return JsonResponse(answer, content_type=CREDENTIAL, json_dumps_params={"ensure_ascii": False})


def _no(status: int, reason: str) -> HttpResponse:
    return JsonResponse({"error": reason}, status=status)


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What spaces of other sites ask me, and what I answer."""
    return render(request, "federation/asked.html", {"questions": asked_of(signed_in(request), now=clock.now())})


@login_required
@require_POST
@once
def consent(request: HttpRequest, reference: str) -> HttpResponse:
    """Once, always, not; or taken back."""
    account, chosen = signed_in(request), request.POST.get("consent", "")
    question_heard_consent(account=account, reference=reference, consent=chosen, now=clock.now())
    messages.success(request, _("It is as you say from now on. Whoever asked is not told what you chose."))
    return redirect("federation:asked")
