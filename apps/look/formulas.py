r"""Formulas in a few signs of LaTeX, drawn as MathML: browsers set them without a script, screen readers say them.

Understood: letters, numbers, `_` and `^` with one sign or a {group}, \frac{}{}, \sqrt{}, \hat{}, \text{words},
the names of `SIGNS` and of Greek letters. Anything else is a mistake of whoever wrote it, and raises.
"""

import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

from apps.look.numbers import decimal

GREEK = {
    "alpha": "α", "kappa": "κ", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "theta": "θ",
    "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "Delta": "Δ", "Sigma": "Σ",
}  # fmt: skip
SIGNS = {
    "sum": "∑", "cdot": "·", "times": "×", "le": "≤", "ge": "≥", "ne": "≠", "in": "∈", "cap": "∩", "cup": "∪",
    "approx": "≈", "sim": "∼", "to": "→", "iff": "⟺", "if": "⟸", "lfloor": "⌊", "rfloor": "⌋", "lbrace": "{",
    "rbrace": "}", "pm": "±", "infty": "∞", "ell": "ℓ",
}  # fmt: skip
FUNCTIONS = ("ln", "log", "min", "max", "exp")
THIN = '<mspace width="0.17em"/>'
WIDE = ("sum",)  # its bounds stand under and over it
_TOKEN = re.compile(r"\\[A-Za-z]+|\\,|\d+(?:\.\d+)?|[A-Za-z]|\S")


def mathml(notation: str, *, block: bool = True) -> SafeString:
    """A formula as MathML; numbers are written as the reader's language writes them."""
    words: list[str] = []
    marked = re.sub(r"\\text\{([^{}]*)\}", lambda found: _keep(found[1], words), notation)
    tokens = _TOKEN.findall(marked)[::-1]
    parts = _row(tokens, words, until="")
    display = ' display="block"' if block else ""
    return SafeString(f"<math{display}>{''.join(parts)}</math>")


def _keep(text: str, words: list[str]) -> str:
    words.append(text)
    return r"\text "


def _row(tokens: list[str], words: list[str], until: str) -> list[str]:
    """Signs up to the end of the group, each with what stands under and over it."""
    parts: list[str] = []
    while tokens and tokens[-1] != until:
        parts.append(_with_scripts(tokens, words))
    if until:
        if not tokens:
            raise ValueError("A group of a formula is not closed.")
        tokens.pop()
    return parts


def _with_scripts(tokens: list[str], words: list[str]) -> str:
    wide = tokens[-1].lstrip("\\") in WIDE
    base = _one(tokens, words)
    low = high = ""
    while tokens and tokens[-1] in "_^":
        if tokens.pop() == "_":
            low = _one(tokens, words)
        else:
            high = _one(tokens, words)
    if not low and not high:
        return base
    name = {(True, True): "{}subsup", (True, False): "{}sub", (False, True): "{}sup"}[bool(low), bool(high)]
    tag = name.format("m").replace("sub", "under").replace("sup", "over") if wide else name.format("m")
    return f"<{tag}>{base}{low}{high}</{tag}>"


def _one(tokens: list[str], words: list[str]) -> str:
    """One sign, or a group as one."""
    if not tokens:
        raise ValueError("A formula ends where something is expected.")
    sign = tokens.pop()
    if sign == "{":
        return _grouped(_row(tokens, words, "}"))
    if sign.startswith("\\"):
        return _command(sign[1:], tokens, words)
    if sign[0].isdigit():
        digits = len(sign.partition(".")[2])
        return f"<mn>{decimal(float(sign), digits) if digits else sign}</mn>"
    if sign.isalpha():
        return f"<mi>{sign}</mi>"
    return f"<mo>{escape('−' if sign == '-' else sign)}</mo>"


def _command(name: str, tokens: list[str], words: list[str]) -> str:
    if name == "frac":
        return f"<mfrac>{_one(tokens, words)}{_one(tokens, words)}</mfrac>"
    if name == "sqrt":
        return f"<msqrt>{_one(tokens, words)}</msqrt>"
    if name == "hat":
        return f'<mover accent="true">{_one(tokens, words)}<mo>^</mo></mover>'
    if name == "text":
        return f"<mtext>{escape(words.pop(0))}</mtext>"
    if name == ",":
        return '<mspace width="0.6em"/>'
    if name in FUNCTIONS:
        apart = bool(tokens) and tokens[-1] not in "(_^"
        return f"<mi>{name}</mi>" + (THIN if apart else "")
    if name in GREEK:
        return f"<mi>{GREEK[name]}</mi>"
    return f"<mo>{escape(SIGNS[name])}</mo>"


def _grouped(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"
