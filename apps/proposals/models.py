"""Other words for a rule, proposed by those it binds: talked about, voted on, decided on in the open."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.base.models import Referenced
from apps.documents.models import Version
from apps.labels.models import CriterionVersion
from apps.people.models import Account, Persona
from apps.posts.models import Thread
from apps.proposals.states import ProposalState
from apps.spaces.models import Mandate, Operator, Representative, Space, in_language


class Proposal(Referenced):
    """One change to one text of an operator, or to one criterion. Its words never change: other words are another."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    criterion = models.ForeignKey(
        CriterionVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals_to"
    )  # who answers for the text; none for a criterion
    space = models.ForeignKey(
        Space, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # of whose rules it is, when the text is a space's own
    author = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="proposals")
    thread = models.OneToOneField(Thread, on_delete=models.SET_NULL, null=True, related_name="about_proposal")
    body_fr = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    summary_fr = models.CharField(max_length=300, blank=True)
    summary_en = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField()
    vote_from = models.DateTimeField()
    vote_until = models.DateTimeField()
    decide_until = models.DateTimeField()
    state = models.CharField(max_length=16, choices=ProposalState.choices, default=ProposalState.DISCUSSED)
    entitled = models.PositiveIntegerField(default=0)  # who may vote, counted when the vote begins
    ended_at = models.DateTimeField(null=True, blank=True)  # withdrawn or overtaken

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=False, operator__isnull=False, criterion=None)
                | Q(version=None, operator=None, criterion__isnull=False),
                name="proposal_about_one_rule",
            ),
            models.CheckConstraint(
                condition=Q(vote_from__gt=F("proposed_at"), vote_until__gt=F("vote_from"))
                & Q(decide_until__gt=F("vote_until")),
                name="proposal_steps_in_order",
            ),
        ]
        indexes = [models.Index(fields=["state", "vote_until"])]

    @property
    def summary(self) -> str:
        """In the reader's language."""
        return in_language(self, "summary")


class Choice(models.TextChoices):
    """What one can vote."""

    FOR = "for", _("for")
    AGAINST = "against", _("against")
    NEITHER = "neither", _("neither")


class Vote(models.Model):
    """One person's live vote. Nobody else reads it; it goes when its time is over."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="votes")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="votes_on_rules")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    cast_at = models.DateTimeField()
    token = models.CharField(max_length=64, blank=True)  # the private link of its receipt; empty for earlier votes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "account"], name="vote_one_per_person")]


class Turnout(models.Model):
    """How many had voted, told before the end only three at a time."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="turnouts")
    number = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="turnout_once")]


class Tally(models.Model):
    """What the vote came to. Without a quorum, how people voted is not in it. Never changed."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="tally")
    outcome = models.CharField(max_length=16)
    voters = models.PositiveIntegerField()
    entitled = models.PositiveIntegerField()
    quorum = models.PositiveIntegerField()
    in_favour = models.PositiveIntegerField(null=True, blank=True)
    against = models.PositiveIntegerField(null=True, blank=True)
    neither = models.PositiveIntegerField(null=True, blank=True)
    counted_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_favour=None, against=None, neither=None, outcome="unheard")
                | Q(in_favour__isnull=False, voters=F("in_favour") + F("against") + F("neither"))
                & ~Q(outcome="unheard"),
                name="tally_adds_up_or_is_silent",
            )
        ]


class Ruling(Referenced):
    """What whoever may change the rule decided, with reasons; adopted, with the version that follows. Never changed."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="ruling")
    adopted = models.BooleanField()
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, null=True, blank=True, related_name="rulings_on_proposals"
    )
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    named = models.CharField(max_length=40, blank=True)  # the office's public name
    reasons_fr = models.TextField(blank=True)
    reasons_en = models.TextField(blank=True)
    version = models.OneToOneField(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="adopted_by")
    criterion = models.OneToOneField(
        CriterionVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="adopted_by"
    )
    ruled_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reasons_fr="", reasons_en=""), name="ruling_has_reasons"),
            models.CheckConstraint(
                condition=Q(adopted=False, version=None, criterion=None)
                | Q(adopted=True, version__isnull=False, criterion=None)
                | Q(adopted=True, version=None, criterion__isnull=False),
                name="ruling_adopted_has_its_version",
            ),
        ]

    @property
    def reasons(self) -> str:
        """In the reader's language."""
        return in_language(self, "reasons")
