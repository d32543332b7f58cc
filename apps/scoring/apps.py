from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "apps.scoring"
    label = "scoring"

    def ready(self) -> None:
        from apps.ledger import declare
        from apps.scoring import handlers, holdings  # noqa: F401 - they listen from now on

        declare("score.flagged")
        holdings.register()
