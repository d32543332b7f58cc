"""Mediation: an independent person's opinion on a dispute, published beside the decision. It decides nothing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediationConfig(AppConfig):
    name = "apps.mediation"
    label = "mediation"

    def ready(self) -> None:
        from apps.ledger import DOCUMENT, declare
        from apps.mediation import holdings, kinds, navigation, telling

        declare("mediation.given", entry=DOCUMENT, label=_("opinion of a mediator"))
        declare("mediation.answered", entry=DOCUMENT, label=_("answer to an opinion of a mediator"))
        for step in ("asked", "accepted", "declined", "withdrawn", "expired"):
            declare(f"mediation.{step}")
        for internal in ("opinion.masked", "opinion.restored", "response.masked", "response.restored"):
            declare(internal)
        holdings.register()
        kinds.register()
        navigation.register()
        telling.register()
