"""What the eye takes a name for: look-alikes share a skeleton, and only one of them may exist.

The Unicode table of confusable characters (UTS #39) says which letter of which alphabet looks like which Latin one; our
own few lines before it say what people do besides: “0” for “o”, “rn” for “m”. Measured in docs/measuring.md.
"""

import json
import unicodedata
from functools import cache
from importlib import resources

# Cyrillic and Greek letters that look Latin, then Latin confusions once lower case. Told before the table: a name all
# in Greek is read in lower case, whatever it is written in.
_LOOK_ALIKE = str.maketrans(
    "абвгдеѕіјклмнорстухԁԛԝһαγεικνορτυχωıłøđ0135",
    "abbrdesijkлmhopctyxdqwhayeiknoptyxwilodoles",
)
_LUNATE = str.maketrans("ϲϹ", "cc")  # to be read before normalisation, which takes them for a sigma
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"))
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
ALPHABETS = frozenset(  # those with letters that look like those of another
    {"LATIN", "GREEK", "CYRILLIC", "COPTIC", "ARMENIAN", "CHEROKEE", "LISU", "DESERET", "GOTHIC", "TIFINAGH", "WARANG"}
)


def skeleton(name: str) -> str:
    """NFKC, case and accents folded, separators dropped, look-alikes merged."""
    typed = unicodedata.normalize("NFKC", name.translate(_LUNATE))
    if (
        not typed.isascii() and len(alphabets(typed)) > 1
    ):  # a disguise: each letter as it looks, capitals before they are folded
        typed = "".join(c if c.isascii() else _unicode_table().get(c, c) for c in typed)
    bare = "".join(c for c in unicodedata.normalize("NFD", typed.casefold()) if not unicodedata.combining(c))
    text = "".join(_seen_as(c) for c in bare)
    text = "".join(c for c in text if c.isalnum()).replace("i", "l")  # before the pairs: “ci” reads like “cl”
    for pair, single in _PAIRS:
        text = text.replace(pair, single)
    return text[:80]


def _seen_as(letter: str) -> str:
    if (ours := letter.translate(_LOOK_ALIKE)) != letter or letter.isascii():
        return ours
    table = _unicode_table()
    return (table.get(letter) or table.get(letter.upper(), letter)).translate(_LOOK_ALIKE)


@cache
def _unicode_table() -> dict[str, str]:
    """Each character that is not ASCII → the lower-case letter or the number it looks like; small letters first."""
    file = resources.files("confusable_homoglyphs").joinpath("confusables.json")
    alike = json.loads(file.read_text(encoding="utf-8"))
    shown = (
        (told["c"], letter) for letter in _LETTERS for seen in (letter, letter.upper()) for told in alike.get(seen, ())
    )
    table: dict[str, str] = {}
    for character, letter in shown:
        if len(character) == 1 and not character.isascii():
            table.setdefault(character, letter)
    return table


def seen_in_latin(name: str) -> str:
    """Each letter of another alphabet as the small Latin one it looks like; accents and spaces stay."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c if alphabets(c) <= {"LATIN"} else _seen_as(c) for c in folded)


def alphabets(text: str) -> set[str]:
    """Of the letters, those alphabets that have look-alikes in another."""
    return {found for c in text if c.isalpha() for found in ALPHABETS.intersection(unicodedata.name(c, "").split()[:1])}


def mixed_word(name: str) -> str:
    """The first word written in two alphabets at once; empty when none is. Two words in two alphabets are a name."""
    return next((word for word in name.split() if len(alphabets(unicodedata.normalize("NFKC", word))) > 1), "")
