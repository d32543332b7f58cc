"""Audits of an operator: announced, drawn by a number nobody chose, found item by item, answered; and who may look."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.audits.states import AuditState
from apps.base.models import Referenced
from apps.labels.models import Assessment, CriterionVersion, Found
from apps.spaces.models import Mandate, Operator, Representative, Space, in_language


class Population(models.TextChoices):
    """What is looked at: only what is public, so that anybody can look again."""

    DECISIONS = "decisions", _("decisions, with their statements of reasons")
    REPORTS = "reports", _("decisions that followed a report or a doubt")
    APPEALS = "appeals", _("answers to appeals")
    ANSWERS = "answers", _("answers to alerts")
    VERSIONS = "versions", _("versions of its texts")


class Declaration(Referenced):
    """What an auditor says of links to an operator. “None” is a declaration too; without one, nobody is drawn."""

    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="declarations")
    named = models.CharField(max_length=40)  # the office's public name
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="conflict_declarations")
    linked = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "operator"], condition=Q(replaced_at=None), name="declaration_one_stands"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("declared_at")), name="declaration_expires_later"),
        ]


class Audit(Referenced):
    """One audit, from its announcement on. What was announced never changes."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="outside_audits")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.ForeignKey(CriterionVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    population = models.CharField(max_length=16, choices=Population.choices)
    since = models.DateField()
    until = models.DateField()  # the last day counts
    items = models.JSONField()  # the references of all there is, in order
    items_sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # how many of them are drawn
    roster = models.JSONField()  # [reference, public name] of each mandate that may be drawn
    lookers = models.PositiveSmallIntegerField()  # how many of those
    question_fr = models.TextField(blank=True)
    question_en = models.TextField(blank=True)
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    named = models.CharField(max_length=40)  # the office that announced it
    announced_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=AuditState.choices, default=AuditState.ANNOUNCED)
    ended_at = models.DateTimeField(null=True, blank=True)  # withdrawn or lapsed
    ended_why_fr = models.TextField(blank=True)
    ended_why_en = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()

    class Meta:
        ordering = ["-announced_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator"], condition=Q(state__in=["announced", "drawn"]), name="audit_one_runs_per_operator"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="audit_period_has_days"),
            models.CheckConstraint(condition=Q(size__gte=1, lookers__gte=1), name="audit_draws_something"),
            models.CheckConstraint(condition=~Q(question_fr="", question_en=""), name="audit_asks_something"),
        ]

    @property
    def question(self) -> str:
        """In the reader's language."""
        return in_language(self, "question")

    @property
    def ended_why(self) -> str:
        """In the reader's language."""
        return in_language(self, "ended_why")


class Draw(models.Model):
    """The checkpoint that chose, and what it chose. One per audit, never changed."""

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, related_name="draw")
    position = models.BigIntegerField()  # of the announcement in the log
    size = models.BigIntegerField()  # of the log at that checkpoint
    note = models.TextField()  # the checkpoint with the witnesses' lines, as it stood
    seed = models.CharField(max_length=64)
    order = models.JSONField()  # the roster in the order of its lots: who looks, and who steps in
    drawn_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()


class Item(models.Model):
    """One thing that was drawn."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="sample")
    number = models.PositiveIntegerField()  # in the order of the lots, from 1
    about = models.CharField(max_length=24)  # the opaque reference of what is looked at

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="item_number_once"),
            models.UniqueConstraint(fields=["audit", "about"], name="item_drawn_once"),
        ]


class Seat(Referenced):
    """Whom the draw names to look: alone, without seeing what another found."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="seats")
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="seats")
    named = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()  # the place in the order of the lots, from 0
    seated_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_why = models.CharField(max_length=500, blank=True)
    verdict = models.CharField(max_length=16, choices=Found.choices, blank=True)
    words_fr = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="audit_seat"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="seat_once_per_lot"),
            models.CheckConstraint(condition=Q(left_at=None) | Q(finished_at=None), name="seat_left_or_finished"),
        ]

    @property
    def words(self) -> str:
        """In the reader's language."""
        return in_language(self, "words")


class Verdict(models.TextChoices):
    """What somebody found of one item."""

    RIGHT = "right", _("as it should be")
    WRONG = "wrong", _("not as it should be")
    UNSURE = "unsure", _("cannot tell")


class Finding(models.Model):
    """What one auditor found of one item. Nobody else reads it before the result."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="findings")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="findings")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    words = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "seat"], name="finding_once_per_seat"),
            models.CheckConstraint(condition=Q(verdict="right") | ~Q(words=""), name="finding_says_why"),
        ]


class Result(models.Model):
    """What an audit came to. Never changed."""

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, related_name="result")
    looked_at = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    open = models.PositiveIntegerField()  # those who looked differ, or cannot tell
    low = models.FloatField()
    high = models.FloatField()
    published_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(looked_at__gte=F("wrong") + F("open")), name="result_adds_up"),
            models.CheckConstraint(condition=Q(low__gte=0, high__lte=1, high__gte=F("low")), name="result_within_0_1"),
        ]


class Answer(Referenced):
    """What the operator says of a result, beside it, under a real name."""

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, related_name="answer")
    representative = models.ForeignKey(Representative, on_delete=models.PROTECT, related_name="audit_answers")
    text_fr = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text_fr="", text_en=""), name="audit_answer_has_a_text")]

    @property
    def text(self) -> str:
        """In the reader's language."""
        return in_language(self, "text")
