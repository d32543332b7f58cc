"""Issuers are asked again and again about the badges on open pages, and at once when somebody wants to know."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from apps.badges.models import Collection, Gathered, OnPage
from apps.badges.services.gathering import fetcher, gathered_hear
from apps.badges.sites import Unreachable, host_of
from apps.badges.verifying import State, check
from apps.ledger.carefully import each

Document = dict[str, Any]
SECONDS = 60  # in one go
ASKED_AGAIN = timedelta(minutes=10)


def gathered_ask(*, row: Gathered, now: datetime) -> None:
    """Its issuer is asked anew: for a newer file at its own address, and for its list."""
    at = fetcher(now, fresh=True)
    document = _newest(row, at)
    verdict = check(document, audience="", now=now, fetch=at)
    claim = verdict.claim
    if claim is None or (claim.issuer, claim.site) != (row.issuer, row.site):
        document, verdict = row.document, check(row.document, audience="", now=now, fetch=at)
    with transaction.atomic():
        kept = Gathered.objects.select_for_update().filter(pk=row.pk).first()
        if kept is not None:
            kept.document = document
            gathered_hear(kept, verdict, now)
            kept.save()


def _newest(row: Gathered, at: Callable[[str], Document]) -> Document:
    """Files live for days; the newest stands at the badge's own name, at its issuer's site."""
    if host_of(row.uri) != row.site:
        return dict(row.document)
    try:
        found = at(row.uri)
    except Unreachable:
        return dict(row.document)
    return found if found.get("id") == row.uri else dict(row.document)


def gathered_look(*, now: datetime) -> int:
    """Those that others see and nobody asked about lately; how many were asked about. Ours are looked at when shown."""
    open_ = Collection.objects.exclude(opened_at=None).values("account")
    placed = OnPage.objects.exclude(gathered=None).values("gathered")
    seen = Gathered.objects.filter(Q(account__in=open_) | Q(pk__in=placed), asked_at__lte=now - ASKED_AGAIN)
    elsewhere = seen.exclude(said=State.REVOKED).exclude(site=host_of(settings.SITE_URL)).order_by("asked_at", "pk")
    ends = time.monotonic() + SECONDS

    def ask(pk: int) -> int:
        row = Gathered.objects.filter(pk=pk).first() if time.monotonic() < ends else None
        if row is not None:
            gathered_ask(row=row, now=now)
        return int(row is not None)

    return each(list(elsewhere.values_list("pk", flat=True)[:200]), ask, failed="gathered_badge_not_asked_about")
