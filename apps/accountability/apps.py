from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountabilityConfig(AppConfig):
    name = "apps.accountability"
    label = "accountability"

    def ready(self) -> None:
        from apps.accountability import handlers, holdings, navigation, places, receipts  # noqa: F401
        from apps.ledger import DOCUMENT, FILING, declare
        from apps.live.channels import register_channel
        from apps.notices.kinds import register_kind

        declare("voice.raised", entry=FILING)
        declare("voice.withdrawn")
        declare("voice.returned")
        declare("clause.settled")
        declare("disclosure.published")
        declare("alert.state", entry=DOCUMENT, label=_("state of an alert"))
        declare("alert.tally", entry=DOCUMENT, label=_("batch of voices"))
        declare("answer.published", entry=DOCUMENT, label=_("answer published"))
        register_kind("alert.answered", _("%(operator)s has answered the alert you raised, under a real name."))
        register_channel("operator", lambda account, slug: True)  # public news only: a state, a batch, an answer
        holdings.register()
        navigation.register()
        places.register()
        receipts.register()
