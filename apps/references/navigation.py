"""What references put into the layout and one's time line."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.look.navigation import register_account_item
from apps.people.doings import register_doing
from apps.references.models import Letter
from apps.spaces.desks import desk_mandates

DOINGS = {
    "reference.asked": _("You asked for a reference from %(name)s"),
    "reference.sent": _("You read the reference from %(name)s and sent it"),
    "reference.dropped": _("You did not send the reference from %(name)s"),
    "reference.revoked": _("You took back the reference from %(name)s"),
}


def register() -> None:
    """Called from `ready()`."""
    register_account_item(_("References"), "references:mine", order=41)
    register_account_item(_("References at the desk"), "references:desk", shown=_at_desk, order=42)
    for kind, sentence in DOINGS.items():
        register_doing(kind, sentence, naming=_named)


def _at_desk(request: HttpRequest) -> bool:
    return bool(desk_mandates(request))


def _named(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = Letter.objects.filter(reference__in=list(references)).select_related("space")
    return {row.reference: (row.space.name, reverse("references:letter", args=[row.reference])) for row in rows}
