"""What becomes of a change of rule, from the day it is tried; docs/states.md is drawn from here."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT_OPEN = timedelta(days=7)  # a change nobody seconds is tried again, on newer reviews


class ChangeKind(models.TextChoices):
    """What can be changed by two people."""

    THRESHOLDS = "thresholds", _("threshold")
    PATTERN = "pattern", _("switch of a reason")
    RELEASE = "release", _("release of blocked weights")


class ChangeState(models.TextChoices):
    """Where a change of rule stands."""

    TRIED = "tried", _("tried")
    PROPOSED = "proposed", _("proposed, waits for a second person")
    ENABLED = "enabled", _("enabled by two people")
    REPLACED = "replaced", _("no longer in force")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")


TRANSITIONS: dict[ChangeState, frozenset[ChangeState]] = {
    ChangeState.TRIED: frozenset({ChangeState.PROPOSED, ChangeState.EXPIRED}),
    ChangeState.PROPOSED: frozenset(
        {ChangeState.ENABLED, ChangeState.REJECTED, ChangeState.WITHDRAWN, ChangeState.EXPIRED}
    ),
    ChangeState.ENABLED: frozenset({ChangeState.REPLACED}),
    ChangeState.REPLACED: frozenset(),
    ChangeState.REJECTED: frozenset(),
    ChangeState.WITHDRAWN: frozenset(),
    ChangeState.EXPIRED: frozenset(),
}
STEPS: dict[tuple[ChangeState, ChangeState], str] = {  # in words, for docs/states.md
    (ChangeState.TRIED, ChangeState.PROPOSED): "Whoever tried it asks for it, with a written reason.",
    (ChangeState.TRIED, ChangeState.EXPIRED): "Nobody asked for it within seven days.",
    (
        ChangeState.PROPOSED,
        ChangeState.ENABLED,
    ): "Another person agrees, and what serves is still what it was tried on.",
    (ChangeState.PROPOSED, ChangeState.REJECTED): "Another person refuses.",
    (ChangeState.PROPOSED, ChangeState.WITHDRAWN): "Whoever asked for it thinks better of it.",
    (ChangeState.PROPOSED, ChangeState.EXPIRED): "Nobody answered within seven days of the trial.",
    (ChangeState.ENABLED, ChangeState.REPLACED): "Two people enabled another one, or other weights serve.",
}
