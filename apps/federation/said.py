"""What an object of another site says, in our words: one frozen dataclass, whatever software wrote it.

Ratings come on several scales (NeoDB 1 to 10, BookWyrm 0 to 5 where 0 is "unrated", ours 1 to 5) and become stars; a
value outside its own scale is refused, never bent.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import nh3

from apps.base.models import clean_text, validate_text
from apps.federation.addresses import host_of
from apps.federation.errors import Refused
from apps.posts.markdown import MAX_TEXT

Document = dict[str, Any]
_BREAKS = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|blockquote|tr)>", re.IGNORECASE)
_STARS = re.compile(r"^[★☆⯪🌟⭐ ]{1,12}")
_KINDS = {"service", "product", "place", "professional", "site"}


@dataclass(frozen=True, slots=True)
class SaidSubject:
    """What a review is about."""

    uri: str
    name: str
    kind: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One message or review."""

    uri: str
    title: str
    text: str
    language: str
    parent: str
    addressed: tuple[str, ...]  # names of everybody and every group it is for
    url: str
    published_at: datetime | None
    updated_at: datetime | None
    question: bool
    subject: SaidSubject | None = None
    stars: int | None = None
    experience_on: date | None = None
    link: str = "none"


def read_said(thing: Document, *, now: datetime) -> Said:
    """Read an object; Refused with the reason."""
    subject = _subject(thing)
    return Said(
        uri=str(thing["id"]),
        title=_line(thing.get("name"), 160),
        text=_text(thing),
        language=_language(thing),
        parent=_name(thing.get("inReplyTo") or thing.get("inReplyToBook")) if "inReplyTo" in thing else "",
        addressed=tuple(_addressed(thing)),
        url=_url(thing.get("url")) or str(thing["id"]),
        published_at=_moment(thing.get("published"), now),
        updated_at=_moment(thing.get("updated"), now),
        question=thing.get("type") == "Question" or thing.get("trust:question") is True,
        subject=subject,
        stars=_stars(thing) if subject else None,
        experience_on=_day(thing.get("trust:experienceOn"), now),
        link=str(thing.get("trust:declaredLink")) if thing.get("trust:declaredLink") in _LINKS else "none",
    )


_LINKS = {"none", "client", "employee", "other"}


def plain_text(markup: str) -> str:
    """HTML as words and lines: no tag survives, nothing is fetched."""
    broken = _BREAKS.sub(lambda tag: "\n" if tag[0].lower().startswith("<br") else "\n\n", markup)
    words = html.unescape(nh3.clean(broken, tags=set()))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in words.splitlines())).strip()


def _text(thing: Document) -> str:
    """Markdown where its author gave it, else the words of the HTML."""
    source = thing.get("source")
    if isinstance(source, dict) and source.get("mediaType") == "text/markdown":
        found = source.get("content")
        if isinstance(found, str):
            return shortened(_checked(found))
    content = thing.get("content")
    return shortened(_checked(plain_text(content))) if isinstance(content, str) else ""


def shortened(text: str) -> str:
    """As much as we keep; the rest is read where it was written."""
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 2].rstrip()} …"


def _checked(text: str) -> str:
    cleaned = clean_text(text[: 20 * MAX_TEXT])
    try:
        validate_text(cleaned)
    except Exception as error:
        raise Refused("The text holds a hidden character that reverses or breaks the line.") from error
    return cleaned


def _line(value: Any, at_most: int) -> str:
    return _checked(plain_text(value)).replace("\n", " ")[:at_most] if isinstance(value, str) else ""


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    named = value.get("id") if isinstance(value, dict) else value
    return named if isinstance(named, str) else ""


def _addressed(thing: Document) -> Iterator[str]:
    for field in ("audience", "to", "cc", "target", "context"):
        value = thing.get(field)
        for part in value[:50] if isinstance(value, list) else [value]:
            if named := _name(part):
                yield named


def _url(value: Any) -> str:
    """Where people read it: any site may hold the page."""
    for part in value if isinstance(value, list) else [value]:
        address = part.get("href") if isinstance(part, dict) else part
        if isinstance(address, str) and len(address) <= 1000 and host_of(address):
            return address
    return ""


def _language(thing: Document) -> str:
    told = thing.get("contentMap")
    return "fr" if isinstance(told, dict) and next(iter(told), "").lower().startswith("fr") else "en"


def _moment(value: Any, now: datetime) -> datetime | None:
    """By their clock, never in the future."""
    if not isinstance(value, str):
        return None
    try:
        said = datetime.fromisoformat(value)
    except ValueError:
        return None
    said = said if said.tzinfo else said.replace(tzinfo=UTC)
    return min(said.astimezone(UTC), now) if said.year >= 1970 else None


def _day(value: Any, now: datetime) -> date | None:
    try:
        said = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return said if said and date(1970, 1, 1) <= said <= now.date() else None


# --- reviews ----------------------------------------------------------------------------------------------------------


def _parts(thing: Document) -> list[Document]:
    related = thing.get("relatedWith")
    return [p for p in (related if isinstance(related, list) else [related])[:20] if isinstance(p, dict)]


def _subject(thing: Document) -> SaidSubject | None:
    """What it is about: named whole in `tag` or `trust:subject`, or by its address alone."""
    regarded = next((_name(p.get("withRegardTo")) for p in _parts(thing) if _name(p.get("withRegardTo"))), "")
    regarded = regarded or _name(thing.get("inReplyToBook"))
    if not regarded:
        return None
    tags = thing.get("tag")
    candidates = [thing.get("trust:subject"), *(tags[:50] if isinstance(tags, list) else [tags])]
    for told in candidates:
        if isinstance(told, dict) and regarded in {told.get("id"), told.get("href")}:
            return _told_subject(regarded, told)
    return SaidSubject(regarded, "", "product")


def _told_subject(uri: str, told: Document) -> SaidSubject:
    kind = told.get("trust:kind")
    place = told.get("location")
    return SaidSubject(
        uri=uri,
        name=_line(told.get("name"), 160),
        kind=str(kind) if kind in _KINDS else "product",
        place=_line(place.get("name"), 120) if isinstance(place, dict) else "",
    )


def _stars(thing: Document) -> int | None:
    """One to five, from the scale it was given on; None when it is unrated."""
    for part in _parts(thing):
        if part.get("type") == "Rating":
            return _on_five(part.get("value"), part.get("worst", 1), part.get("best", 10))
    if thing.get("type") in {"Review", "Rating"} and "rating" in thing:
        value = thing["rating"]
        return None if value is None or value == 0 else _on_five(value, 1, 5, halves=True)
    return None


def _on_five(value: Any, worst: Any, best: Any, *, halves: bool = False) -> int:
    given = (value, worst, best)
    if any(isinstance(n, bool) or not isinstance(n, int | float) for n in given):
        raise Refused("A rating is a number on a scale.")
    if not (-1000 <= worst < best <= 1000) or not (0.5 if halves else worst) <= value <= best:
        raise Refused("The rating is outside its own scale.")
    stars: int = round(value) if (worst, best) == (1, 5) else 1 + round(4 * (value - worst) / (best - worst))
    return max(1, stars)
