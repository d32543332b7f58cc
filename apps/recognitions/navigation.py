"""What recognitions put into the layout and one's time line."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.documents.selectors import title_of
from apps.look.navigation import Place, register_account_item, register_nav
from apps.people.doings import register_doing
from apps.recognitions.models import Recognition
from apps.spaces.desks import desk_mandates


def register() -> None:
    """Called from `ready()`."""
    register_nav("recognitions", _("Who recognises whom"), "recognitions:directory", order=28, place=Place.ABOUT)
    register_account_item(_("Recognitions at the desk"), "recognitions:desk", shown=_at_desk, order=43)
    published = _("As a trust manager, you published what counts in a space: %(name)s")
    register_doing("recognition.published", published, naming=_named)
    register_doing("recognition.announced", _("As a trust manager, you announced an end: %(name)s"), naming=_named)


def _at_desk(request: HttpRequest) -> bool:
    return bool(desk_mandates(request))


def _named(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = Recognition.objects.filter(reference__in=list(references)).select_related("document")
    return {
        row.reference: (title_of(row.document), reverse("recognitions:gateway", args=[row.reference])) for row in rows
    }
