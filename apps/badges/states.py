"""Where a badge stands; the documentation's diagram is printed from here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BadgeState(models.TextChoices):
    """What became of it. A badge that ended does not come back: another one is made."""

    STANDS = "stands", _("shown")
    TAKEN_BACK = "taken_back", _("no longer shown")
    LOST = "lost", _("no longer earned")
    ERASED = "erased", _("erased")


TRANSITIONS: dict[BadgeState, frozenset[BadgeState]] = {
    BadgeState.STANDS: frozenset({BadgeState.TAKEN_BACK, BadgeState.LOST, BadgeState.ERASED}),
    BadgeState.TAKEN_BACK: frozenset({BadgeState.ERASED}),
    BadgeState.LOST: frozenset({BadgeState.ERASED}),
    BadgeState.ERASED: frozenset(),
}
STEPS: dict[tuple[BadgeState, BadgeState], str] = {  # in words, for docs/states.md
    (BadgeState.STANDS, BadgeState.TAKEN_BACK): "The person it is about shows it no longer; they may make another one.",
    (BadgeState.STANDS, BadgeState.LOST): "The status it says is not earned any more, or not at this level.",
    (BadgeState.STANDS, BadgeState.ERASED): "The person erased their data: the address says that it is gone.",
    (BadgeState.TAKEN_BACK, BadgeState.ERASED): "The person erased their data.",
    (BadgeState.LOST, BadgeState.ERASED): "The person erased their data.",
}
