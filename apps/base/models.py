"""What several models share: opaque references, text that can be stored and shown safely, transition tables."""

import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.base.errors import NotNow

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no 0/o, 1/l/i, u: read aloud without doubt
_EVENLY = 256 - 256 % len(ALPHABET)  # random bytes from here on would favour some letters
_LETTERS = (ALPHABET * 9).encode()[:256]
State = TypeVar("State", bound=models.TextChoices)

# Right-to-left overrides and isolates reorder what a reader sees; NUL and lone surrogates cannot be stored.
_FORBIDDEN = re.compile("[\x00\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


def new_reference() -> str:
    """An opaque public reference, 16 characters, 78 random bits: `k7qx-2mpd-9a4t-vw3e`."""
    return next(references(1))


def references(many: int) -> Iterator[str]:
    """So many new references, at the price of a few."""
    letters = b""
    while len(letters) < 16 * many:
        more = 18 * many + 8
        letters += secrets.token_bytes(more).translate(_LETTERS, bytes(range(_EVENLY, 256)))
    text = letters.decode()
    for at in range(0, 16 * many, 16):
        yield f"{text[at : at + 4]}-{text[at + 4 : at + 8]}-{text[at + 8 : at + 12]}-{text[at + 12 : at + 16]}"


class Referenced(models.Model):
    """A row that others name by an opaque reference, never by its number."""

    reference = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)

    class Meta:
        abstract = True


def validate_text(value: str) -> None:
    """Refuse what cannot be stored or would deceive the eye; raise ValidationError with a sentence."""
    if _FORBIDDEN.search(value):
        raise ValidationError(
            _("This text holds a hidden character that reverses or breaks the line. Type it again without it."),
            code="forbidden_character",
        )


def typed(value: str) -> str:
    """What came in an address: nothing at all when it holds what no text here can hold."""
    return "" if _FORBIDDEN.search(value) else value.strip()


def clean_text(value: str) -> str:
    """Normalise to NFC, fold line ends, drop other control characters, strip."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", text).strip()


def check_transition(table: Mapping[State, frozenset[State]], old: State, new: State) -> None:
    """Look the step up in its published table; raise NotNow when it is not there."""
    if new not in table[old]:
        raise NotNow(_("This is “%(old)s” now: it cannot become “%(new)s”.") % {"old": old.label, "new": new.label})
