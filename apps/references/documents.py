"""The letter as it is signed: who writes, about whom, to whom alone, what, until when. It means the same without us.

What a program may read of it (`trust:statuses`, `trust:vouches`) says what the sentences say, and nothing more.
"""

from datetime import datetime
from typing import Any

from django.conf import settings

from apps.algorithms import earned_status
from apps.references.models import Letter
from apps.references.parts import said_of, told_of
from apps.signatures.canonical import digest
from apps.signatures.documents import moment
from apps.spaces.models import Space

Document = dict[str, Any]


def name_of_space(space: Space) -> str:
    """The name under which other sites know a space (docs/FEDERATION.md)."""
    return f"{settings.SITE_URL}/ap/s/{space.slug}"


def text_of(letter: Letter, now: datetime) -> Document:
    """What the letter would say now: this is what the member reads before it is sent."""
    said = said_of(letter.persona, letter.space, letter.parts, now)
    added = {"text": letter.added, "language": letter.added_language, "by": _office(letter)} if letter.added else {}
    return {"says": said, "added": added, "told": told_of(letter.persona, letter.space, letter.parts, now)}


def read_mark(text: Document) -> str:
    """What the member read is what is sent, to the letter: the form brings this back."""
    return digest(text)[:32]


def letter_document(letter: Letter, text: Document, *, now: datetime, until: datetime) -> Document:
    """To be signed."""
    return {
        "type": "trust:TrustStatement",
        "id": f"{settings.SITE_URL}/ap/v/{letter.reference}",
        "attributedTo": name_of_space(letter.space),
        "trust:about": letter.persona.pseudonym,
        "object": f"{settings.SITE_URL}/ap/p/{letter.persona.reference}",
        "audience": name_of_space(letter.to_space) if letter.to_space else letter.to_address,
        "published": moment(now),
        "trust:validUntil": moment(until),
        "trust:says": text["says"],
        "trust:added": text["added"],
        **text["told"],
        "trust:rules": [f"{earned_status.NAME} {earned_status.VERSION}"],
    }


def _office(letter: Letter) -> str:
    return letter.added_by.public_name if letter.added_by else ""
