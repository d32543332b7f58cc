"""Values of pages and feeds, more forgiving than those of messages: nobody signed them."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from apps.federation import origins
from apps.federation.feeds.things import Found
from apps.federation.reading import html
from apps.federation.reading.reasons import No, Unreadable
from apps.federation.reading.things import Rating
from apps.federation.reading.values import NAME, TEXT
from apps.outside import targets
from apps.outside.errors import NotAllowed

MOST_ITEMS = 1_000
Fields = dict[str, Any]


def listed(value: Any, most: int = MOST_ITEMS) -> list[Fields]:
    """The objects of a list."""
    found = value if isinstance(value, list) else [value]
    if len(found) > most:
        raise Unreadable(No.MANY)
    return [one for one in found if isinstance(one, dict)]


def inner(fields: Fields, name: str) -> Fields:
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def words(value: Any, most: int = NAME) -> str:
    """Plain words; a text that is too long is not cut: its item is left out."""
    if not isinstance(value, str):
        return ""
    if len(value) > most:
        raise Unreadable(No.LONG)
    return html.plain(value)


def markup(value: Any) -> str:
    """Sanitised HTML."""
    if not isinstance(value, str):
        return ""
    if len(value) > TEXT:
        raise Unreadable(No.LONG)
    return html.clean(value)


def place(base: str, value: Any) -> str:
    """An address on the site we are reading: it speaks for nobody else."""
    found = somewhere(base, value)
    if not found or not origins.same(base, found):
        raise Unreadable(No.ORIGIN)
    return found


def somewhere(base: str, value: Any) -> str:
    """An address anywhere, or nothing."""
    if not isinstance(value, str) or not value:
        return ""
    try:
        return targets.follow(targets.read(base), value.strip()).url
    except NotAllowed:
        return ""


def moment(value: Any) -> datetime | None:
    """A moment, or nothing: many sites write them in their own way."""
    if not isinstance(value, str) or not 10 <= len(value) <= 40:
        return None
    try:
        read = datetime.fromisoformat(value)
        at = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if 1970 <= at.year <= 9000 else None


def count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53 else None


def rating(value: Any, worst: Any = 1, best: Any = 5, about: str = "") -> Rating | None:
    """As pages write it: a number or its digits, on a scale of one to five unless it says another."""
    numbers = [_number(one) for one in (value, worst, best)]
    if numbers[0] == 0:
        return None
    if not (0 <= numbers[1] < numbers[2] <= 100 and numbers[1] <= numbers[0] <= numbers[2]):
        raise Unreadable(No.RATING)
    return Rating(numbers[0], numbers[1], numbers[2], about)


def _number(value: Any) -> Decimal:
    text = str(value).strip().replace(",", ".") if isinstance(value, int | float | str) else ""
    try:
        read = Decimal(text) if len(text) <= 12 and not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation as wrong:
        raise Unreadable(No.RATING) from wrong
    if not read.is_finite():
        raise Unreadable(No.RATING)
    return read


def each(items: Iterable[Fields], read: Callable[[Fields], Found]) -> tuple[tuple[Found, ...], tuple[No, ...]]:
    """What can be read, and why the others could not."""
    found: list[Found] = []
    left: list[No] = []
    for item in items:
        try:
            found.append(read(item))
        except Unreadable as wrong:
            left.append(wrong.refused.why)
    return tuple(found), tuple(left)
