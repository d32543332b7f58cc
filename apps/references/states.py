"""What becomes of a reference: one published table. Nothing leaves before the member has read it and sent it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterState(models.TextChoices):
    """Where it stands."""

    ASKED = "asked", _("a trust manager may add a word")
    READY = "ready", _("ready to be read by the member")
    SENT = "sent", _("sent")
    DROPPED = "dropped", _("not sent")
    REVOKED = "revoked", _("taken back")
    EXPIRED = "expired", _("over")


TRANSITIONS: dict[LetterState, frozenset[LetterState]] = {
    LetterState.ASKED: frozenset({LetterState.READY, LetterState.DROPPED}),
    LetterState.READY: frozenset({LetterState.SENT, LetterState.DROPPED}),
    LetterState.SENT: frozenset({LetterState.REVOKED, LetterState.EXPIRED}),
    LetterState.DROPPED: frozenset(),
    LetterState.REVOKED: frozenset(),
    LetterState.EXPIRED: frozenset(),
}

STEPS: dict[tuple[LetterState, LetterState], str] = {
    (
        LetterState.ASKED,
        LetterState.READY,
    ): "A trust manager added two sentences, said that they add none, or a week went by.",
    (LetterState.ASKED, LetterState.DROPPED): "The member no longer wants it.",
    (LetterState.READY, LetterState.SENT): "The member read it and sent it.",
    (LetterState.READY, LetterState.DROPPED): "The member does not send it, or did nothing for thirty days.",
    (LetterState.SENT, LetterState.REVOKED): "The member takes it back.",
    (LetterState.SENT, LetterState.EXPIRED): "Thirty days are over.",
}
RUNNING = (LetterState.ASKED, LetterState.READY, LetterState.SENT)
