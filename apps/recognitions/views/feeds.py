"""The directory as Atom: tables that are new, changed or at their end, and the texts of circles."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.documents.models import Version
from apps.documents.selectors import language_of, title_of
from apps.look.moments import day
from apps.look.syndication import AT_MOST, FeedEntry, FeedOf, feed_answer
from apps.recognitions.circles import CircleVersion
from apps.recognitions.models import TableVersion
from apps.spaces.models import Space

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # dates the feed while nobody recognises anybody


@require_safe
def directory(request: HttpRequest) -> HttpResponseBase:
    """The last versions of all tables and of all circles, as they were announced."""
    entries = sorted(chain(_tables(), _circles()), key=lambda entry: entry.at, reverse=True)[:AT_MOST]
    title = _("Who recognises whom")
    told = _("Tables that are new, changed or at their end, and the texts of circles, as they are announced.")
    return feed_answer(request, FeedOf(title, reverse("recognitions:directory"), BEGINNING, entries, told))


def _tables() -> Iterator[FeedEntry]:
    rows = TableVersion.objects.select_related("version__document", "recognition__to_space__operator")
    for row in rows.order_by("-version__announced_at", "-pk")[:AT_MOST]:
        yield _entry(row.version, row.recognition.to_space, _what(row))


def _what(row: TableVersion) -> str:
    if not row.rows:
        return _("ends on %(date)s") % {"date": day(row.effective_at)}
    if row.version.number == 1:
        return _("new")
    return _("changed, binds from %(date)s") % {"date": day(row.effective_at)}


def _circles() -> Iterator[FeedEntry]:
    rows = CircleVersion.objects.select_related("version__document", "circle__founder__operator")
    for row in rows.order_by("-version__announced_at", "-pk")[:AT_MOST]:
        what = _("new circle") if row.version.number == 1 else _("circle, another version of its template")
        yield _entry(row.version, row.circle.founder, what)


def _entry(version: Version, space: Space, what: str) -> FeedEntry:
    text = reverse("accountability:document", args=[space.operator.slug, version.document.slug])
    return FeedEntry(
        path=f"{text}?v={version.number}",
        title=f"{title_of(version.document)}: {what}",
        at=version.announced_at,
        updated=version.announced_at,
        author=space.name,
        text=version.body_en if language_of(version) == "en" else version.body_fr,
    )
