from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "apps.spaces"
    label = "spaces"

    def ready(self) -> None:
        from apps.ledger import declare

        declare("membership.joined")
        declare("membership.left")
        declare("mandate.granted")
