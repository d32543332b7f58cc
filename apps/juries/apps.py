"""Juries: members drawn by the log answer a second appeal, each alone, and say why."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JuriesConfig(AppConfig):
    name = "apps.juries"
    label = "juries"

    def ready(self) -> None:
        from apps.juries import holdings, navigation, telling
        from apps.ledger import DOCUMENT, declare

        declare("jury.called", entry=DOCUMENT, label=_("jury called"))
        declare("jury.drawn", entry=DOCUMENT, label=_("jury drawn"))
        declare("jury.ended", entry=DOCUMENT, label=_("jury ended"))
        for internal in ("jury.accepted", "jury.left", "jury.voted"):
            declare(internal)
        holdings.register()
        navigation.register()
        telling.register()
