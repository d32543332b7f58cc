"""`Authorization: Bearer tm_…`: who a program acts for, and what its scopes allow."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from apps.base import clock
from apps.gate.models import ApiToken
from apps.people.models import Account
from apps.people.tokens import Scope, bearer


class TokenAuthentication(BaseAuthentication):
    """The person and the token; None when no token is shown."""

    def authenticate(self, request: Request) -> tuple[Account, ApiToken] | None:
        """Raises 401 for a token nobody knows."""
        kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        found = bearer(secret.strip(), now=clock.now())
        if found is None:
            raise AuthenticationFailed(_("This token is not known, or has ended."))
        return found

    def authenticate_header(self, request: Request) -> str:
        """Makes the refusal a 401."""
        return "Bearer"


class ScopeAllows(BasePermission):
    """A token does only what its scopes say; a visitor or a session is not limited by scopes."""

    message = gettext_lazy("This token may not do that: its scopes do not allow it.")

    def has_permission(self, request: Request, view: Any) -> bool:
        """Reading needs `read`, the rest `write`."""
        if not isinstance(request.auth, ApiToken):
            return True
        needed = Scope.READ if request.method in SAFE_METHODS else Scope.WRITE
        return needed.value in request.auth.scopes
