"""What a warning may not hold: a published list, shown whole at its own address. Nothing else is looked for.

Each entry is what it is called, what to do instead, an example, and the pattern itself. What can only be what it looks
like is refused. What may be it, and may be a town or the beginning of a sentence, is asked: whoever writes says that it
is not. A pattern sees letters, never meaning: it lets through what is written cleverly, and a person decides about that
when somebody contests it.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.warnings.given_names import GIVEN_NAMES

_NUMBER = r"\b\d{1,4}\s*(?i:bis|ter|[a-d])?\s*,?\s+"
_STREETS = "rue|avenue|av\\.?|boulevard|bd|chemin|allée|allées|impasse|quai|lotissement|résidence"
_SQUARES = "place|cours|square|route|passage"  # words of other things, unless they are of something
_ROADS = (
    "Street|St|Road|Rd|Lane|Ln|Drive|Close|Court|Crescent|Terrace|Gardens|Way|Avenue|Ave|Square|Place|street|road|lane"
)
_TITLES = "m|mr|mrs|ms|miss|mme|mlle|monsieur|madame|mademoiselle|dr|docteur|doctor|maître|me"
_REAL = (
    "s['’]appelle|appelle|de son vrai nom|vrai nom|vrai prénom|nom de famille|real name(?: is)?|is called|"
    "actual name(?: is)?|surname(?: is)?|last name(?: is)?|full name(?: is)?"
)
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞİŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ\u0391-\u03a9\u0410-\u042f"
_WORD = rf"[{_UPPER}][\w’'-]+"
_BEGIN = (  # words that begin a sentence, and no name
    "On|In|At|The|Then|He|She|They|We|You|It|My|Our|His|Her|This|That|And|But|So|When|Since|From|After|Before|Every|"
    "Last|Next|No|Not|To|By|For|With|As|If|Le|La|Les|Il|Elle|Ils|Elles|On|Un|Une|Ce|Cette|Mon|Ma|Mes|Son|Sa|Ses|"
    "Puis|Au|Aux|En|Dans|De|Du|Des|Et|Mais|Quand|Depuis|Avant|Après|Chaque|Pour|Avec|Si|Nous|Vous|Je|Tu"
)
_DAYS = (
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|"
    "September|October|November|December|Christmas|Easter|I’m|I've|I’ve|I'm|I'll|I'd"
)
_SERVICES = (
    "instagram|insta|facebook|fb|tiktok|snapchat|snap|telegram|whatsapp|linkedin|twitter|onlyfans|discord|mastodon|"
    "bluesky"
)
_GIVEN = GIVEN_NAMES.replace(" ", "|")
_DATES = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing that is refused."""

    code: str
    name: str | Promise
    instead: str | Promise
    example: str
    expression: re.Pattern[str]
    asks: bool = False  # it may be something else: whoever writes is asked


