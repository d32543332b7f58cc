"""What this app holds about a person: what we told them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.notices.kinds import sentence_of
from apps.notices.mailing import unconfirmed_purge
from apps.notices.models import Mailing, Notice, Quiet, Rhythm
from apps.people.holdings import Holding
from apps.people.holdings import register as holds
from apps.people.models import Account

NOTICES_KEPT = timedelta(days=400)


def _notices(account: Account) -> Iterator[dict[str, Any]]:
    mine = Notice.objects.filter(to__account=account).select_related("to").order_by("pk")
    for notice in mine.iterator():
        yield {
            "to": notice.to.pseudonym,
            "kind": notice.kind,
            "sentence": sentence_of(notice.kind, notice.context),
            "about": notice.about,
            "created_at": notice.created_at,
            "readable_from": notice.after,
            "withdrawn_at": notice.withdrawn_at,
            "read_at": notice.read_at,
        }


def _erase(account: Account, now: datetime) -> int:
    return Notice.objects.filter(to__account=account).delete()[0]


def _mailing(account: Account) -> Iterator[dict[str, Any]]:
    for row in Mailing.objects.filter(account=account):
        yield {
            "address": row.address,
            "asked_at": row.asked_at,
            "confirmed_at": row.confirmed_at,
            "daily_until": row.daily_until,
            "weekly_until": row.weekly_until,
        }


def _rhythms(account: Account) -> Iterator[dict[str, Any]]:
    for row in Rhythm.objects.filter(account=account).order_by("pk"):
        yield {"family": row.family, "often": row.often}


def _quiets(account: Account) -> Iterator[dict[str, Any]]:
    for row in Quiet.objects.filter(account=account).select_related("persona").order_by("pk"):
        yield {"pseudonym": row.persona.pseudonym, "since": row.since}


def _erase_quiets(account: Account, now: datetime) -> int:
    """One's own list; and one's place on those of others, of whom one never knew."""
    Quiet.objects.filter(persona__account=account).delete()
    return Quiet.objects.filter(account=account).delete()[0]


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            Notice,
            _("What we told you"),
            _notices,
            _erase,
            _("deleted"),
            keep_for=NOTICES_KEPT,
            purge=lambda now: Notice.objects.filter(created_at__lt=now - NOTICES_KEPT).delete()[0],
            order=70,
        )
    )
    holds(
        Holding(
            Mailing,
            _("The address to which you want summaries"),
            _mailing,
            lambda account, now: Mailing.objects.filter(account=account).delete()[0],
            _("deleted"),
            purge=unconfirmed_purge,
            keep_note=_("three days, until the address says yes; then as long as you like"),
            order=71,
        )
    )
    holds(
        Holding(
            Rhythm,
            _("How often you want which summaries"),
            _rhythms,
            lambda account, now: Rhythm.objects.filter(account=account).delete()[0],
            _("deleted"),
            order=71,
        )
    )
    holds(Holding(Quiet, _("Whom you do not hear"), _quiets, _erase_quiets, _("deleted"), order=72))
