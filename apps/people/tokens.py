"""Tokens: a program acts for a person, within scopes, until a date. The person makes them, sees them, ends them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.base.errors import BadInput, NotFound
from apps.base.models import clean_text
from apps.gate.models import ApiToken
from apps.people.models import Account

PREFIX = "tm_"  # so that a token left in public is recognised as one
MOST_TOKENS = 10
DURATIONS = (7, 30, 90, 365)  # days


class Scope(models.TextChoices):
    """What a token may do."""

    READ = "read", gettext_lazy("read what I may read")
    WRITE = "write", gettext_lazy("publish in my name")


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token as its owner sees it; the secret is not in it."""

    pk: int
    name: str
    scopes: str
    created_at: datetime
    expires_at: datetime
    used_on: Any
    expired: bool


def digest_of(secret: str) -> str:
    """Long random secrets need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def token_make(*, account: Account, name: str, scopes: list[str], days: int, now: datetime) -> str:
    """Make a token and return its secret, this once."""
    if ApiToken.objects.filter(owner=account.reference, expires_at__gt=now).count() >= MOST_TOKENS:
        raise BadInput({"name": _("That is %(n)d tokens already. End one first.") % {"n": MOST_TOKENS}})
    if days not in DURATIONS or not set(scopes) <= set(Scope.values) or not scopes:
        raise BadInput({"scopes": _("Choose what the token may do, and for how long.")})
    secret = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        owner=account.reference,
        name=clean_text(name)[:60],
        scopes=sorted(scopes),
        digest=digest_of(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return secret


def token_end(*, account: Account, pk: int) -> None:
    """It opens nothing any more."""
    if not ApiToken.objects.filter(owner=account.reference, pk=pk).delete()[0]:
        raise NotFound(_("This token is not yours, or has ended."))


def tokens_of(account: Account, *, now: datetime) -> list[TokenLine]:
    """Newest first."""
    return [
        TokenLine(
            pk=token.pk,
            name=token.name,
            scopes=", ".join(str(Scope(scope).label) for scope in token.scopes),
            created_at=token.created_at,
            expires_at=token.expires_at,
            used_on=token.used_on,
            expired=token.expires_at <= now,
        )
        for token in ApiToken.objects.filter(owner=account.reference).order_by("-created_at")
    ]


def bearer(secret: str, *, now: datetime) -> tuple[Account, ApiToken] | None:
    """Whose token this is, while it lasts; notes the day of use."""
    token = ApiToken.objects.filter(digest=digest_of(secret), expires_at__gt=now).first()
    account = Account.objects.filter(reference=token.owner, is_active=True).first() if token else None
    if token is None or account is None:
        return None
    if token.used_on != now.date():
        ApiToken.objects.filter(pk=token.pk).update(used_on=now.date())
    return account, token
