from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScoringConfig(AppConfig):
    name = "apps.scoring"
    label = "scoring"

    def ready(self) -> None:
        from apps.ledger import DOCUMENT, declare
        from apps.people.archive_parts import register_chapter
        from apps.scoring import handlers, holdings  # noqa: F401 - they listen from now on

        declare("score.flagged")
        declare("model.released", entry=DOCUMENT, label=_("learnt weights put to use"))
        declare("model.withdrawn", entry=DOCUMENT, label=_("learnt weights taken back"))
        declare("rule.proposed")
        declare("rule.refused")
        declare("rule.enabled", entry=DOCUMENT, label=_("rule changed by two people"))
        declare("rule.ended", entry=DOCUMENT, label=_("changed rule no longer in force"))
        holdings.register()
        register_chapter("scores", _("How your reviews were scored, and why"), holdings.told)
