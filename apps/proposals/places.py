"""Where the leaves of our kinds lead, and the exact bytes of each digest."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.ledger.places import Key, Place, Resolver, register_places
from apps.proposals.models import Proposal

BODIES = {
    "proposal.made": "",
    "proposal.opened": "ballot",
    "proposal.counted": "count",
    "proposal.decided": "ruling",
    "proposal.ended": "ending",
}


def register() -> None:
    """Called from `ready()`."""
    for kind, body in BODIES.items():
        register_places(kind, _resolver(lambda key, body=body: _body(body, key)))  # type: ignore[misc]
    register_places("proposal.turnout", _resolver(lambda key: reverse("proposals:turnout", args=[key[0], key[1]])))


def _body(name: str, key: Key) -> str:
    return reverse(f"proposals:{name}", args=[key[0]]) if name else ""


def _resolver(body: Callable[[Key], str]) -> Resolver:
    def resolve(keys: list[Key]) -> dict[Key, Place]:
        known = set(Proposal.objects.filter(reference__in=[key[0] for key in keys]).values_list("reference", flat=True))
        return {key: _place(key, body(key)) for key in keys if key[0] in known}

    return resolve


def _place(key: Key, body: str) -> Place:
    name = _("proposal %(ref)s") % {"ref": key[0]}
    return Place(name=name, path=reverse("proposals:proposal", args=[key[0]]), body_path=body)
