"""Badges that members made of what they earned. What is signed is written anew at each reading; rows say what holds."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from apps.badges.states import BadgeState
from apps.base.models import Referenced
from apps.people.models import Persona
from apps.spaces.models import Space, Topic


class Place(models.Model):
    """A place in the public list of a space: given once, to a badge or to an answer, and never again."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    over_at = models.DateTimeField(null=True, blank=True)  # from then on the list says so

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "number"], name="badge_place_once")]


class BadgeQuerySet(models.QuerySet["Badge"]):
    """Badges by whether they stand."""

    def standing(self) -> "BadgeQuerySet":
        """Nobody ended them; whether they are still earned is looked at by whoever reads."""
        return self.filter(state=BadgeState.STANDS)


class Badge(Referenced):
    """One earned status of one pseudonym, in one space and topic, that its holder shows to anybody."""

    persona = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    level = models.CharField(max_length=32)
    algorithm = models.CharField(max_length=64)  # by which published rule, in which version
    since = models.DateTimeField()
    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="badge")
    state = models.CharField(max_length=16, choices=BadgeState.choices, default=BadgeState.STANDS)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BadgeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "space", "topic"],
                condition=Q(state="stands"),
                nulls_distinct=False,
                name="badge_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="stands", ended_at=None, persona__isnull=False)
                | ~Q(state="stands") & Q(ended_at__isnull=False),
                name="badge_ends_at_a_moment",
            ),
            models.CheckConstraint(condition=~Q(state="erased") | Q(persona=None), name="badge_erased_names_nobody"),
        ]

    def end(self, state: BadgeState, now: datetime) -> None:
        """Only the columns: who saves is a service."""
        self.state, self.ended_at = state, now
