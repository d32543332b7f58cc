"""What the pages of references show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language

from apps.ledger import site_key
from apps.people.models import Account
from apps.references.documents import read_mark, text_of
from apps.references.elsewhere import Away, post_office
from apps.references.models import Letter
from apps.references.parts import all_parts
from apps.references.permissions import LETTERS, desk_letters
from apps.references.states import RUNNING, LetterState
from apps.spaces.models import Space
from apps.spaces.permissions import readable_spaces


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One in a list."""

    reference: str
    pseudonym: str
    space: str
    recipient: str
    state: str
    state_words: str
    at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One part of a letter."""

    label: str | Promise
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as it reads."""

    line: LetterLine
    away: str  # sent, and not arrived: what happened, and what to do
    parts: list[Said]
    added: str
    added_language: str
    added_by: str
    read: str  # the mark of what is read now
    sent_at: datetime | None
    signed: bool  # by this site's key, checked now
    health: bool  # to be known as a member there says something about one's health


def my_letters(account: Account) -> list[LetterLine]:
    """One's own, newest first."""
    mine = list(LETTERS.filter(persona__account=account)[:50])
    away, names = _away(mine), _names(mine)
    return [_line(letter, names, away.get(letter.reference)) for letter in mine]


def waiting_for(account: Account) -> int:
    """How many are ready to be read."""
    return Letter.objects.filter(persona__account=account, state=LetterState.READY).count()


def recipients(account: Account, *, now: datetime) -> list[Space]:
    """The spaces here to which a letter can go."""
    rows = readable_spaces(account, now=now).filter(imported=False).order_by("slug")
    return list(rows)


def at_desk(account: Account, *, now: datetime) -> tuple[list[LetterLine], list[LetterLine]]:
    """Those that wait for a word, and those that came."""
    rows: QuerySet[Letter] = desk_letters(account, now=now).order_by("due_at", "pk")
    letters = list(rows[:200])
    names = _names(letters)
    lines = [_line(letter, names) for letter in letters]
    waits = [line for line in lines if line.state == LetterState.ASKED]
    return waits, [line for line in lines if line.state != LetterState.ASKED]


def letter_view(letter: Letter, *, now: datetime) -> LetterView:
    """Before it is sent: what it would say at this moment. Afterwards: what was signed."""
    running = letter.state in RUNNING
    sent = letter.state == LetterState.SENT
    text = text_of(letter, now) if running and not sent else {"says": letter.said, "added": _added(letter)}
    said = text["says"].get((get_language() or "fr")[:2]) or text["says"].get("en") or {}
    away = _away([letter]).get(letter.reference)
    return LetterView(
        line=_line(letter, _names([letter]), away),
        away=away.says if away else "",
        parts=[Said(part.title, said[part.code]) for part in all_parts() if said.get(part.code)],
        added=letter.added,
        added_language=letter.added_language,
        added_by=letter.added_by.public_name if letter.added_by else "",
        read=read_mark(text),
        sent_at=letter.sent_at,
        signed=sent and _verifies(letter, now),
        health=letter.space.health_data,
    )


def _added(letter: Letter) -> dict[str, str]:
    return dict(letter.document.get("trust:added") or {})


def _verifies(letter: Letter, now: datetime) -> bool:
    if letter.to_space is None:
        return post_office().holds(letter.document, letter.space, now)
    document = {name: value for name, value in letter.document.items() if name != "proof"}
    return site_key.verifies(document, letter.document.get("proof") or {})


def _away(letters: Iterable[Letter]) -> dict[str, Away]:
    """Of those that went to another site."""
    sent = [one.reference for one in letters if one.state == LetterState.SENT and one.to_space_id is None]
    return post_office().away(sent) if sent else {}


def _names(letters: Iterable[Letter]) -> dict[str, str]:
    """Of the spaces of other sites that they go to."""
    addresses = {letter.to_address for letter in letters if letter.to_address}
    return post_office().called(sorted(addresses)) if addresses else {}


def _line(letter: Letter, names: Mapping[str, str], away: Away | None = None) -> LetterLine:
    return LetterLine(
        reference=letter.reference,
        pseudonym=letter.persona.pseudonym,
        space=letter.space.name,
        recipient=names.get(letter.to_address) or letter.recipient,
        state=letter.state,
        state_words=away.word if away else str(letter.get_state_display()),
        at=letter.asked_at,
        due_at=letter.due_at,
    )
