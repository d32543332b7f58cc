"""What the person is told: that a space asks, and that a badge of theirs no longer holds."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.badges.credential import title
from apps.badges.models import Badge, Question
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.people.models import Persona

ASKED, LOST = "badge.asked", "badge.lost"
LOST_WORDS = _(
    "Your badge “%(title)s” no longer holds: what it says is not earned at the moment, or its space is now for its "
    "members only."
)


def register() -> None:
    """Called from `ready()`."""
    register_kind(
        ASKED,
        _("%(asking)s would like to know what you have earned in %(of)s. You may answer once, always, or not at all."),
    )
    register_kind(LOST, LOST_WORDS)


def tell_lost(badge: Badge, persona: Persona, now: datetime) -> None:
    """Once; nobody else is told. Earned again, another one can be made."""
    prepare(
        kind=LOST,
        to=[persona],
        about=badge.reference,
        path="/me/badges/",
        context={"title": in_each_language(lambda: title(badge.space, badge.topic, badge.level))},
        now=now,
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
