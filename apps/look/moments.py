"""Dates and hours in words: “1 November 2026, 19:32”, « 1er novembre 2026, à 19 h 32 »."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language

THIN = "\u202f"


def _is_french() -> bool:
    return (get_language() or "").startswith("fr")


def day(value: date, *, short: bool = False) -> str:
    """The day, without the year when short."""
    at = _local(value)
    return _day(date(at.year, at.month, at.day), short, get_language())


@lru_cache(maxsize=2048)
def _day(at: date, short: bool, _language: str | None) -> str:
    """A page says the same few days again and again."""
    month_only = "j N" if _is_french() else "j M"  # « 12 nov. », “12 Nov”
    said = formats.date_format(at, month_only if short else "j F Y", use_l10n=False)
    return f"1er {said[2:]}" if _is_french() and said.startswith("1 ") else said


def hour(value: datetime) -> str:
    """The hour and minutes."""
    at = timezone.localtime(value) if timezone.is_aware(value) else value
    if not _is_french():
        return f"{at:%H:%M}"
    minutes = f"{THIN}{at:%M}" if at.minute else ""
    return f"{at.hour}{THIN}h{minutes}"


def moment(value: datetime, *, short: bool = False) -> str:
    """The day and the hour."""
    joined = ", à " if _is_french() and not short else ", "
    return f"{day(value, short=short)}{joined}{hour(value)}"


def _local(value: date) -> date:
    """In the reader's zone when it is an aware moment; a plain day is a day everywhere."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
