from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "apps.notices"
    label = "notices"

    def ready(self) -> None:
        from apps.look.navigation import register_account_item
        from apps.notices import handlers, holdings, selectors  # noqa: F401 - handlers listen from now on
        from apps.notices.kinds import register_kind
        from apps.people.sections import register_section

        holdings.register()
        register_kind("export.ready", _("The copy of your data is ready. It waits for a day, and is handed over once."))
        register_account_item(_("Notices"), "notices:list", count=selectors.unread_of_request, order=20)
        register_section("notices", "notices/unread.html", selectors.unread_section, order=10)
