"""Numbers as French and English readers write them, with spaces that never break."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.translation import get_language

Number = int | float | Decimal
THIN: Final = "\u202f"  # narrow no-break space
MINUS: Final = "\u2212"


def _marks() -> tuple[str, str]:
    """Thousands separator and decimal mark."""
    return (THIN, ",") if (get_language() or "").startswith("fr") else (",", ".")


def decimal(value: Number, digits: int = 1) -> str:
    """1234.5 as “1,234.5” or « 1 234,5 »; halves go away from zero, as at school."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    thousands, mark = _marks()
    plain = f"{abs(rounded):,.{digits}f}"
    shown = plain.replace(",", "\0").replace(".", mark).replace("\0", thousands)
    return f"{MINUS}{shown}" if rounded < 0 else shown


def number(value: Number) -> str:
    """A whole number as it is; any other with the digits it has, two at most."""
    rounded = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP).normalize()
    return decimal(value, max(0, -int(rounded.as_tuple().exponent)))


def signed(value: Number, digits: int = 1) -> str:
    """With its sign, plus or minus: “+1.4”, “−0.9”."""
    shown = decimal(value, digits)
    nothing = not any(c in "123456789" for c in shown)
    return shown if nothing or shown.startswith(MINUS) else f"+{shown}"


def percent(share: Number, digits: int = 0) -> str:
    """0.61 as “61%” or « 61 % »."""
    space = THIN if _marks()[1] == "," else ""
    return f"{decimal(Decimal(str(share)) * 100, digits)}{space}%"
