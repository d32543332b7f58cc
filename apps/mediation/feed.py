"""Opinions of mediators as Atom: those of spaces that anybody may read, each version by itself."""

from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.look.syndication import AT_MOST, FeedEntry, FeedOf, feed_answer
from apps.mediation.models import MediatorOpinion
from apps.mediation.services import holder_of
from apps.mediation.states import PUBLIC
from apps.posts.selectors import plain
from apps.spaces.permissions import readable_spaces

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # dates the feed while no opinion is given


@require_safe
def opinions(request: HttpRequest) -> HttpResponseBase:
    """The same for everybody: what is for members is in no feed."""
    open_spaces = readable_spaces(AnonymousUser(), now=clock.now())
    given = MediatorOpinion.objects.filter(mediation__state__in=PUBLIC, space__in=open_spaces)
    rows = given.select_related("mediation__case", "mandate__mediator").order_by("-published_at", "-pk")[:AT_MOST]
    entries = [_entry(row) for row in rows]
    path, told = reverse("mediation:home"), _("What outsiders think of decisions, under their own names. It is advice.")
    return feed_answer(request, FeedOf(_("Mediators and their opinions"), path, BEGINNING, entries, told))


def _entry(said: MediatorOpinion) -> FeedEntry:
    words = plain(said)
    advises = _("Advises: %(what)s.") % {"what": said.get_recommendation_display()}
    return FeedEntry(
        path=reverse("mediation:mediation", args=[said.mediation.reference]) + f"#v{said.number}",
        title=_("Opinion of a mediator on case %(case)s") % {"case": said.mediation.case.reference},
        at=said.published_at,
        updated=said.state_at or said.published_at,
        author=holder_of(said.mandate),
        text=f"{advises}\n\n{words.text or words.gone}",
    )
