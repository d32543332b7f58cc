"""How a warning reads on its author's own page."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from apps.people.doings import register_doing
from apps.warnings.kinds import about, path_of
from apps.warnings.models import PersonWarning


def name_warnings(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Whom they are about, and where they stand."""
    found = PersonWarning.objects.filter(reference__in=references).select_related("space")
    return {warning.reference: (about(warning), path_of(warning)) for warning in found}


def register() -> None:
    """Called from `ready()`."""
    register_doing("warning.published", _("You warned of %(name)s"), naming=name_warnings)
    register_doing("warning.withdrawn", _("You took back a warning of %(name)s"), naming=name_warnings)
