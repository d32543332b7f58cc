from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    name = "apps.trust"
    label = "trust"

    def ready(self) -> None:
        from apps.look.navigation import register_account_item
        from apps.people.sections import register_section
        from apps.trust import handlers, holdings, mirror  # noqa: F401 - they listen from now on

        holdings.register()
        register_section("offers", "trust/offers.html", mirror.offers_section, order=10)
        register_account_item(_("My trust"), "trust:mine", order=40)
