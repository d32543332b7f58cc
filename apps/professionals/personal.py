"""What in public reasons tells where or how to reach somebody: found before it is published, never after.

Why it matters: reasons are listed for everybody, and a professional at odds with a client knows their number and their
street. What it misses: names of people, which only a reader can tell from other words.
"""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_PATTERNS: tuple[tuple[re.Pattern[str], Promise], ...] = (
    (re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,190}\.[a-z]{2,24}", re.IGNORECASE), _("an e-mail address")),
    (re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"), _("an account number")),
    (re.compile(r"(?<![\d,.])(?:\+|00)?\d(?:[ .\-/()\u00a0\u202f]{0,2}\d){8,14}(?!\d)"), _("a telephone number")),
    (
        re.compile(
            r"\b\d{1,4} ?(?:bis|ter|[a-d])?,? "
            r"(?:rue|avenue|av\.|boulevard|bd|chemin|impasse|all[ée]e|place|quai|route)\b",
            re.IGNORECASE,
        ),
        _("a street address"),
    ),
    (
        re.compile(r"\b\d{1,4}[a-d]? (?:[A-Z][a-z]+ ){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Drive|Close|Court)\b"),
        _("a street address"),
    ),
)


def found_in(text: str) -> str:
    """What it is, in words; empty when nothing is found."""
    return next((str(words) for pattern, words in _PATTERNS if pattern.search(text)), "")
