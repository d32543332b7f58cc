from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "apps.pages"
    label = "pages"

    def ready(self) -> None:
        from apps.live.channels import everybody, register_channel
        from apps.look.navigation import Place, register_account_item, register_nav
        from apps.pages import places
        from apps.pages.marked import marked_section
        from apps.people.sections import register_section

        register_nav("spaces", _("Spaces"), "pages:spaces", order=10)
        register_nav("solutions", _("What was solved"), "pages:solutions", order=8, place=Place.ABOUT)
        register_nav("audit", _("Audit"), "pages:audit", order=50)
        register_account_item(_("My mirror"), "pages:mirror", order=46)
        register_account_item(_("What I show of myself"), "spaces:shown", order=47)
        register_section("marked", "pages/marked.html", marked_section, order=25)
        register_channel("home", everybody)  # four public figures
        places.register()
