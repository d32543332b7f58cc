"""The badges of a copy that another instance made: all of them, a hundred at a time.

What was checked is kept batch by batch: whatever breaks off later loses nothing of it, and the same copy brought again
goes on where it stopped. Each list of an issuer is asked for and proved once, however many badges name it.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from apps.badges.models import Gathered
from apps.badges.services.gathering import MOST, fetcher, keep_on, name_of, shelf_of
from apps.badges.sites import Unreachable
from apps.badges.verifying import Lists, Verdict, check
from apps.base.errors import BadInput, NotNow
from apps.outside import Budget
from apps.people.models import Account
from apps.signatures.errors import SignatureRefused

Document = dict[str, Any]
BATCH = 100
SECONDS = 20.0  # in one go: somebody waits for the page
JUST_NOW = timedelta(hours=1)  # what was read so lately is not read again


@dataclass(slots=True)
class Brought:
    """How many are here; of those that stayed out why, and how many of each; how many wait for another go."""

    kept: int = 0
    left: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    unread: int = 0  # more than a page can hold


def copy_gather(*, account: Account, documents: Iterable[object], now: datetime, seconds: float = SECONDS) -> Brought:
    """Kept while they were not altered, even where their issuer does not answer today."""
    ends, every = time.monotonic() + seconds, list(documents)
    brought = [told if isinstance(told, dict) else {} for told in every[:MOST]]
    found, at, lists = Brought(unread=len(every) - len(brought)), _asked_once(now), Lists()
    for first in range(0, len(brought), BATCH):
        if first and time.monotonic() >= ends:
            found.waiting = len(brought) - first
            break
        new = list(_not_here(account, brought[first : first + BATCH], found, now))
        checked = [(told, check(told, audience="", now=now, fetch=at, lists=lists)) for told in new]
        _keep(account, checked, found, now)
    return found


def _not_here(account: Account, batch: list[Document], found: Brought, now: datetime) -> Iterator[Document]:
    """Without what the same copy brought a moment ago."""
    named = {_name(told): told for told in batch}
    lately = Gathered.objects.filter(account=account, uri__in=named, asked_at__gt=now - JUST_NOW)
    same = {uri for uri, document in lately.values_list("uri", "document") if document == named[uri]}
    for told in batch:
        if _name(told) in same:
            found.kept += 1
        else:
            yield told


def _name(told: Document) -> str:
    named = told.get("id")
    try:
        return name_of(told, named if isinstance(named, str) else "")
    except SignatureRefused:
        return ""  # it has no one form: the check says so


@transaction.atomic
def _keep(account: Account, checked: list[tuple[Document, Verdict]], found: Brought, now: datetime) -> None:
    shelf = shelf_of(account, [name_of(told, verdict.claim.uri) for told, verdict in checked if verdict.claim])
    for told, verdict in checked:
        try:
            keep_on(shelf, told, verdict, now)
            found.kept += 1
        except (BadInput, NotNow) as refused:
            found.left[str(refused.sentence)] += 1


def _asked_once(now: datetime) -> Callable[[str], Document]:
    """Each address once for the whole copy; one that did not answer is not asked again."""
    at = fetcher(now, purse=Budget(fetches=100, seconds=15))
    known: dict[str, Document | Unreachable] = {}

    def once(address: str) -> Document:
        if address not in known:
            try:
                known[address] = at(address)
            except Unreachable as silent:
                known[address] = silent
        answer = known[address]
        if isinstance(answer, Unreachable):
            raise Unreachable(answer.why)
        return answer

    return once
