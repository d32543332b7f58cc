"""The one state of an item and how it may change (design §8); the documentation's diagram is printed from here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemState(models.TextChoices):
    """Where a post or a review stands."""

    PUBLISHED = "published", _("published")
    MASKED = "masked", _("masked")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")
    ERASED = "erased", _("erased")


TRANSITIONS: dict[ItemState, frozenset[ItemState]] = {
    ItemState.PUBLISHED: frozenset({ItemState.MASKED, ItemState.WITHDRAWN, ItemState.ERASED}),
    ItemState.MASKED: frozenset({ItemState.PUBLISHED, ItemState.MASKED, ItemState.WITHDRAWN, ItemState.ERASED}),
    ItemState.WITHDRAWN: frozenset({ItemState.ERASED}),
    ItemState.ERASED: frozenset(),
}
