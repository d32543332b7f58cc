"""Where the leaves about learnt weights lead: the page of the algorithm, and the exact bytes of the digest."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.ledger.places import Key, Place, register_places


def register() -> None:
    """Called from `ready()`."""
    for kind in ("model.released", "model.withdrawn"):
        register_places(kind, _learnt)


def learnt_path(algorithm: str, version: str) -> str:
    """Where all numbers of learnt weights stand."""
    return reverse("pages:learnt", args=[settings.PLATFORM_OPERATOR, algorithm.replace("_", "-"), version])


def _learnt(keys: list[Key]) -> dict[Key, Place]:
    return {(name, version): _place(name.removeprefix("algorithm:"), version) for name, version in keys}


def _place(algorithm: str, version: str) -> Place:
    page = reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, algorithm.replace("_", "-")])
    words = _("Learnt wording %(version)s") if algorithm == "site_wording" else _("Learnt weights %(version)s")
    return Place(
        name=words % {"version": version}, path=f"{page}#changes", body_path=learnt_path(algorithm, version)
    )  # fmt: skip
