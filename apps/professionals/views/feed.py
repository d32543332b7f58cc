"""Doubts of professionals as Atom: those of spaces that anybody may read, with what became of them."""

from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.look.syndication import AT_MOST, FeedEntry, FeedOf, feed_answer
from apps.professionals.selectors.doubts import DoubtRow, doubt_row, doubts_readable

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # dates the feed while nobody doubts anything


@require_safe
def doubts(request: HttpRequest) -> HttpResponseBase:
    """The same for everybody: what is for members is in no feed."""
    rows = doubts_readable(AnonymousUser(), now=clock.now())[:AT_MOST]
    entries = [_entry(doubt_row(doubt)) for doubt in rows]
    told = _("Who doubted which review, why, and how it ended.")
    return feed_answer(request, FeedOf(_("Doubts of professionals"), _path(), BEGINNING, entries, told))


def _path() -> str:
    return reverse("professionals:doubts")


def _entry(row: DoubtRow) -> FeedEntry:
    said = row.reasons or row.reasons_gone
    return FeedEntry(
        path=row.url,
        title=f"{row.subject}: {row.cause}",
        at=row.raised_at,
        updated=row.withdrawn_at or row.settled_at or row.raised_at,
        author=row.name,
        text=f"{row.meaning}\n\n{said}" if said else row.meaning,
    )
