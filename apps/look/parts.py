"""What pages hand to the layout: the steps of a state, the entries of a time line, additive reasons.

Frozen dataclasses for those who like them; every tag also takes any object or dict with the same fields.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from apps.look.charts.shapes import place
from apps.look.numbers import signed

Text = str | Promise
WIDTH = 96.0


class StepState(StrEnum):
    """Where a step stands."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a state ribbon."""

    title: Text
    detail: Text = ""
    state: StepState = StepState.DONE


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a time line; `when` in words replaces the date."""

    text: Text
    at: date | None = None
    when: Text = ""
    detail: Text = ""
    upcoming: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One additive reason: a sentence and what it weighs."""

    sentence: Text
    weight: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A reason ready to draw: its bar starts at the zero that all share."""

    sentence: str
    figure: str
    x: str
    width: str
    css: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Reasons:
    """The bars, their sum, the zero and the threshold."""

    bars: tuple[Bar, ...]
    total: Bar
    zero: str
    mark: str


def field_of(given: object, name: str) -> Any:
    """A field of an object or a key of a dict; None when it has none."""
    return given.get(name) if isinstance(given, Mapping) else getattr(given, name, None)


def weigh(terms: Iterable[object], threshold: float | None, beside: Iterable[object] = ()) -> Reasons:
    """Put all weights, their sum and the threshold on one scale; with a list `beside`, the weights of both."""
    said = [
        (str(field_of(term, "sentence")), float(field_of(term, "weight")), str(field_of(term, "found") or ""))
        for term in terms
    ]
    total = sum(weight for _sentence, weight, _found in said)
    others = [float(field_of(term, "weight")) for term in beside]
    reach = [
        0.0,
        *(others or [total]),
        *(weight for _sentence, weight, _found in said),
        *([threshold] if threshold is not None else []),
    ]
    low, span = min(reach), (max(reach) - min(reach)) or 1.0
    digits = _digits([weight for _sentence, weight, _found in said])

    def along(value: float) -> float:
        return 1 + (WIDTH - 2) * (value - low) / span

    def bar(sentence: str, weight: float, css: str, found: str = "") -> Bar:
        start, end = sorted((along(0.0), along(weight)))
        return Bar(sentence, signed(weight, digits), place(start), place(end - start), css, found)

    return Reasons(
        bars=tuple(
            bar(sentence, weight, "c-ochre" if weight > 0 else "c-1", found) for sentence, weight, found in said
        ),
        total=bar("", total, "c-off"),
        zero=place(along(0.0)),
        mark="" if threshold is None else place(along(threshold)),
    )


def _digits(weights: Sequence[float]) -> int:
    """One digit, or two where one would show a reason as nothing."""
    return 2 if any(0 < abs(weight) < 0.1 for weight in weights) else 1
