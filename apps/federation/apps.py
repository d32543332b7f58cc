"""Other sites: what they say here, what we say there, and who decides where."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FederationConfig(AppConfig):
    name = "apps.federation"
    label = "federation"

    def ready(self) -> None:
        from apps.badges.bonds import register_bonds
        from apps.badges.issuers import register_space_keys
        from apps.federation import contested, handlers, holdings, notice_kinds, refused  # noqa: F401 - they listen
        from apps.federation.bonds import bonds_of
        from apps.federation.came import came_of
        from apps.federation.grounds import explain
        from apps.federation.keys import key_of_space
        from apps.federation.navigation import may_see_sites
        from apps.federation.services.letters import POST
        from apps.federation.still import held_now
        from apps.ledger import DOCUMENT, declare
        from apps.look.navigation import register_account_item
        from apps.recognitions.selectors.flows import register_came
        from apps.references.elsewhere import register_post
        from apps.trust.grounds import register_grounds, register_recheck
        from apps.trust.models import Basis

        declare("peer.decided", entry=DOCUMENT, label=_("another site allowed, limited, paused or blocked"))
        declare("federation.chosen", entry=DOCUMENT, label=_("a space opened to other sites, or closed"))
        declare("feed.confirmed", entry=DOCUMENT, label=_("reading of another site begun"))
        declare("feed.changed", entry=DOCUMENT, label=_("reading of another site paused, resumed or stopped"))
        contested.register()
        refused.register()
        holdings.register()
        register_space_keys(key_of_space)
        register_post(POST)
        register_came(came_of)
        register_bonds(bonds_of)
        register_grounds(Basis.CONVERTED, explain)
        register_recheck(Basis.CONVERTED, held_now)
        notice_kinds.register()
        register_account_item(_("Other sites"), "federation:sites", shown=may_see_sites, order=6)
