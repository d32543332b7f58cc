"""How the algorithms speak: one template per sentence and language, numbers written as each language writes
them.

A template is a format string with a few marks of its own: `{n:|review|reviews}` a number with its noun ·
`{x:.1}` decimals · `{x:.1?}` only where there are some · `{x:+.1}` with its sign · `{x:%}` a share in percent ·
`{x:o}` a rank · `{x:w}` a word of the module's own `WORDS` · `{x}` a number or a text as it is. French spacing
(narrow no-break space before ; ? ! : and inside « ») is set on the way out.
"""

import math
import re
import string
from collections.abc import Mapping
from typing import Any

Templates = Mapping[str, Mapping[str, str]]
LANGUAGES = ("fr", "en")

NARROW, WIDE, MINUS = "\u202f", "\u00a0", "\u2212"
_BEFORE_MARK = re.compile(" ([;?!:»])")
_AFTER_QUOTE = re.compile("« ")


class _Speaker(string.Formatter):
    def __init__(self, language: str, words: Templates | None) -> None:
        self.language = language
        self.words = (words or {}).get(language, {})

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return "–"
        if format_spec.startswith("|"):
            return _counted(value, format_spec, self.language)
        if format_spec == "w":
            return self.words.get(str(value), str(value))
        if format_spec == "o":
            return ordinal(int(value), self.language)
        if format_spec == "%":
            return percent(float(value), self.language)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _with_spec(value, format_spec, self.language)
        return str(value)


def say(
    templates: Templates, key: str, values: Mapping[str, Any], language: str, words: Templates | None = None
) -> str:
    """The sentence `key` in one language, with its numbers."""
    spoken = language if language in LANGUAGES else "en"
    text = _Speaker(spoken, words).vformat(templates[spoken][key], (), values)
    return typeset(text, spoken)


def typeset(text: str, language: str) -> str:
    """French spacing; English is left as it is."""
    if language != "fr":
        return text
    return _AFTER_QUOTE.sub(f"«{NARROW}", _BEFORE_MARK.sub(f"{NARROW}\\1", text)).replace("'", "’")


def number(value: float, language: str, decimals: int = 0, signed: bool = False) -> str:
    """`1234.5` is `1 234,5` in French and `1,234.5` in English."""
    if not math.isfinite(value):
        return "–"
    text = f"{abs(value):,.{decimals}f}"
    if language == "fr":
        text = text.replace(",", NARROW).replace(".", ",")
    zero = not any(digit in text for digit in "123456789")
    return ("" if zero else MINUS if value < 0 else "+" if signed else "") + text


def percent(share: float, language: str) -> str:
    """A share as percent; below ten, one decimal, because 0.4 % and 4 % are not alike."""
    value = 100 * share
    text = number(value, language, decimals=0 if abs(value) >= 10 or value == round(value) else 1)
    return f"{text}{NARROW}%" if language == "fr" else f"{text}%"


def ordinal(value: int, language: str) -> str:
    """1er, 2e; 1st, 2nd, 3rd, 11th."""
    if language == "fr":
        return f"{number(value, 'fr')}{'er' if value == 1 else 'e'}"
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{number(value, 'en')}{ending}"


def plain(value: float, language: str) -> str:
    """A number with as few decimals as it needs, two at most."""
    for decimals in (0, 1):
        if abs(value - round(value, decimals)) < 0.005:
            return number(value, language, decimals)
    return number(value, language, 2)


def bag(text: str) -> frozenset[str]:
    """The words of a published list, as a set."""
    return frozenset(text.split())


def join(parts: list[str], language: str) -> str:
    """`a, b et c`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + (" et " if language == "fr" else " and ") + parts[-1]


def _with_spec(value: float, spec: str, language: str) -> str:
    if not spec:
        return plain(value, language)
    decimals = int(spec.strip("+.?"))
    if spec.endswith("?") and round(value, decimals) == round(value):
        decimals = 0
    return number(value, language, decimals, signed=spec.startswith("+"))


def _counted(value: float, spec: str, language: str) -> str:
    _, one, many = spec.split("|")
    single = abs(value) < 2 if language == "fr" else value == 1
    return f"{plain(value, language)}{WIDE}{one if single else many}"
