"""Where the leaves about learnt weights lead: the page of the algorithm, and the exact bytes of the digest."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.ledger.places import Key, Place, register_places


def register() -> None:
    """Called from `ready()`."""
    for kind in ("model.released", "model.withdrawn"):
        register_places(kind, _learnt)


def _learnt(keys: list[Key]) -> dict[Key, Place]:
    page = reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, "learned-suspicion"])
    return {
        (name, version): Place(
            name=_("Learnt weights %(version)s") % {"version": version},
            path=f"{page}#changes",
            body_path=reverse("pages:learnt", args=[settings.PLATFORM_OPERATOR, version]),
        )
        for name, version in keys
    }
