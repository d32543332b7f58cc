"""What the desk reads of letters from other sites. Their words are theirs: cleaned, shortened, never markup."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from apps.base.models import clean_text, validate_text
from apps.federation.addresses import uri
from apps.federation.letters_heard import LetterHeard
from apps.federation.models import Home, IdentityProof, RemoteActor
from apps.people.models import Persona
from apps.references.parts import all_parts

MOST_PARTS, MOST_SENTENCES, LONGEST = 12, 30, 600


@dataclass(frozen=True, slots=True)
class LetterHeardLine:
    """One in the list."""

    reference: str
    about: str
    origin: str
    space: str
    received_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class LetterHeardPage:
    """One to read; `here` is the member of this site who, as both sites say, is the same person."""

    reference: str
    line: LetterHeardLine
    subject: str
    parts: list[list[str]]
    language: str  # of the parts
    added: str
    added_language: str
    added_by: str
    confirmed: bool
    here: Persona | None


def letter_lines(letters: Iterable[LetterHeard]) -> list[LetterHeardLine]:
    """In the order in which they end."""
    return [_line(letter) for letter in letters]


def letter_page(letter: LetterHeard, *, confirmed: bool) -> LetterHeardPage:
    """As it was signed."""
    added = letter.document.get("trust:added")
    added = added if isinstance(added, dict) else {}
    language, parts = _parts(letter.document.get("trust:says"))
    return LetterHeardPage(
        reference=letter.reference,
        line=_line(letter),
        subject=letter.subject,
        parts=parts,
        language=language,
        added=_words(added.get("text")),
        added_language="fr" if added.get("language") == "fr" else "en",
        added_by=_words(added.get("by"))[:80],
        confirmed=confirmed,
        here=_here(letter),
    )


def _line(letter: LetterHeard) -> LetterHeardLine:
    group = letter.issuer
    return LetterHeardLine(
        reference=letter.reference,
        about=_words(letter.about) or "?",
        origin=f"{group.called} ({group.peer.host})",
        space=letter.space.name,
        received_at=letter.received_at,
        until=letter.until,
    )


def _parts(says: Any) -> tuple[str, list[list[str]]]:
    """In the reader's language, else in the other; and in which."""
    told = says if isinstance(says, dict) else {}
    reader = (get_language() or "fr")[:2]
    language = next((one for one in (reader, "en", "fr") if told.get(one)), reader)
    chosen = told.get(language)
    parts = [chosen[code] for code in sorted(chosen, key=_order)[:MOST_PARTS]] if isinstance(chosen, dict) else []
    lists = [[_words(one) for one in part[:MOST_SENTENCES]] for part in parts if isinstance(part, list)]
    return language, [[sentence for sentence in part if sentence] for part in lists if any(part)]


def _order(code: str) -> tuple[int, str]:
    """As letters here say them, those that we do not know last: what was signed keeps no order."""
    known = [part.code for part in all_parts()]
    return (known.index(code) if code in known else len(known), code)


def _words(told: Any) -> str:
    """What can be shown without deceiving the eye; else nothing."""
    cleaned = clean_text(told)[:LONGEST] if isinstance(told, str) else ""
    try:
        validate_text(cleaned)
    except ValidationError:
        return ""
    return cleaned


def _here(letter: LetterHeard) -> Persona | None:
    """Who stands in this space and shows the same key of their own as that address, or names it where it names them."""
    keys = RemoteActor.objects.filter(uri=letter.subject).exclude(identity="").values("identity")
    shown = IdentityProof.objects.filter(did__in=keys, persona__memberships__space=letter.space)
    proof = shown.select_related("persona").order_by("pk").first()
    if proof is not None:
        return proof.persona
    named = Home.objects.filter(actor__uri=letter.subject, persona__memberships__space=letter.space)
    for home in named.select_related("actor", "persona"):
        if uri(f"p/{home.persona.reference}") in home.actor.also_known_as:
            return home.persona
    return None
