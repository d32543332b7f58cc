"""One after another: one that fails is said, and holds up none of the others."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog
from django.db import DatabaseError, connection

log = structlog.get_logger()
Key = TypeVar("Key", int, str)


def each(keys: Iterable[Key], step: Callable[[Key], int], *, failed: str) -> int:
    """Take this step with every one, each in its own transaction; the sum of what came of it.

    `failed` names in the log of the site what did not happen. The next round tries again. Raises OperationalError
    at the first one when there is no database any more: all others would fail alike.
    """
    return sum(_take(key, step, failed) for key in list(keys))


def _take(key: Key, step: Callable[[Key], int], failed: str) -> int:
    try:
        return step(key)
    except Exception as error:  # the sum of all others must not wait for it
        log.error(failed, key=key, error=type(error).__name__)
        if isinstance(error, DatabaseError):
            connection.close_if_unusable_or_obsolete()
            connection.ensure_connection()
        return 0
