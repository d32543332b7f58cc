"""Lists that other sites read to the end: ordered, in pages, newest first unless a talk is told in order."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

from apps.federation.documents.context import whole

Document = dict[str, Any]
PER_PAGE = 50


def collection(me: str, rows: QuerySet[Any], draw: Callable[[Any], Any], page: str | None, **more: Any) -> Document:
    """The collection, or the page of it that was asked for."""
    pages = Paginator(rows, PER_PAGE)
    if page is None:
        first = {"first": f"{me}?page=1"} if pages.count else {}
        return whole({"id": me, "type": "OrderedCollection", "totalItems": pages.count, **first, **more})
    shown = pages.get_page(page)
    return whole(
        {
            "id": f"{me}?page={shown.number}",
            "type": "OrderedCollectionPage",
            "partOf": me,
            "totalItems": pages.count,
            "orderedItems": [draw(row) for row in shown.object_list],
            **({"next": f"{me}?page={shown.number + 1}"} if shown.has_next() else {}),
            **({"prev": f"{me}?page={shown.number - 1}"} if shown.has_previous() else {}),
        }
    )


def short(me: str, items: list[Any]) -> Document:
    """A collection of few, whole."""
    return whole({"id": me, "type": "OrderedCollection", "totalItems": len(items), "orderedItems": items})


def counted(me: str, count: int) -> Document:
    """How many, and nothing of whom."""
    return whole({"id": me, "type": "OrderedCollection", "totalItems": count})
