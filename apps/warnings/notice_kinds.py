"""What whoever warned is told."""

from django.utils.translation import gettext_lazy as _

from apps.notices.kinds import register_kind


def register() -> None:
    """Called from `ready()`."""
    register_kind("warning.expired", _("Your warning about %(about)s is twelve months old: it is erased."))
    register_kind("warning.answered", _("The person named has answered your warning about %(about)s."))
