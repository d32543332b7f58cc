"""Badges that members made, what spaces ask of them, and pages of one's own. What is signed is written anew at each
reading; rows say what holds."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from apps.badges.consents import Consent
from apps.badges.states import BadgeState
from apps.base.models import Referenced
from apps.people.models import Account, Persona
from apps.spaces.models import Space, Topic

ONCE_WAITS = timedelta(days=14)  # for whoever asked to read it


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


class Question(Referenced):
    """What one space asks about somebody's standing in another, and whether the person answers."""

    asking = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    of = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=300)
    asked_by = models.CharField(max_length=80)  # the public name of a mandate
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    consent = models.CharField(max_length=16, choices=Consent.choices, default=Consent.WAITING)
    consented_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    place = models.OneToOneField(Place, on_delete=models.PROTECT, null=True, related_name="question")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(asking=F("of")), name="question_of_another_space"),
            models.UniqueConstraint(
                fields=["asking", "persona", "of", "topic"],
                condition=Q(consent__in=["waiting", "once", "always"]),
                nulls_distinct=False,
                name="question_once_at_a_time",
            ),
        ]


def is_lapsed(question: Question, now: datetime) -> bool:
    """One answer was given, and nobody read it in two weeks: it is read no more."""
    given = question.consented_at
    return question.consent == Consent.ONCE and (given is None or now >= given + ONCE_WAITS)


class Collection(Referenced):
    """A page of one's own that gathers badges. Closed until its owner opens it."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)


class Gathered(Referenced):
    """A badge that somebody brought to their page, as its issuer signed it, and what the issuer last said of it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    uri = models.CharField(max_length=1000)
    document = models.JSONField()
    issuer = models.CharField(max_length=300)
    site = models.CharField(max_length=260)
    issuer_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    said = models.CharField(max_length=16)  # a state of apps.badges.verifying
    said_at = models.DateTimeField(null=True, blank=True)  # when its issuer last answered
    other_key = models.BooleanField(default=False)  # its site signs anew, by a key that did not sign this file
    asked_at = models.DateTimeField()
    order = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["account", "uri"], name="gathered_once")]


class OnPage(models.Model):
    """A badge that somebody chose to show on their page in one space. Nothing is shown there by default."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")  # whose page
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")  # in which space
    badge = models.ForeignKey(Badge, on_delete=models.CASCADE, null=True, related_name="+")
    gathered = models.ForeignKey(Gathered, on_delete=models.CASCADE, null=True, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(badge=None, gathered__isnull=False) | Q(badge__isnull=False, gathered=None),
                name="badge_on_page_one_thing",
            ),
            models.UniqueConstraint(
                fields=["persona", "space", "badge", "gathered"], nulls_distinct=False, name="badge_on_page_once"
            ),
        ]
