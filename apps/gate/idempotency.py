"""A double click makes one row and gives the same answer.

The key stands in the form (`{% idempotency %}`) or in the header `Idempotency-Key`. It is stored in the transaction
of the request itself, so that "done" and "answered" cannot part company.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from apps.base import clock
from apps.base.errors import BadInput, NotNow
from apps.base.statements import row_of
from apps.gate.models import IdempotencyKey

FIELD = "idempotency_key"
View = Callable[..., HttpResponseBase]
LONGEST_KEPT_BODY = 64 * 1024
_CLAIM = """
INSERT INTO gate_idempotencykey (scope, key, path, status, location, body, content_type, created_at)
VALUES (%s, %s, %s, 0, '', '', '', %s) ON CONFLICT (scope, key) DO NOTHING RETURNING id
"""


def once(view: View) -> View:
    """Run a POST view at most once per key; without a key, run it as it is (still in one transaction)."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = request.headers.get("Idempotency-Key") or request.POST.get(FIELD, "")
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        if len(key) > 80 or not key.isascii() or not key.isprintable():
            raise BadInput({FIELD: _("An idempotency key is at most 80 printable ASCII characters.")})
        with transaction.atomic():
            return _first_or_again(view, request, key, args, kwargs)

    return wrapper


def _first_or_again(view: View, request: HttpRequest, key: str, args: Any, kwargs: Any) -> HttpResponseBase:
    scope = _scope(request)
    made = row_of(_CLAIM, [scope, key, request.path[:300], clock.now()])  # waits for a twin that is being answered
    if made is None:
        return _again(IdempotencyKey.objects.get(scope=scope, key=key), request)
    row = IdempotencyKey(pk=made[0])
    response = view(request, *args, **kwargs)
    if response.status_code >= 400 or not _keep(row, response):
        row.delete()  # nothing was done, or nothing worth repeating: the same form may be sent again, corrected
    return response


def _scope(request: HttpRequest) -> str:
    return f"account:{request.user.pk}" if request.user.is_authenticated else "anonymous"


def _keep(row: IdempotencyKey, response: HttpResponseBase) -> bool:
    redirect = 300 <= response.status_code < 400
    json = response.get("Content-Type", "").startswith("application/json")
    if not redirect and not (json and isinstance(response, HttpResponse)):
        return False
    row.status = response.status_code
    row.location = response.get("Location", "")[:500]
    row.content_type = response.get("Content-Type", "")[:80]
    if json and isinstance(response, HttpResponse):
        if hasattr(response, "render"):
            response.render()
        row.body = response.content[:LONGEST_KEPT_BODY]
    row.save(update_fields=["status", "location", "content_type", "body"])
    return True


def _again(row: IdempotencyKey, request: HttpRequest) -> HttpResponse:
    if row.path != request.path[:300]:
        raise NotNow(_("This idempotency key was used for another request."))
    response = HttpResponse(bytes(row.body), status=row.status, content_type=row.content_type or None)
    if row.location:
        response["Location"] = row.location
    return response
