"""Values of a document, each read in one way or refused with the name of the field."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from apps.federation.reading.reasons import No, Unreadable
from apps.federation.reading.things import PUBLIC
from apps.outside import targets
from apps.outside.errors import NotAllowed

Fields = Mapping[str, Any]

NAME = 2_048  # characters; the ceilings are those of the largest microblog
TEXT = 100_000
RECIPIENTS = 500
_PUBLIC_NAMES = {PUBLIC, "as:Public", "Public"}
_AS = ("as:", "https://www.w3.org/ns/activitystreams#", "http://www.w3.org/ns/activitystreams#")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")


def kinds(fields: Fields) -> list[str]:
    """The types of a document without their prefix."""
    given = fields.get("type")
    listed = given if isinstance(given, list) else [given]
    if len(listed) > 16:
        raise Unreadable(No.MANY, "type")
    return [_without_prefix(one) for one in listed if isinstance(one, str)]


def _without_prefix(name: str) -> str:
    return next((name.removeprefix(prefix) for prefix in _AS if name.startswith(prefix)), name)


def text(fields: Fields, name: str, most: int = NAME) -> str:
    """A text, or empty when there is none."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(No.FORM, name)
    if len(value) > most:
        raise Unreadable(No.LONG, name)
    return value


def yes(fields: Fields, name: str) -> bool:
    """True only when it says true."""
    return fields.get(name) is True


def address(value: object, name: str, why: No = No.FORM) -> str:
    """An address as it is written, when it can be read in one way only."""
    if isinstance(value, Mapping):
        value = value.get("id") or value.get("href")
    if not isinstance(value, str):
        raise Unreadable(why, name)
    try:
        targets.read(value)
    except NotAllowed as wrong:
        raise Unreadable(why, f"{name}: {wrong.why}") from wrong
    return value


def maybe_address(fields: Fields, name: str, why: No = No.FORM) -> str:
    """The same, or empty when there is none; of a list, the first."""
    value = fields.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    return "" if value in (None, "") else address(value, name, why)


def addresses(fields: Fields, name: str, why: No = No.FORM, most: int = RECIPIENTS) -> tuple[str, ...]:
    """One or several addresses, all readable."""
    value = fields.get(name)
    listed = value if isinstance(value, list) else [] if value in (None, "") else [value]
    if len(listed) > most:
        raise Unreadable(No.MANY, name)
    return tuple(dict.fromkeys(address(one, name, why) for one in listed))


def recipients(fields: Fields, name: str) -> tuple[str, ...]:
    """Who it is for. What is not an address is for nobody here."""
    value = fields.get(name)
    listed = value if isinstance(value, list) else [value]
    if len(listed) > RECIPIENTS:
        raise Unreadable(No.MANY, name)
    return tuple(dict.fromkeys(found for one in listed if (found := _recipient(one))))


def _recipient(value: object) -> str:
    if isinstance(value, str) and value in _PUBLIC_NAMES:
        return PUBLIC
    try:
        return address(value, "")
    except Unreadable:
        return ""


def page(fields: Fields, name: str = "url") -> str:
    """The address a person opens: of several, the first page of the web; unreadable ones are left out."""
    value = fields.get(name)
    listed = value if isinstance(value, list) else [value]
    found = [(_recipient(one), _media(one)) for one in listed[:50]]
    readable = [(where, media) for where, media in found if where and where != PUBLIC]
    pages = [where for where, media in readable if media in {"", "text/html"}]
    return (pages or [where for where, _ in readable] or [""])[0]


def _media(value: object) -> str:
    media = value.get("mediaType") if isinstance(value, Mapping) else ""
    return media if isinstance(media, str) else ""


def moment(fields: Fields, name: str) -> datetime | None:
    """A moment; without a zone it is UTC."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not 10 <= len(value) <= 40:
        raise Unreadable(No.DATE, name)
    try:
        read = datetime.fromisoformat(value)
        at = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        raise Unreadable(No.DATE, name) from wrong
    if not 1970 <= at.year <= 9000:
        raise Unreadable(No.DATE, name)
    return at


def count(fields: Fields, name: str) -> int | None:
    """A number of things, when it says one."""
    value = fields.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None


def mapping(value: object) -> Fields:
    """An object, or an empty one."""
    return value if isinstance(value, Mapping) else {}


def mappings(fields: Fields, name: str, most: int) -> list[Fields]:
    """The objects of a list; a single one is a list of one, what is not an object is left out."""
    value = fields.get(name)
    listed = value if isinstance(value, list) else [value]
    if len(listed) > most:
        raise Unreadable(No.MANY, name)
    return [one for one in listed if isinstance(one, Mapping)]


def language(fields: Fields) -> str:
    """Of the text: as the forums say it, or the one key of its map."""
    said = mapping(fields.get("language")).get("identifier") or fields.get("inLanguage")
    named = mapping(fields.get("contentMap"))
    if not said and len(named) == 1:
        said = next(iter(named))
    return said if isinstance(said, str) and _LANGUAGE.fullmatch(said) else ""
