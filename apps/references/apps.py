"""At a member's request, and only then, a space writes to another what it can vouch for; they read it first."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferencesConfig(AppConfig):
    name = "apps.references"
    label = "references"

    def ready(self) -> None:
        from apps.ledger import PERSONAL, declare
        from apps.references import facts, holdings, navigation, telling

        declare("reference.sent", entry=PERSONAL, label=_("reference sent at a member’s request"))
        declare("reference.revoked", entry=PERSONAL, label=_("reference taken back by its member"))
        for step in ("asked", "written", "dropped", "ended"):
            declare(f"reference.{step}")
        facts.register()
        holdings.register()
        navigation.register()
        telling.register()
