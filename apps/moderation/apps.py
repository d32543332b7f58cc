from django.apps import AppConfig

INTERNAL = (
    "case.opened", "case.taken", "case.released", "case.decided", "case.closed", "decision.undone", "opinion.given",
    "audit.settled", "tie.declared", "tie.ended", "cases.decided", "decisions.undone", "word.said",
    "second.asked", "second.given", "check.given",
)  # fmt: skip


class ModerationConfig(AppConfig):
    name = "apps.moderation"
    label = "moderation"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from apps.ledger import FILING, PERSONAL, declare
        from apps.moderation import (  # handlers listen once imported
            about_me,
            desk_holdings,
            handlers,  # noqa: F401 - they listen once imported
            holdings,
            holdings_beside,
            listening,
            navigation,
            notice_kinds,
        )

        for kind in INTERNAL:
            declare(kind)
        declare("report.filed", entry=FILING)
        declare("appeal.filed", entry=FILING)
        declare("decision.published", entry=PERSONAL, label=_("decision published"))
        declare("emergency.ended", entry=PERSONAL, label=_("emergency ended by itself"))
        declare("order.entered", entry=PERSONAL, label=_("order of an authority received"))
        declare("order.ended", entry=PERSONAL, label=_("order of an authority ended"))
        notice_kinds.register()
        holdings.register()
        holdings_beside.register()
        desk_holdings.register()
        about_me.register()
        listening.register()
        navigation.register()
