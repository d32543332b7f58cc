"""Where contests are found: one's own page of trust, one's time line, the desk."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from apps.disputes import selectors
from apps.disputes.models import Dispute
from apps.look.navigation import register_account_item
from apps.people.doings import register_doing
from apps.spaces.desks import desk_mandates
from apps.trust.grounds import register_trust_section

DOINGS = {
    "dispute.opened": gettext_lazy("You contested how you are counted in “%(name)s”"),
    "dispute.again": gettext_lazy("You contested once more how you are counted in “%(name)s”"),
}


def register() -> None:
    """Called from `ready()`."""
    register_trust_section("contests", "disputes/section.html", selectors.mine, order=60)
    register_account_item(gettext_lazy("Contests of what was counted"), "disputes:desk", shown=_decides, order=63)
    for kind, words in DOINGS.items():
        register_doing(kind, words, naming=_named)


def _decides(request: HttpRequest) -> bool:
    return bool(desk_mandates(request))


def _named(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = Dispute.objects.filter(reference__in=list(references)).select_related("space")
    return {row.reference: (row.space.name, reverse("disputes:mine", args=[row.reference])) for row in rows}
