"""Canonical JSON (RFC 8785), and a reader that refuses what two readers could read differently.

Why: a signature covers bytes. The same object must give the same bytes everywhere, and bytes from outside must mean one
thing only: no name twice in an object, no NaN, no number that loses digits, no half of a character, no bottomless nest.
"""

import hashlib
import json
from typing import Any, NoReturn

import rfc8785

from apps.signatures.errors import NotCanonical, Unclear

DEEPEST = 64  # objects and arrays inside one another
LARGEST_EXACT = 2**53 - 1  # RFC 8785 numbers are IEEE doubles
LONGEST_NUMBER = 40  # digits of a whole number we read


def canonical(value: Any) -> bytes:
    """The one way to write a value."""
    _check(value, 0)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, ValueError, TypeError, OverflowError) as wrong:
        raise NotCanonical(f"This has no canonical form: {wrong}") from wrong


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def parse(text: bytes | str) -> Any:
    """Read JSON that means one thing only, or raise NotCanonical."""
    try:
        plain = text.decode("utf-8", "strict") if isinstance(text, bytes) else text
        value = json.loads(
            plain, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_int=_integer, parse_float=_real
        )
    except NotCanonical:
        raise
    except RecursionError as wrong:
        raise NotCanonical(f"This is nested deeper than {DEEPEST} levels.", Unclear.DEEP) from wrong
    except UnicodeDecodeError as wrong:
        raise NotCanonical("This is not UTF-8.", Unclear.LETTERS) from wrong
    except ValueError as wrong:
        raise NotCanonical(f"This is not JSON: {wrong}") from wrong
    _check(value, 0)
    return value


def parse_object(text: bytes | str) -> dict[str, Any]:
    """The same, when only an object will do."""
    value = parse(text)
    if not isinstance(value, dict):
        raise NotCanonical("This is not a JSON object.")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise NotCanonical(f"The name {twice!r} appears twice in one object.", Unclear.TWICE)
    return dict(pairs)


def _refuse_constant(name: str) -> NoReturn:
    raise NotCanonical(f"{name} is not a number in JSON.", Unclear.NUMBER)


def _integer(digits: str) -> int | float:
    """A whole number as it is; a larger one only as RFC 8785 itself writes the double that stands for it."""
    if len(digits) > LONGEST_NUMBER:
        raise NotCanonical("A whole number is too long.", Unclear.NUMBER)
    value = int(digits)
    if abs(value) <= LARGEST_EXACT:
        return value
    if rfc8785.dumps(float(digits)) != digits.encode():
        raise NotCanonical("A whole number is too large to be kept exactly.", Unclear.NUMBER)
    return float(digits)


def _real(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise NotCanonical("A number is too large.", Unclear.NUMBER)
    return value


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise NotCanonical(f"This is nested deeper than {DEEPEST} levels.", Unclear.DEEP)
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for name, part in value.items():
            if not isinstance(name, str):
                raise NotCanonical("A name in an object is not a text.")
            _check_text(name)
            _check(part, depth + 1)
    elif isinstance(value, list | tuple):
        for part in value:
            _check(part, depth + 1)


def _check_text(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as wrong:
        raise NotCanonical("A text holds half of a character (a lone surrogate).", Unclear.LETTERS) from wrong
