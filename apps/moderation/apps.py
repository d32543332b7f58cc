from django.apps import AppConfig

INTERNAL = (
    "case.opened", "case.taken", "case.released", "case.decided", "case.closed", "decision.undone", "opinion.given",
    "audit.settled",
)  # fmt: skip


class ModerationConfig(AppConfig):
    name = "apps.moderation"
    label = "moderation"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from apps.ledger import FILING, PERSONAL, declare
        from apps.moderation import handlers, holdings, listening, navigation, notice_kinds  # noqa: F401 - handlers listen once imported

        for kind in INTERNAL:
            declare(kind)
        declare("report.filed", entry=FILING)
        declare("appeal.filed", entry=FILING)
        declare("decision.published", entry=PERSONAL, label=_("decision published"))
        notice_kinds.register()
        holdings.register()
        listening.register()
        navigation.register()
