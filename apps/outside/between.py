"""Another site is asked between transactions, never inside one.

Why: whoever waits for a stranger must hold nothing. A site that answers slowly would keep our rows locked, and one of
the few connections of the database busy, for as long as it likes. So what must be known is asked first, then written.
"""

import structlog
from django.conf import settings
from django.db import connections

log = structlog.get_logger()


class AskedInside(RuntimeError):
    """A mistake of ours, not of theirs: nothing catches it as an answer."""


def check_between(url: str) -> None:
    """On a machine of ours a mistake is refused; on a site it is noted, for whoever waits there should be answered."""
    if not is_inside():
        return
    if settings.ASKS_STRICTLY:
        raise AskedInside(f"{url} was asked for inside a transaction: ask first, then write.")
    log.warning("asked_inside_a_transaction", host=url.split("/")[2:3])  # a whole address may name a person


def is_inside() -> bool:
    """Whether this thread has a transaction open; what a test wraps around itself is none."""
    return any(
        not block._from_testcase  # type: ignore[attr-defined] # as Django itself decides it for `durable`
        for connection in connections.all(initialized_only=True)
        for block in connection.atomic_blocks
    )
