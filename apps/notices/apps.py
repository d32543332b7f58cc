from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "apps.notices"
    label = "notices"

    def ready(self) -> None:
        from apps.ledger import declare
        from apps.look.navigation import register_account_item
        from apps.notices import handlers, holdings, selectors  # noqa: F401 - handlers listen from now on
        from apps.notices.kinds import register_kind
        from apps.notices.quiet import silenced_section
        from apps.people.sections import register_section
        from apps.people.timeline import Source, register_happenings

        for internal in ("mailing.asked", "quiet.begun", "quiet.ended"):
            declare(internal)
        holdings.register()
        register_kind("export.ready", _("The copy of your data is ready. It waits for a day, and is handed over once."))
        register_account_item(_("Notices"), "notices:list", count=selectors.unread_of_request, order=20)
        told = Source("told", _("What I was told"), selectors.happenings_of, "after", selectors.happenings_in_words)
        register_happenings(told)
        register_section("notices", "notices/unread.html", selectors.unread_section, order=10)
        register_section("quiet", "notices/quiet_section.html", silenced_section, order=95)
