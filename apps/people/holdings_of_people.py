"""What this app itself holds about a person, and the packages it signs people in with."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from apps.people import consultations, invitations
from apps.people.holdings import Holding, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account, Arrival, Consultation, Export, Invitation, Persona, RecoveryCode, Session

SESSIONS_KEPT = timedelta(days=30)
EXPORTS_KEPT = timedelta(days=1)


def _account(account: Account) -> Iterator[dict[str, Any]]:
    yield {
        "reference": account.reference,
        "username": account.username,
        "email": account.email,
        "language": account.language,
        "joined_at": account.joined_at,
        "last_login": account.last_login,
        "is_staff": account.is_staff,
        "passphrase": "kept as a scrypt digest, not exported",
    }


def _erase_account(account: Account, now: datetime) -> int:
    return Account.objects.filter(pk=account.pk).delete()[1].get("people.Account", 0)


def _personas(account: Account) -> Iterator[dict[str, Any]]:
    for persona in account.personas.order_by("pk").iterator():
        yield {
            "reference": persona.reference,
            "pseudonym": persona.pseudonym,
            "main": persona.is_main,
            "created_at": persona.created_at,
        }


def _erase_personas(account: Account, now: datetime) -> int:
    return account.personas.all().delete()[1].get("people.Persona", 0)


def _sessions(account: Account) -> Iterator[dict[str, Any]]:
    for session in account.sessions.order_by("expire_date").iterator():
        yield {"expires_at": session.expire_date, "account": account.reference}


def _codes(account: Account) -> Iterator[dict[str, Any]]:
    for code in account.recovery_codes.order_by("pk").iterator():
        yield {"created_at": code.created_at, "used_at": code.used_at, "digest": code.digest}


def _exports(account: Account) -> Iterator[dict[str, Any]]:
    for export in account.exports.order_by("pk").iterator():
        yield {
            "reference": export.reference,
            "requested_at": export.requested_at,
            "ready_at": export.ready_at,
            "taken_at": export.taken_at,
            "expires_at": export.expires_at,
        }


def _factors(account: Account) -> Iterator[dict[str, Any]]:
    for factor in Authenticator.objects.filter(user=account).order_by("pk").iterator():
        yield {"type": factor.type, "created_at": factor.created_at, "last_used_at": factor.last_used_at}


def _addresses(account: Account) -> Iterator[dict[str, Any]]:
    for address in EmailAddress.objects.filter(user=account).order_by("pk").iterator():
        yield {"email": address.email, "verified": address.verified}


def _confirmations(account: Account) -> Iterator[dict[str, Any]]:
    for asked in EmailConfirmation.objects.filter(email_address__user=account).order_by("pk").iterator():
        yield {"created": asked.created, "sent": asked.sent}


def _invitations(account: Account) -> Iterator[dict[str, Any]]:
    for row in account.invitations.order_by("pk"):
        yield {"reference": row.reference, "made_at": row.made_at, "until": row.until}


def _arrivals(account: Account) -> Iterator[dict[str, Any]]:
    for row in Arrival.objects.filter(account=account).select_related("invitation"):
        yield {"invitation": row.invitation.reference, "at": row.at}


def _consultations(account: Account) -> Iterator[dict[str, Any]]:
    for row in consultations.journal_of(account).iterator():
        yield {
            "at": row.at,
            "office": row.office,
            "by": row.by,
            "purpose": row.purpose,
            "about": row.about,
            "sentence": consultations.in_words(row).sentence,
        }


def name_personas(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    """For the time line."""
    found = Persona.objects.filter(reference__in=references)
    return {persona.reference: (persona.pseudonym, "") for persona in found}


def register() -> None:
    """Called from `ready()`. The account goes last."""
    _register_keys()
    holds(Holding(Persona, _("Your pseudonyms"), _personas, _erase_personas, _("deleted, and free again"), order=99))
    holds(
        Holding(
            Account,
            _("Your account"),
            _account,
            _erase_account,
            _("deleted"),
            order=100,
        )
    )
    holds(
        Holding(
            Invitation,
            _("The links by which you invited others"),
            _invitations,
            lambda account, now: account.invitations.update(account=None),
            _("your name goes from them; by which link others came stays theirs, for a year"),
            order=97,
        )
    )
    holds(
        Holding(
            Arrival,
            _("By which link you came here"),
            _arrivals,
            lambda account, now: Arrival.objects.filter(account=account).delete()[0],
            _("deleted"),
            keep_for=invitations.REMEMBERED,
            purge=invitations.arrivals_forget,
            order=97,
        )
    )
    holds(
        Holding(
            Consultation,
            _("Who looked at your data, and why"),
            _consultations,
            lambda account, now: Consultation.objects.filter(account=account).delete()[0],
            _("deleted"),
            keep_for=consultations.KEPT,
            purge=consultations.consultations_purge,
            order=89,
            about_me=True,
        )
    )
    holds_nothing(Group, "unused: rights are read from mandates")
    holds_nothing(Permission, "unused: rights are read from mandates")
    holds_nothing(Account.groups.through, "unused and empty: rights are read from mandates")
    holds_nothing(Account.user_permissions.through, "unused and empty: rights are read from mandates")
    holds_nothing(Group.permissions.through, "unused and empty: rights are read from mandates")
    holds_nothing(ContentType, "the names of our tables")


def _register_keys() -> None:
    """What opens the account, and the copies made of it."""
    from apps.people import export

    deleted = _("deleted")
    holds(
        Holding(
            Session,
            _("The browsers you are signed in with"),
            _sessions,
            lambda account, now: account.sessions.all().delete()[0],
            _("ended, everywhere"),
            keep_for=SESSIONS_KEPT,
            purge=lambda now: Session.objects.filter(expire_date__lt=now).delete()[0],
            order=98,
        )
    )
    holds(
        Holding(
            RecoveryCode,
            _("Your recovery codes, as digests"),
            _codes,
            lambda account, now: account.recovery_codes.all().delete()[0],
            deleted,
            order=90,
        )
    )
    holds(
        Holding(
            Export,
            _("The copies of your data that you asked for"),
            _exports,
            export.exports_erase,
            _("deleted, with their files"),
            keep_for=EXPORTS_KEPT,
            purge=export.exports_purge,
            order=91,
        )
    )
    holds(
        Holding(
            Authenticator,
            _("Your second factor; its secret is encrypted"),
            _factors,
            lambda account, now: int(Authenticator.objects.filter(user=account).delete()[0]),
            deleted,
            order=92,
        )
    )
    holds(
        Holding(
            EmailConfirmation,
            _("Confirmations of e-mail addresses"),
            _confirmations,
            lambda account, now: int(EmailConfirmation.objects.filter(email_address__user=account).delete()[0]),
            deleted,
            order=93,
        )
    )
    holds(
        Holding(
            EmailAddress,
            _("E-mail addresses; we ask for none"),
            _addresses,
            lambda account, now: int(EmailAddress.objects.filter(user=account).delete()[0]),
            deleted,
            order=94,
        )
    )
