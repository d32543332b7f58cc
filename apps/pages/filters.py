"""One set of filters and orders for a list of reviews, on its page and in its JSON twin."""

from collections.abc import Mapping
from functools import lru_cache

import django_filters as filters
from django.db.models import F, OrderBy, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.algorithms import review_order
from apps.base.errors import BadInput
from apps.pages.selectors.parts import Choice
from apps.posts.models import DeclaredLink, Review

COLUMNS = {"helpful": "helpful_count"}  # where a figure of the published order stands under another name


def _by(order: str) -> list[str | OrderBy]:
    """The published order as the database puts it; the key breaks the last ties."""
    figures = [(figure.removeprefix("-"), figure.startswith("-")) for figure in review_order.ORDERS[order]]
    last = "pk" if order == "old" else "-pk"
    return [*(_sorted(name, down) for name, down in figures), last]


def _sorted(name: str, down: bool) -> OrderBy:
    """Dates and votes are always there; ratings may be missing, and then stand last."""
    column = F(COLUMNS.get(name, name))
    if name in {"stars", "original_rating"}:
        return column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
    return column.desc() if down else column.asc()


NEWEST: list[str | OrderBy] = ["-published_at", "-pk"]
ORDERS: dict[str, tuple[str | Promise, str | Promise, list[str | OrderBy]]] = {
    "new": (_("newest first"), _("From the newest to the oldest."), _by("new")),
    "old": (_("oldest first"), _("From the oldest to the newest."), _by("old")),
    "low": (_("lowest rating first"), _("From one star to five; the newest first among equals."), _by("low")),
    "high": (_("highest rating first"), _("From five stars to one; the newest first among equals."), _by("high")),
    "helpful": (
        _("most helpful first"),
        _("By the number of members who said that it helped; the newest first among equals."),
        _by("helpful"),
    ),
}
STARS = [(n, str(n)) for n in range(1, 6)]


class ReviewFilter(filters.FilterSet):
    """Which reviews, in which order."""

    stars = filters.ChoiceFilter(choices=STARS, label=_("stars"))
    link = filters.ChoiceFilter(choices=DeclaredLink.choices, label=_("declared link"))
    topic = filters.CharFilter(field_name="topic__slug", max_length=60, label=_("topic"))
    space = filters.CharFilter(field_name="space__slug", max_length=60, label=_("space"))
    since = filters.DateFilter(field_name="published_at", lookup_expr="date__gte", label=_("published since"))
    until = filters.DateFilter(field_name="published_at", lookup_expr="date__lte", label=_("published until"))
    order = filters.ChoiceFilter(
        choices=[(key, words) for key, (words, _why, _by) in ORDERS.items()], method="ordered", label=_("order")
    )

    class Meta:
        model = Review
        fields: list[str] = []

    def ordered(self, rows: QuerySet[Review], _name: str, key: str) -> QuerySet[Review]:
        """By one of the published orders."""
        return rows.order_by(*ORDERS[key][2])


def filtered(rows: QuerySet[Review], query: Mapping[str, str]) -> QuerySet[Review]:
    """The rows asked for; raises BadInput with a sentence per filter that cannot be read."""
    asked = ReviewFilter(query, queryset=rows.order_by(*NEWEST))
    if not asked.is_valid():
        raise BadInput({name: str(said[0]) for name, said in asked.errors.items()})
    found: QuerySet[Review] = asked.qs
    return found


def order_of(query: Mapping[str, str]) -> str:
    """The order in force."""
    return query.get("order") or review_order.USUAL


def order_choices(query: QueryDict) -> tuple[Choice, ...]:
    """The ways to order, each a link; filters stay, the page starts again."""
    return _choices(query.urlencode(), get_language())


@lru_cache(maxsize=256)
def _choices(asked: str, _language: str | None) -> tuple[Choice, ...]:
    query = QueryDict(asked)
    return tuple(
        Choice(str(words), _with(query, order=key), key == order_of(query))
        for key, (words, _why, _by) in ORDERS.items()
    )


def why_this_order(query: Mapping[str, str]) -> str:
    """How the list is ordered, in words."""
    return str(ORDERS[order_of(query)][1])


def _with(query: QueryDict, **changes: str) -> str:
    asked = query.copy()
    asked.pop("page", None)
    for key, value in changes.items():
        asked[key] = value
    return f"?{asked.urlencode()}"


def page_number(query: Mapping[str, str]) -> int:
    """The page asked for; anything odd is the first."""
    asked = query.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
