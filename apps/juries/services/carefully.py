"""One jury after another: one that fails is said, and holds up none of the others."""

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog

log = structlog.get_logger()


def each(juries: Iterable[int], step: Callable[[int, datetime], int], now: datetime) -> int:
    """Take this step with every one of them; how often it was taken."""
    return sum(_take(step, pk, now) for pk in list(juries))


def _take(step: Callable[[int, datetime], int], pk: int, now: datetime) -> int:
    try:
        return step(pk, now)
    except Exception as error:  # the sum of all others must not wait for it
        log.error("jury_step_failed", jury_id=pk, step=step.__name__, error=type(error).__name__)
        return 0
