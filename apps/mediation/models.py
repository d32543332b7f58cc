"""Mediation: who gives opinions under their own name, what was asked, what parties handed over, the opinions, and what
whoever decided answers to them."""

from django.db import models
from django.db.models import Q

from apps.base.models import Referenced, check_transition
from apps.mediation.states import PUBLIC, RUNNING, TRANSITIONS, MediationState, Recommendation, Side
from apps.moderation.models import Case, Decision
from apps.people.models import Persona
from apps.posts.spoken import Spoken
from apps.spaces.models import Mandate, in_language


class Mediator(models.Model):
    """Who gives opinions: a mandate like any other, but under a real name, with a statement of independence."""

    mandate = models.OneToOneField(Mandate, on_delete=models.CASCADE, related_name="mediator")
    real_name = models.CharField(max_length=120, blank=True)  # empty once erased: the office stays
    statement_fr = models.TextField()
    statement_en = models.TextField()

    @property
    def statement(self) -> str:
        """In the reader's language."""
        return in_language(self, "statement")


class Mediation(Referenced):
    """A party asks an outsider what they think of a decision. Advice: it changes nothing by itself."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="mediations")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="+")  # the one contested
    asked_by = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="+")
    side = models.CharField(max_length=16, choices=Side.choices)
    state = models.CharField(max_length=16, choices=MediationState.choices, default=MediationState.ASKED)
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, blank=True, related_name="mediations")
    declined = models.JSONField(default=list)  # primary keys of the mandates that said no
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()  # by when the next step is taken
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=sorted([*RUNNING, *PUBLIC])), name="mediation_one_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "expired", "withdrawn", "answered"]) | Q(ended_at__isnull=False),
                name="mediation_ended_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["asked", "accepted", "given"]), name="mediation_running"
            )
        ]

    def move_to(self, state: MediationState) -> None:
        """Take one step of the published table, or refuse; the caller saves."""
        check_transition(TRANSITIONS, MediationState(self.state), state)
        self.state = state


class Handed(models.Model):
    """What one party gives the mediator to read. Nobody else reads it; destroyed a while after the end."""

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="handed")
    persona = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="+")
    side = models.CharField(max_length=16, choices=Side.choices)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["mediation", "persona"], name="handed_once_per_party")]


class MediatorOpinion(Spoken):
    """One version of an opinion, as it was published. Its words are reported and decided about like any other."""

    version = 1
    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="opinions")
    number = models.PositiveSmallIntegerField()
    recommendation = models.CharField(max_length=8, choices=Recommendation.choices)
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["mediation", "number"], name="mediator_opinion_number_once"),
        ]


class OpinionAnswer(Spoken):
    """What whoever decided says to one version of an opinion, under the name of their mandate: words like any other."""

    version = 1
    opinion = models.OneToOneField(MediatorOpinion, on_delete=models.CASCADE, related_name="answered")
    follows = models.BooleanField()
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
