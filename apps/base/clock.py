"""The clock is read at the edge (view, task, command) and passed down as `now`."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present, aware, in UTC."""
    return timezone.now()
