"""Where the proof of a pseudonym stands; the documentation's diagram is printed from here."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=365)  # a warning, from its publication
TO_PLACE = timedelta(days=14)  # to put the code in place
CHECKED_WITHIN = timedelta(hours=72)
PROOF_HOLDS = timedelta(days=90)  # the private link, once somebody has looked


class ClaimState(models.TextChoices):
    """What has happened to it."""

    ASKED = "asked", _("waits for the code")
    PLACED = "placed", _("waits for a person to look")
    PROVEN = "proven", _("proven")
    REFUSED = "refused", _("not seen")


TRANSITIONS: dict[ClaimState, frozenset[ClaimState]] = {
    ClaimState.ASKED: frozenset({ClaimState.PLACED}),
    ClaimState.PLACED: frozenset({ClaimState.PROVEN, ClaimState.REFUSED}),
    ClaimState.REFUSED: frozenset({ClaimState.PLACED}),
    ClaimState.PROVEN: frozenset(),
}
STEPS: dict[tuple[ClaimState, ClaimState], str] = {  # in words, for docs/states.md
    (ClaimState.ASKED, ClaimState.PLACED): "The person says that the code stands in the profile.",
    (ClaimState.PLACED, ClaimState.PROVEN): "A trust manager saw the code there: the private page opens.",
    (ClaimState.PLACED, ClaimState.REFUSED): "A trust manager did not see it, and says what was there instead.",
    (ClaimState.REFUSED, ClaimState.PLACED): "The code is in place now: somebody looks again.",
}
