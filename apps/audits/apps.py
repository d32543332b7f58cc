"""Audits: somebody without a link looks at what a number nobody chose has drawn."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditsConfig(AppConfig):
    name = "apps.audits"
    label = "audits"

    def ready(self) -> None:
        from apps.audits import holdings, places, telling
        from apps.audits.permissions import linked_operators
        from apps.ledger import DOCUMENT, PERSONAL, declare
        from apps.moderation import conflicts

        declare("auditor.declared", entry=PERSONAL, label=_("links of an auditor declared"))
        declare("audit.announced", entry=DOCUMENT, label=_("audit announced"))
        declare("audit.drawn", entry=DOCUMENT, label=_("sample of an audit drawn"))
        declare("audit.left", entry=DOCUMENT, label=_("auditor steps down"))
        declare("audit.found", entry=DOCUMENT, label=_("result of an audit"))
        declare("audit.answered", entry=DOCUMENT, label=_("answer to an audit"))
        declare("audit.ended", entry=DOCUMENT, label=_("audit withdrawn or lapsed"))
        holdings.register()
        places.register()
        telling.register()
        conflicts.register(linked_operators)
