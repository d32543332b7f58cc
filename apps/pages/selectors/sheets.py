"""What stands beside the card of an algorithm: its formula with each symbol named, and how to compute it again.

Both are in `apps/algorithms/sheets/<name>.toml`. A symbol that stands for a constant names it, and its present value
is read from the module: a formula cannot fall behind the code.
"""

import importlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps import algorithms
from apps.algorithms import words
from apps.look.formulas import mathml
from apps.look.numbers import number

PLACE = Path(algorithms.__path__[0]) / "sheets"
TESTED = "python -m pytest tests/algorithms/test_%s.py"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A sign, what it stands for, and its present value when it is a constant."""

    sign: str
    meaning: str
    constant: str
    value: str

    @property
    def drawn(self) -> SafeString:
        return mathml(self.sign, block=False)


@dataclass(frozen=True, slots=True)
class Formula:
    """One line of mathematics; `notation` is a small part of LaTeX."""

    title: str
    notation: str
    symbols: list[Symbol]

    @property
    def drawn(self) -> SafeString:
        return mathml(self.notation)


@dataclass(frozen=True, slots=True)
class Again:
    """A command that computes a figure again, and what it needs."""

    what: str
    command: str


def formulas_of(name: str) -> list[Formula]:
    """The lines of one algorithm, in reading order; none for a name without any."""
    language = _language()
    module = importlib.import_module(f"apps.algorithms.{name}")
    return [
        Formula(
            words.typeset(line[language], language),
            line["notation"],
            [_symbol(module, language, *given) for given in line["symbols"]],
        )
        for line in _written(name).get("formula", ())
    ]


def again_of(name: str) -> list[Again]:
    """Its commands; without any, the cases that test it."""
    language = _language()
    told = [
        Again(words.typeset(line[language], language), line["command"].replace("{site}", settings.SITE_URL))
        for line in _written(name).get("again", ())
    ]
    return told or [Again(_("Whether the code does what this page says, on worked cases."), TESTED % name)]


def telling_of(name: str) -> list[str]:
    """Which of its figures tell most, where it has many."""
    return [str(figure) for figure in _written(name).get("telling", ())]


def _language() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"


@cache
def _written(name: str) -> dict[str, Any]:
    path = PLACE / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _symbol(module: Any, language: str, sign: str, english: str, french: str, constant: str = "") -> Symbol:
    value = number(float(getattr(module, constant))) if constant else ""
    return Symbol(sign, words.typeset(french, "fr") if language == "fr" else english, constant, value)
