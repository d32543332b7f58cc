"""Who hears what becomes of a request, and in which words: whoever asked, and nobody else."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.look.moments import day
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.people.services import main_persona
from apps.professionals.verification.models import Verification, VerificationDecision
from apps.professionals.verification.ways import Answer

WORDS = {
    "verification.grant": _("You are verified as a professional for %(house)s, until %(until)s."),
    "verification.refuse": _(
        "Your request for %(house)s is refused. The reasons, and how to contest, are on its page."
    ),
    "verification.end": _(
        "Your verification for %(house)s is ended. What you said stays. The reasons, and how to contest, are on its "
        "page."
    ),
    "verification.restore": _("Your verification for %(house)s stands again, until %(until)s."),
    "verification.lapsed": _("No proof came for your request for %(house)s. It is closed; you may ask again."),
    "verification.unanswered": _(
        "Nobody answered your request for %(house)s in ninety days. What you sent is destroyed, and the request "
        "closed. Ask again on its page: the rest is filled in."
    ),
    "verification.destroyed": _(
        "Nobody has answered what you contest about %(house)s in ninety days. The document you sent is destroyed; your "
        "words stand, and somebody else still decides. You may also take it back and ask anew."
    ),
    "verification.ends_soon": _("Your verification for %(house)s ends on %(until)s. Renewing it takes a few minutes."),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def decided(verification: Verification, decision: VerificationDecision, now: datetime) -> None:
    """In the words of the answer."""
    tell(f"verification.{Answer(decision.answer).value}", verification, now)


def tell(kind: str, verification: Verification, now: datetime) -> None:
    """Nothing to somebody who left."""
    account, until = verification.account, verification.until
    if account is None:
        return
    context: dict[str, Any] = {"house": verification.house}
    context["until"] = in_each_language(lambda: day(until) if until else "")
    path = "/me/professional/"
    prepare(kind=kind, to=[main_persona(account)], about=verification.reference, path=path, context=context, now=now)
