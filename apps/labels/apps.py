from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LabelsConfig(AppConfig):
    name = "apps.labels"
    label = "labels"

    def ready(self) -> None:
        from apps.labels import holdings, navigation, places, telling
        from apps.ledger import DOCUMENT, PERSONAL, declare

        declare("criterion.published", entry=DOCUMENT, label=_("criterion published"))
        declare("assessment.published", entry=DOCUMENT, label=_("verdict under a criterion"))
        declare("assessment.by_member", entry=PERSONAL, label=_("verdict of a member"))
        declare("verdict.answered", entry=DOCUMENT, label=_("answer to a verdict"))
        declare("label.granted", entry=DOCUMENT, label=_("label given"))
        declare("label.changed", entry=DOCUMENT, label=_("label suspended, taken up again or revoked"))
        declare("label.heard", entry=DOCUMENT, label=_("label of another body"))
        holdings.register()
        navigation.register()
        places.register()
        telling.register()
