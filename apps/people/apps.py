from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "apps.people"
    label = "people"

    def ready(self) -> None:
        from apps.ledger import declare
        from apps.people import foundations, holdings_of_people

        declare("persona.created")
        declare("account.erased")
        foundations.register()
        holdings_of_people.register()
