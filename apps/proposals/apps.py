"""Proposals: those whom a rule binds propose other words for it, vote, and read the reasons of who decides."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "apps.proposals"
    label = "proposals"

    def ready(self) -> None:
        from apps.ledger import DOCUMENT, FILING, PERSONAL, declare
        from apps.proposals import handlers, holdings, navigation, places, receipts, telling  # noqa: F401 - they listen

        declare("proposal.made", entry=PERSONAL, label=_("change of a rule proposed"))
        declare("proposal.opened", entry=DOCUMENT, label=_("vote on a proposal begins"))
        declare("proposal.turnout", entry=DOCUMENT, label=_("turnout of a vote"))
        declare("proposal.counted", entry=DOCUMENT, label=_("count of a vote"))
        declare("proposal.decided", entry=DOCUMENT, label=_("decision on a proposal"))
        declare("proposal.ended", entry=DOCUMENT, label=_("proposal taken back or overtaken"))
        declare("vote.cast", entry=FILING)
        holdings.register()
        navigation.register()
        places.register()
        receipts.register()
        telling.register()
