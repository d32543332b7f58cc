"""Where a recognition and a conversion stand; the documentation's diagrams are printed from here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RecognitionState(models.TextChoices):
    """Whether what is earned in one space counts in another."""

    PUBLISHED = "published", pgettext_lazy("recognition", "published")
    ENDING = "ending", pgettext_lazy("recognition", "ends soon")
    ENDED = "ended", pgettext_lazy("recognition", "ended")


TRANSITIONS: dict[RecognitionState, frozenset[RecognitionState]] = {
    RecognitionState.PUBLISHED: frozenset({RecognitionState.PUBLISHED, RecognitionState.ENDING}),
    RecognitionState.ENDING: frozenset({RecognitionState.PUBLISHED, RecognitionState.ENDED}),
    RecognitionState.ENDED: frozenset({RecognitionState.PUBLISHED}),
}
STEPS: dict[tuple[RecognitionState, RecognitionState], str] = {  # in words, for docs/states.md
    (RecognitionState.PUBLISHED, RecognitionState.PUBLISHED): "Another version of the table is published. What it "
    "takes away binds fifteen days later.",
    (RecognitionState.PUBLISHED, RecognitionState.ENDING): "A trust manager announces its end, fifteen days before; "
    "or the space has left the circle it came from.",
    (RecognitionState.ENDING, RecognitionState.PUBLISHED): "A table is published before the end came.",
    (RecognitionState.ENDING, RecognitionState.ENDED): "Fifteen days have passed: all that was converted by it ends.",
    (RecognitionState.ENDED, RecognitionState.PUBLISHED): "The space publishes a table again.",
}


class ConversionState(models.TextChoices):
    """What became of a member's question."""

    GIVEN = "given", pgettext_lazy("conversion", "given")
    REFUSED = "refused", pgettext_lazy("conversion", "refused")
    ENDED = "ended", pgettext_lazy("conversion", "ended")


class Ended(models.TextChoices):
    """Why what was converted counts no more."""

    OVER = "over", _("its time is over")
    LOST = "lost", _("it is no longer earned there, or the table no longer counts it")
    TAKEN_BACK = "taken_back", _("you took it back")
    CONTESTED = "contested", _("a decision ended it")
