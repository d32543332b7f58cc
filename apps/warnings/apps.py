"""Warnings: dated facts about a pseudonym on a named site, for the members of one space, and the side of the person."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

INTERNAL = (
    "warning.published", "warning.withdrawn", "warning.masked", "warning.restored", "named.published",
    "named.withdrawn", "named.masked", "named.restored", "claim.made", "claim.placed",
)  # fmt: skip


class WarningsConfig(AppConfig):
    name = "apps.warnings"
    label = "warnings"

    def ready(self) -> None:
        from apps.ledger import DOCUMENT, PERSONAL, declare
        from apps.warnings import doings, holdings, kinds, navigation, notice_kinds

        for kind in INTERNAL:
            declare(kind)
        declare("warnings.opened", entry=DOCUMENT, label=_("a space takes warnings about people"))
        declare("warnings.closed", entry=DOCUMENT, label=_("a space takes no more warnings about people"))
        declare("warning.expired", entry=PERSONAL, label=_("warning about a person expired"))
        declare("claim.checked", entry=PERSONAL, label=_("proof of a pseudonym checked"))
        doings.register()
        holdings.register()
        kinds.register()
        navigation.register()
        notice_kinds.register()
