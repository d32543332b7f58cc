"""Exchanges: what two members did for each other, confirmed by both, and their ratings, which appear together."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

INTERNAL = (
    "exchange.proposed", "exchange.confirmed", "exchange.refused", "exchange.taken_back",
    "rating.given", "rating.changed", "rating.taken_back",
)  # fmt: skip


class ExchangesConfig(AppConfig):
    name = "apps.exchanges"
    label = "exchanges"

    def ready(self) -> None:
        from apps.exchanges import holdings, navigation, telling
        from apps.ledger import DOCUMENT, declare

        for kind in INTERNAL:
            declare(kind)
        declare("exchange.revealed", entry=DOCUMENT, label=_("ratings of an exchange published together"))
        holdings.register()
        navigation.register()
        telling.register()
