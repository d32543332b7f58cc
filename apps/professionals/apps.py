"""Professionals: verified by a published procedure; their reasoned doubts about reviews, listed for everybody."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfessionalsConfig(AppConfig):
    name = "apps.professionals"
    label = "professionals"

    def ready(self) -> None:
        from apps.ledger import PERSONAL, declare
        from apps.professionals import (
            handlers,  # noqa: F401 - they listen once imported
            holdings,
            navigation,
            telling,
        )

        declare("doubt.raised", entry=PERSONAL, label=_("reasoned doubt of a professional"))
        declare("doubt.settled", entry=PERSONAL, label=_("reasoned doubt settled"))
        for internal in ("doubt.answered", "doubt.read"):
            declare(internal)
        holdings.register()
        navigation.register()
        telling.register()
