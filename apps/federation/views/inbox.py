"""The one door for messages of other sites. It checks, stores once and says 202; everything else happens later."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from apps.base import clock
from apps.base.errors import TooMany
from apps.federation.errors import Later, Refused
from apps.federation.services import inbox
from apps.federation.signing import message_of

LARGEST = 1024 * 1024


@csrf_exempt  # who writes here is known by a signature, never by a cookie
@require_POST
def receive(request: HttpRequest, kind: str = "", name: str = "") -> HttpResponse:
    """202 when it is kept; else why not, in words and a status that says whether to try again."""
    try:
        inbox.take_in(message_of(request, _body(request)), now=clock.now())
    except _TooLarge:
        return _no(413, "At most 1 MiB.")
    except inbox.Door as door:
        return _no(door.status, door.reason)
    except Later as later:
        return _no(503, later.reason)
    except Refused as refused:
        return _no(400, refused.reason)
    except TooMany as too_many:
        response = _no(429, str(too_many.sentence))
        response["Retry-After"] = str(too_many.seconds)
        return response
    return HttpResponse(status=202)


class _TooLarge(Exception):
    """More than we read."""


def _body(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        raise _TooLarge
    try:
        return request.body
    except RequestDataTooBig as error:
        raise _TooLarge from error
    except UnreadablePostError as error:
        raise Refused("The message broke off.") from error


def _no(status: int, reason: str) -> HttpResponse:
    return JsonResponse({"error": reason}, status=status)
