from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpacesConfig(AppConfig):
    name = "apps.spaces"
    label = "spaces"

    def ready(self) -> None:
        from apps.ledger import declare
        from apps.people.doings import register_doing
        from apps.people.reserved import register_bearer, register_reserved
        from apps.people.sections import register_section
        from apps.spaces import disclosure, holdings, selectors

        declare("membership.joined")
        declare("membership.left")
        declare("membership.paused")
        declare("membership.resumed")
        declare("disclosure.changed")
        declare("mandate.granted")
        declare("mandate.revoked")
        declare("representative.named")
        declare("representative.ended")
        holdings.register()
        register_reserved(selectors.mandate_names)
        register_bearer(selectors.uncovered_like)
        naming = selectors.name_spaces
        register_doing("membership.joined", _("You joined the space %(name)s"), naming=naming)
        register_doing("membership.left", _("You left the space %(name)s"), naming=naming)
        register_doing("disclosure.changed", _("You changed what you show of yourself in %(name)s"), naming=naming)
        disclosure.register_attestations(disclosure.known_here)
        register_section("spaces", "spaces/mine.html", selectors.standing, order=20)
