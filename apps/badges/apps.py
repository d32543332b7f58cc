"""A status as a signed statement that its holder shows where they like, that can be asked for, and taken back."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BadgesConfig(AppConfig):
    name = "apps.badges"
    label = "badges"

    def ready(self) -> None:
        from apps.badges import holdings, navigation
        from apps.ledger import PERSONAL, declare

        declare("badge.granted", entry=PERSONAL, label=_("badge made"))
        declare("badge.revoked", entry=PERSONAL, label=_("badge taken back, or no longer earned"))
        holdings.register()
        navigation.register()
