"""Where a jury stands, and what can be voted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.moderation.states import Outcome


class JuryState(models.TextChoices):
    """What has happened to it."""

    CALLED = "called", _("called, not drawn yet")
    SITTING = "sitting", _("sitting")
    ANSWERED = "answered", _("answered")
    SILENT = "silent", _("no answer in time")
    MOOT = "moot", _("the words changed meanwhile")


TRANSITIONS: dict[JuryState, frozenset[JuryState]] = {
    JuryState.CALLED: frozenset({JuryState.SITTING, JuryState.SILENT, JuryState.MOOT}),
    JuryState.SITTING: frozenset({JuryState.ANSWERED, JuryState.SILENT, JuryState.MOOT}),
    JuryState.ANSWERED: frozenset(),
    JuryState.SILENT: frozenset(),
    JuryState.MOOT: frozenset(),
}
STEPS: dict[tuple[JuryState, JuryState], str] = {  # in words, for docs/states.md
    (JuryState.CALLED, JuryState.SITTING): "A signed checkpoint of the log holds the list: the lots are drawn.",
    (
        JuryState.CALLED,
        JuryState.SILENT,
    ): "Fourteen days passed without a checkpoint to draw from: what was masked is shown.",
    (JuryState.CALLED, JuryState.MOOT): "Its author edited, withdrew or erased the words.",
    (JuryState.SITTING, JuryState.ANSWERED): "All who sit have voted, or the time is over and more than half have.",
    (JuryState.SITTING, JuryState.SILENT): "The time is over and half or fewer have voted: what was masked is shown.",
    (JuryState.SITTING, JuryState.MOOT): "Its author edited, withdrew or erased the words.",
}
RUNNING = (JuryState.CALLED, JuryState.SITTING)


class Left(models.TextChoices):
    """Why a seat is empty."""

    DECLINED = "declined", _("declined")
    SILENT = "silent", _("no answer to the invitation")
    LINKED = "linked", _("a link, or part in the case")
    GONE = "gone", _("no longer a member")


STRICTNESS: dict[Outcome, int] = {  # from the mildest on: what the majority is counted by
    Outcome.KEEP: 0,
    Outcome.LABEL: 1,
    Outcome.ASK_EDIT: 2,
    Outcome.CLOSE: 3,
    Outcome.PAUSE: 4,
    Outcome.MASK: 5,
}
