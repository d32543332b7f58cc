from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "apps.people"
    label = "people"

    def ready(self) -> None:
        from apps.ledger import declare
        from apps.look.navigation import Place, register_account_item, register_nav
        from apps.people import archive_actor, archive_page, foundations, handlers, holdings_of_people, timeline  # noqa: F401 - handlers listen
        from apps.people.archive_parts import register_chapter, register_file
        from apps.people.doings import register_doing

        declare("persona.created")
        declare("account.erased")
        declare("export.requested")
        declare("export.ready")
        foundations.register()
        holdings_of_people.register()
        register_doing("persona.created", _("You took the pseudonym %(name)s"), naming=holdings_of_people.name_personas)
        register_doing("export.requested", _("You asked for a copy of your data"))
        register_account_item(_("My place"), "people:me", order=10)
        timeline.register()
        register_file("actor.json", _("Your pseudonyms, as ActivityStreams"), archive_actor.actor)
        register_chapter("looks", _("Who looked at your data, and why"), archive_page.looks)
        register_account_item(_("My time line"), "people:timeline", order=15)
        register_account_item(_("Who looked at my data"), "people:journal", order=45)
        register_account_item(_("My data"), "people:data", order=80)
        register_account_item(_("My tokens"), "people:tokens", order=85)
        register_account_item(_("My invitations"), "people:invitations", order=86)
        register_nav("retention", _("What we keep, and for how long"), "people:retention", place=Place.ABOUT, order=60)
        register_nav("me", _("My place"), "people:me", place=Place.YOU, order=10)
        register_nav("data", _("My data: see, take along, erase"), "people:data", place=Place.YOU, order=20)
