"""Where a contest stands about something that is not a post; the documentation's diagram is printed from here."""

from django.db import models
from django.utils.translation import pgettext_lazy as pgettext


class DisputeState(models.TextChoices):
    """Where a contest stands of a status, a conversion or a mark."""

    OPEN = "open", pgettext("dispute", "waits for a person")
    STANDS = "stands", pgettext("dispute", "it stands, with reasons")
    AGAIN = "again", pgettext("dispute", "contested once more, waits for somebody else")
    ANEW = "anew", pgettext("dispute", "counted anew")
    UPHELD = "upheld", pgettext("dispute", "decided again: it stands")
    MOOT = "moot", pgettext("dispute", "what was contested is gone")


_STATE = DisputeState
TRANSITIONS: dict[DisputeState, frozenset[DisputeState]] = {
    _STATE.OPEN: frozenset({_STATE.STANDS, _STATE.ANEW, _STATE.MOOT}),
    _STATE.STANDS: frozenset({_STATE.AGAIN}),
    _STATE.AGAIN: frozenset({_STATE.UPHELD, _STATE.ANEW, _STATE.MOOT}),
    _STATE.ANEW: frozenset(),
    _STATE.UPHELD: frozenset(),
    _STATE.MOOT: frozenset(),
}
STEPS: dict[tuple[DisputeState, DisputeState], str] = {  # in words, for docs/states.md
    (_STATE.OPEN, _STATE.STANDS): "A trust manager without a link decided that it was counted as it should be.",
    (_STATE.OPEN, _STATE.ANEW): "A trust manager without a link decided that it was wrong: it is counted anew.",
    (_STATE.OPEN, _STATE.MOOT): "What was contested is gone already, a mark that fell with its case for instance.",
    (_STATE.STANDS, _STATE.AGAIN): "The person contests once more, within six months.",
    (_STATE.AGAIN, _STATE.UPHELD): "Somebody else decided as before. A court remains open.",
    (_STATE.AGAIN, _STATE.ANEW): "Somebody else decided otherwise: it is counted anew.",
    (_STATE.AGAIN, _STATE.MOOT): "What was contested is gone already.",
}
WAITING = (DisputeState.OPEN, DisputeState.AGAIN)
CLOSED = (DisputeState.STANDS, DisputeState.ANEW, DisputeState.UPHELD, DisputeState.MOOT)
