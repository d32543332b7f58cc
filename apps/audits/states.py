"""Where an audit stands. That it was sealed and cosigned is read from the log; it moves only when a step is taken."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

DUE = timedelta(days=60)  # from the announcement to the result; after that it lapsed, and says so


class AuditState(models.TextChoices):
    """What has happened to it."""

    ANNOUNCED = "announced", _("announced")
    DRAWN = "drawn", _("drawn")
    FOUND = "found", _("result published")
    ANSWERED = "answered", _("answered")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("lapsed")


TRANSITIONS: dict[AuditState, frozenset[AuditState]] = {
    AuditState.ANNOUNCED: frozenset({AuditState.DRAWN, AuditState.WITHDRAWN, AuditState.LAPSED}),
    AuditState.DRAWN: frozenset({AuditState.FOUND, AuditState.WITHDRAWN, AuditState.LAPSED}),
    AuditState.FOUND: frozenset({AuditState.ANSWERED}),
    AuditState.ANSWERED: frozenset(),
    AuditState.WITHDRAWN: frozenset(),
    AuditState.LAPSED: frozenset(),
}
STEPS: dict[tuple[AuditState, AuditState], str] = {  # in words, for docs/states.md
    (AuditState.ANNOUNCED, AuditState.DRAWN): "Witnesses have signed a checkpoint of the log that holds it.",
    (AuditState.ANNOUNCED, AuditState.WITHDRAWN): "Whoever announced it takes it back, with a reason.",
    (AuditState.ANNOUNCED, AuditState.LAPSED): "For sixty days no witness signed a checkpoint.",
    (AuditState.DRAWN, AuditState.FOUND): "All who were drawn have looked at every item.",
    (AuditState.DRAWN, AuditState.WITHDRAWN): "Taken back after the draw, with a reason: the sample stays readable.",
    (
        AuditState.DRAWN,
        AuditState.LAPSED,
    ): "Sixty days passed without a result: it stays readable whose seat was empty.",
    (AuditState.FOUND, AuditState.ANSWERED): "The operator has answered, under a real name.",
}
RUNNING = (AuditState.ANNOUNCED, AuditState.DRAWN)
ICONS = {
    AuditState.ANNOUNCED: ("i-clock", "doubt"),
    AuditState.DRAWN: ("i-eye", "doubt"),
    AuditState.FOUND: ("i-yes", ""),
    AuditState.ANSWERED: ("i-yes", ""),
    AuditState.WITHDRAWN: ("i-no", ""),
    AuditState.LAPSED: ("i-no", "alert"),
}
