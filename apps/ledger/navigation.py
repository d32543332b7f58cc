"""The line at the foot of every page: how long the public log is, and when it last grew."""

from datetime import datetime
from functools import lru_cache

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from apps.ledger import selectors
from apps.look.moments import moment
from apps.look.numbers import number


def footer_line(request: HttpRequest) -> str | None:
    """Nothing while the log is empty."""
    tip = selectors.tip()
    if tip.sealed_hour is None:
        return None
    return _said(tip.size, timezone.localtime(tip.sealed_hour), get_language())


@lru_cache(maxsize=16)
def _said(size: int, hour: datetime, _language: str | None) -> str:
    words = ngettext(
        "Public log: %(n)s entry, sealed in the hour of %(hour)s.",
        "Public log: %(n)s entries, the last one sealed in the hour of %(hour)s.",
        size,
    )
    return words % {"n": number(size), "hour": moment(hour, short=True)}
