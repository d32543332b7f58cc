"""Invitations: a link that brings others here. What it is remembered for is said to both sides before.

Accounts of one person's invitations, while new, count together when they press the red button: that is all it does.
Nobody sees who came by whose; whoever invited sees how many.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from apps.base.errors import NotNow
from apps.people.models import Account, Arrival, Invitation

HOLDS = timedelta(days=30)
BRINGS = 20  # accounts by one link
OPEN_AT_MOST = 5
REMEMBERED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Mine:
    """One of my links."""

    reference: str
    until: datetime
    came: int
    holds: bool


@transaction.atomic
def invitation_make(*, account: Account, now: datetime) -> Invitation:
    """Another link, for a month."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    if account.invitations.filter(until__gt=now).count() >= OPEN_AT_MOST:
        raise NotNow(_("You have %(n)d links that still hold. Use one of them.") % {"n": OPEN_AT_MOST})
    return Invitation.objects.create(account=account, made_at=now, until=now + HOLDS)


def invitations_of(account: Account, *, now: datetime) -> list[Mine]:
    """Newest first, and how many came by each; never who."""
    rows = account.invitations.annotate(came=Count("arrivals")).order_by("-made_at", "-pk")
    return [Mine(row.reference, row.until, row.came, row.until > now and row.came < BRINGS) for row in rows]


def holding(reference: str, *, now: datetime) -> Invitation | None:
    """The invitation of this link, while it holds."""
    if not reference.isascii() or len(reference) > 24:
        return None
    found = Invitation.objects.filter(reference=reference, until__gt=now).annotate(came=Count("arrivals")).first()
    return found if found is not None and found.came < BRINGS else None


def arrival_note(*, account: Account, reference: str, now: datetime) -> None:
    """Inside the transaction of signing up; a link that no longer holds brings nobody and stops nobody."""
    invitation = holding(reference, now=now)
    if invitation is not None:
        Arrival.objects.create(account=account, invitation=invitation, at=now)


def brought_by(accounts: Iterable[int]) -> dict[int, str]:
    """Account → an opaque name of whoever brought it here; of the link, where they are gone."""
    rows = Arrival.objects.filter(account__in=accounts).values_list(
        "account_id", "invitation__account__reference", "invitation__reference"
    )
    return {account: inviter or link for account, inviter, link in rows}


def arrivals_forget(now: datetime) -> int:
    """After a year; links that are over and brought nobody we know of go too."""
    gone = Arrival.objects.filter(at__lt=now - REMEMBERED).delete()[0]
    return gone + Invitation.objects.filter(until__lt=now - HOLDS, arrivals=None).delete()[0]
