"""What was computed about a review, with its version, its inputs and its reasons; and what the next one starts from.

Nothing here hides anything: a score asks a person to have a look, at most.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.posts.models import Review
from apps.spaces.models import Space


class About(models.TextChoices):
    """Whose counters these are; the whole space's row is always locked first."""

    SPACE = "space", _("a space")
    BASELINE = "baseline", _("what a space is compared with")
    AUTHOR = "author", _("an author in a space")
    SUBJECT = "subject", _("a subject in a space")


class Tally(models.Model):
    """Whole numbers about an author, a subject or a space, brought up to date in O(1) when a review is counted."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=16, choices=About.choices)
    key = models.CharField(max_length=200, blank=True)  # see keys.py
    counters = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "about", "key"], name="tally_once")]


class Pool(models.Model):
    """The baselines of all spaces together, taken from time to time: what a small space is drawn to."""

    baseline = models.JSONField()
    taken_at = models.DateTimeField()

    class Meta:
        get_latest_by = "taken_at"


class Reading(models.Model):
    """What was known about a review when it was posted. The row also says that it is counted."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, primary_key=True, related_name="+")
    facts = models.JSONField()


class Imprint(models.Model):
    """64 numbers from which a text cannot be read, to find texts that are nearly the same."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, primary_key=True, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    text_version = models.PositiveIntegerField()
    signature = models.BinaryField(max_length=256)
    keys = ArrayField(models.BigIntegerField())  # texts that share one are compared (imprints.py)

    class Meta:
        # With a list of pending entries the planner would rather read the whole table for each text of a fresh batch.
        indexes = [GinIndex(fields=["keys"], name="imprint_keys", fastupdate=False)]


class Telling(models.Model):
    """What a party told in reports about a review: in how many sentences its author is said to bargain; no words."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, primary_key=True, related_name="+")
    told = models.PositiveIntegerField()


class Outcome(models.TextChoices):
    """What a score says; the words are the algorithm's own."""

    TOO_LITTLE_DATA = "too_little_data", _("too little data")
    NOTHING_UNUSUAL = "nothing_unusual", _("nothing unusual")
    CANNOT_TELL = "cannot_tell", _("cannot tell")
    WORTH_A_LOOK = "worth_a_look", _("worth a look")


class ScoreQuerySet(models.QuerySet["Score"]):
    """Scores by whether they hold now."""

    def current(self) -> "ScoreQuerySet":
        """The one that holds; the others are history."""
        return self.filter(is_current=True)


class Score(models.Model):
    """One computed figure: reasons whose weights add up to it, and everything needed to compute it again.

    History keeps the last score of each version and each score that asked a person to look.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="+")
    algorithm = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    inputs = models.JSONField()
    inputs_digest = models.CharField(max_length=80)
    terms = models.JSONField()
    log_odds = models.FloatField()
    threshold = models.FloatField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    space_reviews = models.PositiveIntegerField()
    subject_reviews = models.PositiveIntegerField()
    scored_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    flagged_at = models.DateTimeField(null=True, blank=True)  # when it asked a person to look

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review"], condition=Q(is_current=True), name="score_one_current"),
            models.UniqueConstraint(
                fields=["review", "algorithm", "version", "inputs_digest"], name="score_once_per_inputs"
            ),
            models.UniqueConstraint(
                fields=["review", "algorithm", "version"],
                condition=Q(flagged_at__isnull=False),
                name="score_asks_once_per_version",
            ),
            models.CheckConstraint(
                condition=Q(flagged_at=None) | Q(outcome=Outcome.WORTH_A_LOOK, log_odds__gte=F("threshold")),
                name="score_flagged_only_over_threshold",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "-log_odds"], condition=Q(is_current=True), name="score_current")]


class LearnedModel(models.Model):
    """What was learnt from decisions on one day: its numbers, how it was measured, who let it serve."""

    version = models.CharField(max_length=12, unique=True)  # digest of its numbers
    language = models.CharField(max_length=2, blank=True)  # of the wording it reads; empty: it weighs all reasons
    parameters = models.JSONField()
    places = models.BinaryField(default=bytes, blank=True)  # weights of hashed phrases, for wording
    thresholds = models.JSONField()  # per group; of what served then, for wording
    decisions = models.PositiveIntegerField()
    decided_from = models.DateTimeField()
    decided_until = models.DateTimeField()
    served_precision = models.FloatField()  # average precision on the later decisions, of what served then
    candidate_precision = models.FloatField()
    canary = models.JSONField()
    trained_at = models.DateTimeField()
    is_serving = models.BooleanField(default=False)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=80, blank=True)  # public name of who let it serve
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language"], condition=Q(is_serving=True), name="model_one_serves"),
            models.CheckConstraint(
                condition=Q(is_serving=False)
                | (Q(released_at__isnull=False) & ~Q(released_by="") & Q(retired_at=None)),
                name="model_serves_because_somebody_released_it",
            ),
        ]


class Vote(models.Model):
    """What the wording of a review says, by the model that served then: kept so that a text is read once per model."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, primary_key=True, related_name="+")
    text_version = models.PositiveIntegerField()
    model = models.ForeignKey(LearnedModel, on_delete=models.CASCADE, related_name="+")
    moved = models.FloatField(null=True)  # log-odds; null: too few words to have a vote


# A change of rule has a file of its own; Django looks for models here.
from apps.scoring.rule_models import RuleChange as RuleChange  # noqa: E402
