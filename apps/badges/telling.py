"""Who is told of a question: the person who is asked, once."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.badges.models import Question
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare

ASKED = "badge.asked"


def register() -> None:
    """Called from `ready()`."""
    register_kind(
        ASKED,
        _("%(asking)s would like to know what you have earned in %(of)s. You may answer once, always, or not at all."),
    )


def tell_asked(question: Question, now: datetime) -> None:
    """Nobody is reminded."""
    prepare(
        kind=ASKED,
        to=[question.persona],
        about=question.reference,
        path="/me/badges/",
        context={
            "asking": in_each_language(lambda: question.asking.name),
            "of": in_each_language(lambda: question.of.name),
        },
        now=now,
    )
