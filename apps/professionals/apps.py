"""Professionals: verified by a published procedure; their reasoned doubts about reviews, listed for everybody."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

STEPS_LOGGED = {
    "asked": _("request to be verified as a professional"),
    "proved": _("proof of a professional"),
    "granted": _("professional verified"),
    "refused": _("verification of a professional refused"),
    "revoked": _("verification of a professional ended"),
    "contested": _("verification of a professional contested"),
    "upheld": _("verification of a professional decided again"),
    "withdrawn": _("verification of a professional withdrawn"),
    "lapsed": _("verification of a professional without a proof"),
    "unanswered": _("verification of a professional not answered in time"),
}


class ProfessionalsConfig(AppConfig):
    name = "apps.professionals"
    label = "professionals"

    def ready(self) -> None:
        from apps.ledger import PERSONAL, declare
        from apps.professionals import (
            handlers,  # noqa: F401 - they listen once imported
            holdings,
            kinds,
            navigation,
            telling,
        )
        from apps.professionals.verification import holdings as verification_holdings
        from apps.professionals.verification import telling as verification_telling

        declare("doubt.raised", entry=PERSONAL, label=_("reasoned doubt of a professional"))
        declare("doubt.settled", entry=PERSONAL, label=_("reasoned doubt settled"))
        declare("doubt.withdrawn", entry=PERSONAL, label=_("reasoned doubt taken back"))
        for internal in ("doubt.answered", "doubt.read", "reasons.masked", "reasons.restored", "reasons.withdrawn"):
            declare(internal)
        for step, words in STEPS_LOGGED.items():
            declare(f"verification.{step}", entry=PERSONAL, label=words)
        for internal in ("verification.code_asked", "verification.read"):
            declare(internal)
        holdings.register()
        verification_holdings.register()
        kinds.register()
        navigation.register()
        telling.register()
        verification_telling.register()
