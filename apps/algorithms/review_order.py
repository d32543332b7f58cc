"""The order of reviews in a list: one of five, chosen by the reader, newest first unless they choose.

What it is: a list is put in the order of one or two published figures of each review: its date, its stars (or the
rating of the source it was imported from), how many members said that it helped. Equals stand from the newest to the
oldest; what has no rating stands last where ratings decide. Nothing else counts: no payment, no score, no person who
reads, no link between us and what is reviewed.

Why it matters: the order decides what is read. Whoever orders reviews by what pays can say anything of the average.
Newest first is the default, because the reader can check it at a glance and because praise and blame are equally new.

What it misses: the newest is not the most telling; "most helpful" favours what has been there for long; whoever has
many friends is helped by them, which the votes of one person for another's friends do not show here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

NAME = "review_order"
VERSION = "1.0"

# each choice of the reader, and the figures it goes by, as lists publish them; "-" from high to low
ORDERS = {
    "new": ("-published_at",),
    "old": ("published_at",),
    "low": ("stars", "original_rating", "-published_at"),
    "high": ("-stars", "-original_rating", "-published_at"),
    "helpful": ("-helpful", "-published_at"),
}
USUAL = "new"  # the order of a reader who chose none


def ranked(reviews: Sequence[Mapping[str, Any]], order: str = USUAL) -> list[Mapping[str, Any]]:
    """The reviews in this order; equals stay as they came."""
    found = list(reviews)
    for figure in reversed(ORDERS[order]):
        found = _by(found, figure.removeprefix("-"), down=figure.startswith("-"))
    return found


def _by(reviews: Sequence[Mapping[str, Any]], name: str, *, down: bool) -> list[Mapping[str, Any]]:
    known = [review for review in reviews if review[name] is not None]
    unknown = [review for review in reviews if review[name] is None]
    return [*sorted(known, key=lambda review: review[name], reverse=down), *unknown]
