"""Contests of a status, a conversion or a mark: a person decides, and another one again."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

STEPS_LOGGED = {
    "opened": _("status, conversion or mark contested"),
    "again": _("decision about a contested status contested once more"),
    "stands": _("contested status: it stands"),
    "anew": _("contested status: counted anew"),
    "upheld": _("contested status: decided again, it stands"),
    "moot": _("contested status: gone already"),
}


class DisputesConfig(AppConfig):
    name = "apps.disputes"
    label = "disputes"

    def ready(self) -> None:
        from apps.disputes import holdings, navigation, telling
        from apps.ledger import PERSONAL, declare

        for step, words in STEPS_LOGGED.items():
            declare(f"dispute.{step}", entry=PERSONAL, label=words)
        holdings.register()
        navigation.register()
        telling.register()
