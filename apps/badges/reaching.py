"""Lists and keys of other sites, asked for and remembered for a few minutes: an issuer does not hear of each look at a
badge, and one that was taken back is no longer believed five minutes later."""

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from apps.badges.sites import Unreachable, host_of
from apps.outside import Budget, OutsideError, client
from apps.signatures import canonical
from apps.signatures.errors import SignatureRefused

Document = dict[str, Any]
REMEMBERED = 300  # seconds
ACCEPT = "application/vc, application/vc+ld+json, application/did+json, application/activity+json, application/json"


def fetch(address: str, *, budget: Budget | None = None, oldest: float = REMEMBERED) -> Document:
    """The JSON object there, at most `oldest` seconds old. Raises Unreachable; what failed is not remembered."""
    name = f"badges:{hashlib.sha256(address.encode()).hexdigest()}"  # others choose how long an address is
    kept = cache.get(name)
    if kept and time.time() - kept[0] <= oldest:
        return dict(kept[1])
    found = _asked(address, budget or Budget(fetches=4, seconds=15))
    cache.set(name, (time.time(), found), REMEMBERED)
    return found


def fetcher(budget: Budget | None = None, *, oldest: float = REMEMBERED) -> Callable[[str], Document]:
    """For all that one badge needs: one purse."""
    purse = budget or Budget(fetches=6, seconds=20)
    return lambda address: fetch(address, budget=purse, oldest=oldest)


def _asked(address: str, budget: Budget) -> Document:
    try:
        answer = client().fetch(address, budget=budget, accept=ACCEPT)
    except OutsideError as error:
        raise Unreachable(str(error.why)) from error
    if answer.status != 200:
        raise Unreachable(f"HTTP {answer.status}")
    if host_of(answer.url) != host_of(address):
        raise Unreachable("another site")  # who leads us on shows nothing of its own
    try:
        return canonical.parse_object(answer.body)
    except SignatureRefused as wrong:
        raise Unreachable("form") from wrong
