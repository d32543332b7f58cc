from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GateConfig(AppConfig):
    name = "apps.gate"
    label = "gate"

    def ready(self) -> None:
        from apps.ledger import DOCUMENT, declare

        declare("content.imported", entry=DOCUMENT, label=_("content imported"))