def _of(expression: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(expression, flags)


PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "email",
        _("an e-mail address"),
        _("Leave it out: the pseudonym and the site are enough."),
        "sam@example.org",
        _of(r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\]|\sat\s|\sarobase\s)\s?[\w-]+\s?(?:\.|\sdot\s|\spoint\s|\(dot\))\s?[a-z]{2,}"),
    ),
    Pattern(
        "telephone",
        _("a telephone number"),
        _("Leave it out: write “a number” instead."),
        "06 12 34 56 78",
        _of(r"(?<![\d-])(?:\+|00)?\d(?:[\s.\-/()]{0,2}\d){8,14}(?![\d-])"),
    ),
    Pattern(
        "address",
        _("a postal address"),
        _("Leave it out: a town is enough, if it matters."),
        "3 rue du Lac, 12 High Street",
        _of(
            rf"{_NUMBER}(?i:(?:{_STREETS})\s|(?:{_SQUARES})\s+(?:de\b|du\b|des\b|d['’]))"
            rf"|{_NUMBER}(?:[\w’'-]+\s+){{0,1}}[A-Z][\w’'-]+\s+(?:{_ROADS})\b|\b[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}\b",
            0,
        ),
    ),
    Pattern(
        "link",
        _("a link, or a profile elsewhere"),
        _("Leave it out: name the one site in its own field, and nothing of the person elsewhere."),
        "https://example.org/sam, www.example.org",
        _of(
            r"https?://|www\.|(?<![\w-])[\w-]+\.(?:com|fr|org|net|io|me|co|uk|eu|app|tv|be|ch|de)\b|(?<!\w)@[\w.]{2,}"
            rf"|\b(?:{_SERVICES})\s*[:=/]\s*[\w.@-]{{2,}}"
        ),
    ),
    Pattern(
        "service",
        _("perhaps a way to a profile elsewhere"),
        _("If it is, write “another service”; if not, tick it in the form."),
        "instagram, telegram",
        _of(rf"\b(?:{_SERVICES})\b"),
        asks=True,
    ),
    Pattern(
        "photo",
        _("a photo"),
        _("Leave it out: say in words what it shows of what was done."),
        "![photo](sam.jpg)",
        _of(r"!\[|(?<![\w-])[\w-]+\.(?:jpe?g|png|gif|webp|heic|avif|mp4|mov)\b|data:image"),
    ),
    Pattern(
        "real-name",
        _("a real name"),
        _("Leave it out: write the pseudonym, or “this person”."),
        "Mme Durand, real name is Sam Bell",
        _of(
            rf"\b(?i:{_TITLES})\.?\s+{_WORD}|(?i:\b(?:{_REAL})\b)\s*:?\s*{_WORD}"
            rf"|\b(?:{_GIVEN})\s+(?!(?:{_DAYS})\b){_WORD}",
            0,
        ),
    ),
    Pattern(
        "perhaps-a-name",
        _("perhaps a first name and a surname"),
        _("If it is, leave it out; if not, tick it in the form."),
        "Lake Placid",
        _of(rf"\b(?!(?:{_BEGIN})\b){_WORD}(?:\s+(?!(?:{_DAYS})\b){_WORD})+", 0),
        asks=True,
    ),
    Pattern(
        "document",
        _("the number of an account or an identity document"),
        _("Leave it out: say what was asked of you, not the number."),
        "FR76 3000 6000 0112 3456 7890 189",
        _of(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){3,7}\s?[A-Z\d]{0,3}\b|\b[12]\s?\d{2}\s?\d{2}\s?\d{2}\s?\d{3}\s?\d{3}\b"),
    ),
)  # fmt: skip
_TWO_NAMES = re.compile(rf"^{_WORD}\s+{_WORD}$|^(?i:{_GIVEN})[\s._-]+[^\W\d_]{{2,}}\d{{0,4}}$")
_A_NAME = re.compile(rf"^(?:{_GIVEN})\s+{_WORD}$")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def found_in(text: str, *, but: tuple[str, ...] = ()) -> Iterator[tuple[Pattern, str]]:
    """What is refused in a text, each with the first words found. What is named in `but` (the site, the pseudonym) may
    stand in it."""
    for pattern in PATTERNS:
        if not pattern.asks:
            for words in _matches(pattern, text, but):
                yield pattern, words
                break


def asked_in(text: str, *, but: tuple[str, ...] = ()) -> dict[str, Pattern]:
    """Every word that whoever writes is asked about, once each, as it stands there."""
    bare = text
    for pattern in PATTERNS:
        if not pattern.asks:
            bare = pattern.expression.sub("·", bare)
    return {words: pattern for pattern in PATTERNS if pattern.asks for words in _matches(pattern, bare, but)}


def _matches(pattern: Pattern, text: str, but: tuple[str, ...]) -> Iterator[str]:
    """Characters that cannot be seen are not there; days are no numbers."""
    bare = _DATES.sub("·", _INVISIBLE.sub("", text))
    allowed = tuple(squeezed(word) for word in but if squeezed(word))
    for match in pattern.expression.finditer(bare):
        if not any(squeezed(match.group()) in word for word in allowed):
            yield " ".join(match.group().split())


def squeezed(words: str) -> str:
    """By what two spellings are the same."""
    return "".join(c for c in words.casefold() if c.isalnum())


def vouches(vouched: Collection[str], words: str) -> bool:
    """Whether it was said of these words that they are not what they look like."""
    return squeezed(words) in {squeezed(one) for one in vouched}


def is_a_name(pseudonym: str) -> bool:
    """A common first name and a surname, as people write them."""
    return bool(_A_NAME.match(_INVISIBLE.sub("", pseudonym)))


def looks_like_a_name(pseudonym: str) -> bool:
    """Two capitalised words, or a first name and more: it may be a pseudonym all the same."""
    return bool(_TWO_NAMES.match(_INVISIBLE.sub("", pseudonym)))
