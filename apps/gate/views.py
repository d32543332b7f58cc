"""Addresses without a language: health, security contact, the way in."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

from apps.base.clock import now
from apps.gate.limits import client
from apps.gate.middleware import wants_json


def way_in(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the reader's language."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; Valkey away is degraded, not down: posts are still accepted."""
    database, valkey = _database_answers(), _valkey_answers()
    status = "ok" if database and valkey else "degraded" if database else "down"
    return JsonResponse({"status": status, "database": database, "valkey": valkey}, status=200 if database else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _valkey_answers() -> bool:
    try:
        return bool(client().ping())
    except RedisError:
        return False


def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. A running site vouches for its addresses: half a year from the first of this month."""
    site, contact = settings.SITE_URL, settings.LEGAL_NOTICE["contact"]
    first = [f"Contact: {contact if contact.startswith('https://') else f'mailto:{contact}'}"] if contact else []
    until = now().replace(day=1) + timedelta(days=183)
    lines = [
        *first,
        f"Contact: {site}/en/o/{settings.PLATFORM_OPERATOR}/",
        f"Expires: {until:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: fr, en",
        f"Canonical: {site}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere; a program without a token hears it in JSON."""
    if wants_json(request):
        return JsonResponse({"detail": _("Programs sign in with a token: nothing was done.")}, status=403)
    return render(request, "look/csrf.html", status=403)
