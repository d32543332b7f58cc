"""Where the leaves of our kinds lead, and the exact bytes of each digest."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.audits.models import Answer, Audit, Seat
from apps.ledger.places import Key, Place, Resolver, register_places


def register() -> None:
    """Called from `ready()`."""
    for kind, body in (
        ("audit.announced", "announcement"), ("audit.drawn", "drawing"), ("audit.found", "outcome"),
        ("audit.ended", "ending"),
    ):  # fmt: skip
        register_places(kind, _audits(body))
    register_places("audit.left", _seats)
    register_places("audit.answered", _answers)


def _audits(body: str) -> Resolver:
    def resolve(keys: list[Key]) -> dict[Key, Place]:
        rows = Audit.objects.filter(reference__in=[key[0] for key in keys]).select_related("operator")
        found = {row.reference: row for row in rows}
        return _each(keys, found, lambda audit: reverse(f"audits:{body}", args=[audit.reference]))

    return resolve


def _answers(keys: list[Key]) -> dict[Key, Place]:
    rows = Answer.objects.filter(reference__in=[key[0] for key in keys]).select_related("audit__operator")
    found = {row.reference: row.audit for row in rows}
    return _each(keys, found, lambda audit: reverse("audits:reply", args=[audit.reference]))


def _seats(keys: list[Key]) -> dict[Key, Place]:
    rows = Seat.objects.filter(reference__in=[key[1] for key in keys]).select_related("audit__operator")
    found = {row.reference: row for row in rows}
    return {
        key: _place(seat.audit, reverse("audits:leaving", args=[seat.audit.reference, seat.number]))
        for key in keys
        if (seat := found.get(key[1]))
    }


def _each(keys: list[Key], found: dict[str, Audit], body: Callable[[Audit], str]) -> dict[Key, Place]:
    return {key: _place(found[key[0]], body(found[key[0]])) for key in keys if key[0] in found}


def _place(audit: Audit, body: str) -> Place:
    path = reverse("audits:audit", args=[audit.reference])
    return Place(name=_("audit of %(operator)s") % {"operator": audit.operator.name}, path=path, body_path=body)
