"""What stands beside a case or a decision: an emergency, an authority's order, decisions taken together, a dialogue."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.base.models import Referenced
from apps.moderation.states import EmergencyEnd, EmergencyGround, Party
from apps.people.models import Persona
from apps.spaces.models import Mandate


class Emergency(models.Model):
    """What a person masked at once, until another has decided; after a day without that it ends by itself."""

    decision = models.OneToOneField("moderation.Decision", on_delete=models.CASCADE, related_name="emergency")
    ground = models.CharField(max_length=16, choices=EmergencyGround.choices)
    confirm_before = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=16, choices=EmergencyEnd.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end="", ended_at=None) | ~Q(end="") & Q(ended_at__isnull=False),
                name="emergency_end_says_how",
            )
        ]
        indexes = [
            models.Index(fields=["confirm_before"], condition=Q(ended_at=None), name="emergency_running"),
        ]


class Order(Referenced):
    """What an authority ordered, as its document says; the document itself stays with whoever received it."""

    case = models.OneToOneField("moderation.Case", on_delete=models.CASCADE, related_name="order")
    authority = models.CharField(max_length=160)
    number = models.CharField(max_length=80)  # the authority's own reference
    country = models.CharField(max_length=2)  # the authority's country, two letters
    law = models.CharField(max_length=200)
    territory = models.CharField(max_length=120)
    court = models.CharField(max_length=160)  # where one turns against it
    document_sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)  # none: the order sets no end
    entered_by = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("received_at")), name="order_ends_later"),
        ]


class Together(Referenced):
    """Decisions about near-identical texts, taken as one: undone together, sent together, told once to each author."""

    made_by = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)


class WordQuerySet(models.QuerySet["Word"]):
    """Words by whom they are for."""

    def in_talk(self) -> "WordQuerySet":
        """Between a party and whoever decided."""
        return self.filter(to_appeal=False)

    def to_appeal(self) -> "WordQuerySet":
        """For whoever answers the appeal of somebody else, the earliest first."""
        return self.filter(to_appeal=True).order_by("said_at", "pk")


class Word(models.Model):
    """What a party and whoever decided say to each other on the page of the case. Nobody else reads it. Or what another
    party adds to an appeal that waits already: whoever answers the appeal reads that, nobody else."""

    case = models.ForeignKey("moderation.Case", on_delete=models.CASCADE, related_name="words")
    persona = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="+")  # whose dialogue it is
    party = models.CharField(max_length=16, choices=Party.choices)
    by_decider = models.BooleanField()
    to_appeal = models.BooleanField(default=False)
    decider = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)  # empty once its writer was erased
    said_at = models.DateTimeField()

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word")
        indexes = [models.Index(fields=["case", "said_at"], name="word_of_case")]
        constraints = [
            models.CheckConstraint(condition=Q(by_decider=True) | Q(decider=None), name="word_of_one_side"),
            models.CheckConstraint(condition=Q(by_decider=False) | Q(to_appeal=False), name="word_to_appeal_by_party"),
            models.UniqueConstraint(
                fields=["case", "persona"], condition=Q(to_appeal=True), name="word_to_appeal_once"
            ),
        ]
