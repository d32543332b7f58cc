"""What this app itself holds about a person."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.people.holdings import Holding
from apps.people.holdings import register as holds
from apps.people.models import Account, Export, Persona, RecoveryCode


def _account(account: Account) -> Iterator[dict[str, Any]]:
    yield {
        "reference": account.reference,
        "username": account.username,
        "email": account.email,
        "language": account.language,
        "joined_at": account.joined_at,
        "last_login": account.last_login,
    }


def _erase_account(account: Account, now: datetime) -> int:
    return Account.objects.filter(pk=account.pk).delete()[0]


def _personas(account: Account) -> Iterator[dict[str, Any]]:
    for persona in account.personas.order_by("pk"):
        yield {
            "reference": persona.reference,
            "pseudonym": persona.pseudonym,
            "created_at": persona.created_at,
        }


def _erase_personas(account: Account, now: datetime) -> int:
    return account.personas.all().delete()[0]


def name_personas(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    """For the time line."""
    found = Persona.objects.filter(reference__in=references)
    return {persona.reference: (persona.pseudonym, "") for persona in found}


def register() -> None:
    """Called from `ready()`. The account goes last."""
    holds(Holding(Account, _("Your account"), _account, _erase_account, _("deleted"), order=100))
    holds(Holding(Persona, _("Your pseudonyms"), _personas, _erase_personas, _("deleted, and free again"), order=99))
    holds(
        Holding(
            RecoveryCode,
            _("Your recovery codes, as digests"),
            lambda account: ({"created_at": c.created_at, "used_at": c.used_at} for c in account.recovery_codes.all()),
            lambda account, now: account.recovery_codes.all().delete()[0],
            _("deleted"),
            order=90,
        )
    )
    holds(
        Holding(
            Export,
            _("Copies you asked for"),
            lambda account: ({"requested_at": e.requested_at, "taken_at": e.taken_at} for e in account.exports.all()),
            lambda account, now: account.exports.all().delete()[0],
            _("deleted, with their files"),
            order=91,
        )
    )
