"""Where an alert stands. The states are signs for readers; they decide nothing and hide nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AlertState(models.TextChoices):
    """What the published rule says of the voices raised lately."""

    CALM = "calm", _("calm")
    POSSIBLE = "possible", _("possible")
    CONFIRMED = "confirmed", _("confirmed")


# Every step is open: voices come and go, and the rule is applied anew each time.
TRANSITIONS: dict[AlertState, frozenset[AlertState]] = {
    AlertState.CALM: frozenset({AlertState.POSSIBLE, AlertState.CONFIRMED}),
    AlertState.POSSIBLE: frozenset({AlertState.CALM, AlertState.CONFIRMED}),
    AlertState.CONFIRMED: frozenset({AlertState.POSSIBLE, AlertState.CALM}),
}
STEPS: dict[tuple[AlertState, AlertState], str] = {  # in words, for docs/states.md
    (AlertState.CALM, AlertState.POSSIBLE): "Five independent voices within an hour, or eight within six.",
    (AlertState.CALM, AlertState.CONFIRMED): "Many at once, active members among them: no step between.",
    (AlertState.POSSIBLE, AlertState.CALM): "For a day the voices have not reached the rule.",
    (AlertState.POSSIBLE, AlertState.CONFIRMED): "Far more independent voices than usual, enough of active members.",
    (AlertState.CONFIRMED, AlertState.POSSIBLE): "For a day fewer voices, or some turned out to be one hand.",
    (AlertState.CONFIRMED, AlertState.CALM): "For a day too few voices even for a doubt.",
}
ICONS = {AlertState.CALM: "i-calm", AlertState.POSSIBLE: "i-poss", AlertState.CONFIRMED: "i-conf"}
TAGS = {AlertState.CALM: "", AlertState.POSSIBLE: "doubt", AlertState.CONFIRMED: "alert"}
ORDER = {AlertState.CONFIRMED: 0, AlertState.POSSIBLE: 1, AlertState.CALM: 2}


class CommitmentState(models.TextChoices):
    """Whether a promise was kept."""

    DUE = "due", _("promise due")
    KEPT = "kept", _("promise kept")
    PART = "part", _("promise kept in part")
    NOT_KEPT = "not_kept", _("promise not kept")
