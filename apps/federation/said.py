"""What an object of another site says, in the words of our own floors: on top of `reading`, which checked its form.

Everything that only our own sites say (`trust:`) is a hint: a kind, a place, a day, a declared link.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import nh3
from django.core.exceptions import ValidationError

from apps.base.models import clean_text, validate_text
from apps.federation import reading
from apps.federation.errors import Refused
from apps.federation.reading import Post
from apps.posts.markdown import MAX_TEXT
from apps.posts.models import DeclaredLink, SubjectKind

Document = dict[str, Any]
_BREAKS = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|blockquote|tr)>", re.IGNORECASE)
_KINDS = set(SubjectKind.values) - {SubjectKind.ACCOUNT}


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
    post = reading.read_value(thing)
    if isinstance(post, reading.Refused):
        raise Refused(f"{post.why} {post.what}".strip())
    if not isinstance(post, Post):
        raise Refused("This is nothing that somebody said.")
    link = thing.get("trust:declaredLink")
    return Said(
        uri=post.id,
        title=_checked(post.title).replace("\n", " ")[:160],
        text=shortened(_checked(post.source or plain_text(post.html))),
        language="fr" if post.language.lower().startswith("fr") else "en",
        parent=post.reply_to,
        addressed=(*post.audience, *post.to, *post.cc, post.context),
        url=post.url or post.id,
        published_at=_past(post.published, now),
        updated_at=_past(post.updated, now),
        question=post.kind == "Question" or thing.get("trust:question") is True,
        subject=_subject(post, thing) if post.about else None,
        stars=post.rating.stars if post.rating else None,
        experience_on=_day(thing.get("trust:experienceOn"), now),
        link=str(link) if link in DeclaredLink.values else DeclaredLink.NONE,
    )


def _past(at: datetime | None, now: datetime) -> datetime | None:
    """By their clock, never in the future."""
    return min(at, now) if at else None


def plain_text(markup: str) -> str:
    """HTML as words and lines: no tag survives, nothing is fetched."""
    broken = _BREAKS.sub(lambda tag: "\n" if tag[0].lower().startswith("<br") else "\n\n", markup)
    words = html.unescape(nh3.clean(broken, tags=set()))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in words.splitlines())).strip()


def shortened(text: str) -> str:
    """As much as we keep; the rest is read where it was written."""
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 2].rstrip()} …"


def _checked(text: str) -> str:
    cleaned = clean_text(text[: 20 * MAX_TEXT])
    try:
        validate_text(cleaned)
    except ValidationError as error:
        raise Refused("The text holds a hidden character that reverses or breaks the line.") from error
    return cleaned


def _line(value: Any, at_most: int) -> str:
    return _checked(plain_text(value)).replace("\n", " ")[:at_most] if isinstance(value, str) else ""


def _day(value: Any, now: datetime) -> date | None:
    try:
        said = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return said if said and date(1970, 1, 1) <= said <= now.date() else None


def _subject(post: Post, thing: Document) -> SaidSubject:
    """What it is about: named whole in `tag` or `trust:subject`, or by its address alone."""
    for told in _candidates(thing):
        if post.about in {told.get("id"), told.get("href")}:
            kind, place = told.get("trust:kind"), told.get("location")
            return SaidSubject(
                uri=post.about,
                name=_line(told.get("name"), 160),
                kind=str(kind) if kind in _KINDS else SubjectKind.PRODUCT,
                place=_line(place.get("name"), 120) if isinstance(place, dict) else "",
            )
    return SaidSubject(post.about, "", SubjectKind.PRODUCT)


def _candidates(thing: Document) -> Iterator[Document]:
    tags = thing.get("tag")
    for told in [thing.get("trust:subject"), *(tags[:50] if isinstance(tags, list) else [tags])]:
        if isinstance(told, dict):
            yield told
