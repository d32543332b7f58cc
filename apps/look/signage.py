"""Who speaks: seven voices, each with a shape, an icon and a word, the same on every page.

A sign is drawn from what the server knows, never from what the person typed, so that nobody can dress up as
another voice. The name is the only free part, and it stands isolated.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.look.parts import field_of

Text = str | Promise
FIELDS = ("name", "word", "url", "origin", "portrait")


class VoiceKind(StrEnum):
    """The seven voices."""

    PERSON = "person"
    PROFESSIONAL = "professional"
    REPRESENTATIVE = "representative"
    TRUST_MANAGER = "trust_manager"
    ALGORITHM = "algorithm"
    IMPORTED = "imported"
    APOMEDIARY = "apomediary"


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody, or something, that speaks. `word` replaces the usual second line; `origin` completes it."""

    kind: VoiceKind
    name: str
    word: Text = ""
    url: str = ""
    origin: str = ""
    portrait: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """How a kind of voice is drawn and said."""

    symbol: str
    css: str
    word: Text
    word_with_origin: Text = ""


SIGNS: dict[VoiceKind, Sign] = {
    VoiceKind.PERSON: Sign("s-person", "sg", _("Member, under a pseudonym")),
    VoiceKind.PROFESSIONAL: Sign(
        "s-pro", "sg sg-pro", _("Professional, face uncovered"), _("Professional, face uncovered: %(origin)s")
    ),
    VoiceKind.REPRESENTATIVE: Sign("s-op", "sg sg-op", _("Answers for an operator"), _("Answers for %(origin)s")),
    VoiceKind.TRUST_MANAGER: Sign(
        "s-tm", "sg", _("Trust manager, under mandate"), _("Trust manager, under mandate: %(origin)s")
    ),
    VoiceKind.ALGORITHM: Sign("s-algo", "sg sg-algo", _("Published algorithm, anyone may read it")),
    VoiceKind.IMPORTED: Sign("s-import", "sg", _("Imported from another site"), _("Imported from %(origin)s")),
    VoiceKind.APOMEDIARY: Sign(
        "s-apo", "sg sg-apo", _("Apomediary of the moment"), _("Apomediary of the moment on “%(origin)s”")
    ),
}


def read_voice(given: object) -> Voice:
    """Take a Voice, or anything with the same fields, as an object or a dict."""
    if isinstance(given, Voice):
        return given
    fields: dict[str, Any] = {name: field_of(given, name) or "" for name in FIELDS}
    return Voice(kind=VoiceKind(field_of(given, "kind")), **fields)


def word_of(voice: Voice) -> str:
    """The second line of the sign."""
    sign = SIGNS[voice.kind]
    if voice.word:
        return str(voice.word)
    if voice.origin and sign.word_with_origin:
        return str(sign.word_with_origin) % {"origin": voice.origin}
    return str(sign.word)
