"""The clock is read at the edge (view, task, command) and passed down as `now`."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present, aware, in UTC."""
    return timezone.now()


def hour_of(at: datetime) -> datetime:
    """The full hour in which something happened: all that the public log says of a time."""
    return at.replace(minute=0, second=0, microsecond=0)
