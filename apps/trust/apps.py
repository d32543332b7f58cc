from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    name = "apps.trust"
    label = "trust"

    def ready(self) -> None:
        from apps.ledger import PERSONAL, declare
        from apps.look.navigation import register_account_item
        from apps.notices.kinds import register_kind
        from apps.people.sections import register_section
        from apps.spaces.disclosure import register_attestations
        from apps.trust import about_me, contested, handlers, holdings, mirror, refusals  # noqa: F401 - they listen from now on
        from apps.trust.services import THANKED

        declare("status.granted", entry=PERSONAL, label=_("status granted"))
        declare("refusal.kept")
        declare("status.ended", entry=PERSONAL, label=_("status ended"))
        holdings.register()
        about_me.register()
        contested.register()
        refusals.register()
        register_attestations(mirror.earned_elsewhere)
        register_kind(THANKED, _("Whoever asked thanks you: your answer is the one that helped them."))
        register_section("offers", "trust/offers.html", mirror.offers_section, order=10)
        register_account_item(_("My trust"), "trust:mine", order=40)
