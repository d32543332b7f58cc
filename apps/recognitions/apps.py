"""By which published table a space takes a status of another as one of its own; circles; how it turned out."""

from django.apps import AppConfig

# the text of each version is in the public log as it was published (`version.published`), and a status that is given by
# a conversion is there as a commitment (`status.granted`)
INTERNAL = (
    "recognition.published", "recognition.announced", "recognition.ended",
    "conversion.made", "conversion.refused", "conversion.ended",
    "circle.founded", "circle.changed", "circle.joined", "circle.left",
)  # fmt: skip


class RecognitionsConfig(AppConfig):
    name = "apps.recognitions"
    label = "recognitions"

    def ready(self) -> None:
        from apps.ledger import declare
        from apps.recognitions import handlers, holdings, navigation, shown, telling  # noqa: F401 - they listen from now on

        for kind in INTERNAL:
            declare(kind)
        holdings.register()
        navigation.register()
        telling.register()
        shown.register()
