"""Issuers are asked again and again about the badges on open pages, and at once when somebody wants to know."""

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from apps.badges.models import Collection, Gathered, OnPage
from apps.badges.services.gathering import fetcher, gathered_hear
from apps.badges.sites import Unreachable, host_of
from apps.badges.verifying import State, check, is_signed_anew
from apps.ledger.carefully import each
from apps.outside import Budget

Document = dict[str, Any]
AT_ONCE = 200
SECONDS = 60  # in one go
OF_ONE_SITE = 15.0  # of them; how many of its badges there are changes nothing
ASKED_AGAIN = timedelta(minutes=5)


def gathered_ask(*, row: Gathered, now: datetime, purse: Budget | None = None) -> None:
    """Its issuer is asked anew: for a newer file at its own address, and for its list."""
    at = fetcher(now, fresh=True, purse=purse)
    document = _newest(row, at)
    newest = verdict = check(document, audience="", now=now, fetch=at)
    if verdict.claim is None or (verdict.claim.issuer, verdict.claim.site) != (row.issuer, row.site):
        document, verdict = row.document, check(row.document, audience="", now=now, fetch=at)
    anew = verdict.state == State.UNVERIFIED and verdict.claim is not None and is_signed_anew(verdict.claim, newest)
    with transaction.atomic():
        kept = Gathered.objects.select_for_update().filter(pk=row.pk).first()
        if kept is not None:
            kept.document, kept.other_key = document, anew
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
    """Those that others see and nobody asked about lately; how many were asked about. Ours are looked at when shown.

    Each site has a purse of its own: one that answers slowly keeps nobody else's badges waiting."""
    open_ = Collection.objects.exclude(opened_at=None).values("account")
    placed = OnPage.objects.exclude(gathered=None).values("gathered")
    seen = Gathered.objects.filter(Q(account__in=open_) | Q(pk__in=placed), asked_at__lte=now - ASKED_AGAIN)
    elsewhere = seen.exclude(said=State.REVOKED).exclude(site=host_of(settings.SITE_URL)).order_by("asked_at", "pk")
    by_site: dict[str, list[int]] = defaultdict(list)
    for pk, site in elsewhere.values_list("pk", "site")[:AT_ONCE]:
        by_site[site].append(pk)
    ends = time.monotonic() + SECONDS
    looked = 0
    for pks in by_site.values():
        if time.monotonic() >= ends:
            break  # those that were not reached come first the next time
        ask = partial(_ask, purse=Budget(fetches=3 * len(pks), seconds=OF_ONE_SITE), now=now)
        looked += each(pks, ask, failed="gathered_badge_not_asked_about")
    return looked


def _ask(pk: int, purse: Budget, now: datetime) -> int:
    row = Gathered.objects.filter(pk=pk).first()
    if row is not None:
        gathered_ask(row=row, now=now, purse=purse)
    return int(row is not None)
