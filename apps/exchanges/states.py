"""Where a recorded exchange stands; the documentation's diagram is printed from here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExchangeState(models.TextChoices):
    """What the two have said of it."""

    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed by both")
    REFUSED = "refused", _("not confirmed")
    TAKEN_BACK = "taken_back", _("taken back")
    EXPIRED = "expired", _("expired")
    REVEALED = "revealed", _("rated")


TRANSITIONS: dict[ExchangeState, frozenset[ExchangeState]] = {
    ExchangeState.PROPOSED: frozenset(
        {ExchangeState.CONFIRMED, ExchangeState.REFUSED, ExchangeState.TAKEN_BACK, ExchangeState.EXPIRED}
    ),
    ExchangeState.CONFIRMED: frozenset({ExchangeState.REVEALED, ExchangeState.EXPIRED}),
    ExchangeState.REFUSED: frozenset(),
    ExchangeState.TAKEN_BACK: frozenset(),
    ExchangeState.EXPIRED: frozenset(),
    ExchangeState.REVEALED: frozenset(),
}
STEPS: dict[tuple[ExchangeState, ExchangeState], str] = {  # in words, for docs/states.md
    (ExchangeState.PROPOSED, ExchangeState.CONFIRMED): "The other member says that it took place: both may rate it.",
    (ExchangeState.PROPOSED, ExchangeState.REFUSED): "The other member does not confirm it, and need not say why.",
    (ExchangeState.PROPOSED, ExchangeState.TAKEN_BACK): "Whoever proposed it took it back.",
    (ExchangeState.PROPOSED, ExchangeState.EXPIRED): "Thirty days passed without an answer.",
    (
        ExchangeState.CONFIRMED,
        ExchangeState.REVEALED,
    ): "Both ratings are in, or fourteen days have passed since the first, or none can come any more: what is held "
    "appears at one instant.",
    (ExchangeState.CONFIRMED, ExchangeState.EXPIRED): "Ninety days passed and nobody has a rating in.",
}


class Side(models.TextChoices):
    """One of the two."""

    PROPOSER = "proposer", _("who proposed it")
    OTHER = "other", _("who confirmed it")


class RatingState(models.TextChoices):
    """Where a rating stands. Once revealed it is a message like any other, with the states of messages."""

    HELD = "held", _("held")
    REVEALED = "revealed", _("published")
    WITHDRAWN = "withdrawn", _("taken back")


class Why(models.TextChoices):
    """Why ratings appeared when they did."""

    BOTH = "both", _("both ratings were in")
    TIME = "time", _("fourteen days had passed since the first rating, and the second was not in")
    ALONE = "alone", _("no other rating could come any more: it was taken back, or its author has left the site")
