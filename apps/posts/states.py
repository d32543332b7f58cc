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
STEPS: dict[tuple[ItemState, ItemState], str] = {  # in words, for docs/states.md
    (
        ItemState.PUBLISHED,
        ItemState.MASKED,
    ): "A person decided so and stated the reasons; a stub stays in its place.",
    (
        ItemState.PUBLISHED,
        ItemState.WITHDRAWN,
    ): "Its author, or the origin of what was imported, took it back; the place stays and says so.",
    (ItemState.PUBLISHED, ItemState.ERASED): "Its author erased it; an empty place stays, with the word “erased”.",
    (
        ItemState.MASKED,
        ItemState.PUBLISHED,
    ): "An appeal led to another decision, or its author reworded what was masked.",
    (ItemState.MASKED, ItemState.MASKED): "A later decision masks other sentences, or all of it.",
    (ItemState.MASKED, ItemState.WITHDRAWN): "Its author took back what was left of it.",
    (ItemState.MASKED, ItemState.ERASED): "Its author erased it, masked words included.",
    (ItemState.WITHDRAWN, ItemState.ERASED): "Its author erased what had been taken back.",
}
