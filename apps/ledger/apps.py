from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "apps.ledger"
    label = "ledger"

    def ready(self) -> None:
        from apps.ledger import (
            checks,  # noqa: F401 - checks register once imported
            kinds,
            navigation,
            places,
        )
        from apps.look.navigation import Place, register_footer_line, register_nav

        kinds.declare_own()
        places.register_own()
        register_nav("log", _("Public log"), "ledger:log", order=40)
        register_nav("log", _("Public log"), "ledger:log", order=40, place=Place.ABOUT)
        register_footer_line(navigation.footer_line)
