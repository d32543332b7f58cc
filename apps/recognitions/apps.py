"""By which published table a space takes a status of another as one of its own; circles; how it turned out."""

from django.apps import AppConfig


class RecognitionsConfig(AppConfig):
    name = "apps.recognitions"
    label = "recognitions"

    def ready(self) -> None:
        from apps.ledger import declare
        from apps.recognitions import holdings, navigation, telling

        # the text of each version is in the public log as it was published: `version.published`
        for kind in ("recognition.published", "recognition.announced", "recognition.ended"):
            declare(kind)
        holdings.register()
        navigation.register()
        telling.register()
