"""A status as a signed statement that its holder shows where they like, that can be asked for, and taken back."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BadgesConfig(AppConfig):
    name = "apps.badges"
    label = "badges"

    def ready(self) -> None:
        from apps.badges import holdings, navigation, taking_along, telling
        from apps.ledger import PERSONAL, declare

        declare("badge.granted", entry=PERSONAL, label=_("badge made"))
        declare("badge.revoked", entry=PERSONAL, label=_("badge taken back, or no longer earned"))
        declare("badge.shown", entry=PERSONAL, label=_("page of badges opened or closed"))
        declare("badge.asked", entry=PERSONAL, label=_("somebody asked what they earned elsewhere"))
        declare("badge.answered", entry=PERSONAL, label=_("answer read, with the person’s consent"))
        holdings.register()
        navigation.register()
        taking_along.register()
        telling.register()
