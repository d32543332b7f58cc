"""What this app holds about a person: what we told them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.notices.kinds import sentence_of
from apps.notices.models import Notice
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
