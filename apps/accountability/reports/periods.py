"""The days a report tells of."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.look.moments import day

LONGEST = timedelta(days=366)
EARLIEST = date(2024, 2, 17)  # the Digital Services Act applies to everybody since


def slug_of(begins: date, ends: date) -> str:
    """A calendar year is called by its number."""
    whole = (begins.month, begins.day, ends.month, ends.day) == (1, 1, 12, 31) and begins.year == ends.year
    return str(begins.year) if whole else f"{begins}-{ends}"


def check_period(begins: date, ends: date, *, now: datetime) -> None:
    """Raises BadInput: a report tells of days that are over."""
    errors: dict[str, Any] = {}
    if begins < EARLIEST:
        errors["begins"] = _("No report is owed for days before 17 February 2024.")
    if ends < begins:
        errors["ends"] = _("The period ends before it begins.")
    elif ends - begins >= LONGEST:
        errors["ends"] = _("A report tells of one year at most.")
    elif ends >= now.date():
        errors["ends"] = _("This day is not over: a report tells of days that are.")
    if errors:
        raise BadInput(errors)


def period_words(begins: date, ends: date) -> str:
    """A calendar year by its number; other periods by their days."""
    slug = slug_of(begins, ends)
    if slug.isdigit():
        return slug
    return _("%(begins)s to %(ends)s") % {"begins": day(begins), "ends": day(ends)}
