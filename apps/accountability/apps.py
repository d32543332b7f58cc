from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountabilityConfig(AppConfig):
    name = "apps.accountability"
    label = "accountability"

    def ready(self) -> None:
        from apps.accountability import handlers, holdings, navigation, places, receipts  # noqa: F401
        from apps.ledger import DOCUMENT, FILING, declare
        from apps.live.channels import everybody, register_channel
        from apps.notices.kinds import register_kind

        declare("voice.raised", entry=FILING)
        declare("proof.given", entry=FILING)
        declare("proof.erased")
        declare("proof.read")
        declare("representative.key", entry=DOCUMENT, label=_("key of a representative"))
        declare("voice.withdrawn")
        declare("voice.returned")
        declare("clause.settled")
        declare("disclosure.published")
        declare("order.recorded")
        declare("dispute.recorded")
        declare("report.checked", entry=DOCUMENT, label=_("report checked"))
        declare("voice.renewed")
        declare("contest.filed")
        declare("contest.decided")
        declare("dialogue.opened")
        declare("alert.state", entry=DOCUMENT, label=_("state of an alert"))
        declare("alert.tally", entry=DOCUMENT, label=_("batch of voices"))
        declare("alert.reworded", entry=DOCUMENT, label=_("words of an alert"))
        declare("alert.split", entry=DOCUMENT, label=_("alert split"))
        declare("alert.merged", entry=DOCUMENT, label=_("alert merged"))
        declare("commitment.checked", entry=DOCUMENT, label=_("commitment checked"))
        declare("answer.published", entry=DOCUMENT, label=_("answer published"))
        register_kind("alert.answered", _("%(operator)s has answered the alert you raised, under a real name."))
        register_kind("alert.reworded", _("An alert you raised about %(operator)s has new words. Renew yours?"))
        register_kind("alert.split", _("A part of an alert you raised about %(operator)s stands on its own. Join it?"))
        register_kind("alert.merged", _("An alert you raised about %(operator)s was merged with another. Join it?"))
        register_kind("alert.reminder", _("An alert about %(operator)s waits for an answer under a real name."))
        register_kind("report.due", _("%(operator)s owes its transparency report of last year by %(due)s."))
        register_kind("commitment.asked", _("%(operator)s made a promise whose day has come. Was it kept?"))
        register_kind("contest.decided", _("What you contested about your alert on %(operator)s is decided."))
        register_channel("operator", everybody)  # public news only: a state, a batch, an answer
        holdings.register()
        navigation.register()
        places.register()
        receipts.register()
