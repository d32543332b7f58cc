from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    name = "apps.trust"
    label = "trust"

    def ready(self) -> None:
        from apps.look.navigation import register_account_item
        from apps.trust import handlers, holdings  # noqa: F401 - they listen from now on

        holdings.register()
        register_account_item(_("My trust"), "trust:mine", order=40)
