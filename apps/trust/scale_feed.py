"""Scales of statuses as Atom: what each space announced, fifteen days before it binds."""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.documents.selectors import language_of, title_of
from apps.look.moments import day
from apps.look.syndication import AT_MOST, FeedEntry, FeedOf, feed_answer
from apps.spaces.models import Visibility
from apps.trust.models import ScaleVersion

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # dates the feed while no space has a scale of its own


@require_safe
def scales(request: HttpRequest) -> HttpResponseBase:
    """Of spaces that anybody may read."""
    rows = ScaleVersion.objects.filter(space__visibility=Visibility.PUBLIC)
    last = rows.select_related("version__document", "space__operator").order_by("-version__announced_at", "-pk")
    told = _("What statuses mean in each space: announced fifteen days before it binds.")
    entries = [_entry(row) for row in last[:AT_MOST]]
    return feed_answer(request, FeedOf(_("Scales of statuses"), reverse("pages:home"), BEGINNING, entries, told))


def _entry(row: ScaleVersion) -> FeedEntry:
    version = row.version
    text = reverse("accountability:document", args=[row.space.operator.slug, version.document.slug])
    binds = _("%(title)s: binds from %(date)s")
    return FeedEntry(
        path=f"{text}?v={version.number}",
        title=binds % {"title": title_of(version.document), "date": day(row.effective_at)},
        at=version.announced_at,
        updated=version.announced_at,
        author=row.space.name,
        text=version.body_en if language_of(version) == "en" else version.body_fr,
    )
