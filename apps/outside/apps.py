from django.apps import AppConfig


class OutsideConfig(AppConfig):
    name = "apps.outside"
    label = "outside"

    def ready(self) -> None:
        from apps.outside import checks  # noqa: F401 - checks register once imported
