"""Two members who have earned trust in a space vouch for a newcomer: slots, an end, and what it costs them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "apps.referrals"
    label = "referrals"

    def ready(self) -> None:
        from apps.ledger import PERSONAL, declare
        from apps.referrals import handlers, holdings, navigation, telling  # noqa: F401 - handlers listen from now on

        declare("referral.asked")
        declare("referral.given", entry=PERSONAL, label=_("a member vouched for another"))
        declare("referral.withdrawn", entry=PERSONAL, label=_("a member’s word for another taken back"))
        declare("referral.betrayed", entry=PERSONAL, label=_("mark for a referral that turned out badly"))
        holdings.register()
        navigation.register()
        telling.register()
