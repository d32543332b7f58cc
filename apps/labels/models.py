"""Criteria in versions, what was found of each operator by whom, and the label that may follow."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.base.models import Referenced
from apps.labels.states import LabelState, Purpose
from apps.people.models import Persona
from apps.spaces.models import Mandate, Operator, Representative, in_language


class Method(models.TextChoices):
    """How one sees whether a criterion is met."""

    PRESENCE = "presence", _("is it there, in both languages")
    SCHEMA = "schema", _("are all the fields filled")
    ARITHMETIC = "arithmetic", _("do the sums agree")
    DEADLINE = "deadline", _("were the days kept")
    STATISTICS = "statistics", _("a statistical test")
    PROBE = "probe", _("a trial, as any visitor could make it")
    LOG = "log", _("proofs on the public log")
    HUMAN = "human", _("two people judge, each alone")


class Criterion(models.Model):
    """One thing that is asked. Its words are in its versions."""

    code = models.CharField(max_length=8, unique=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order", "code"]


class CriterionVersionQuerySet(models.QuerySet["CriterionVersion"]):
    """Versions by when they bind."""

    def in_force(self, now: datetime) -> "CriterionVersionQuerySet":
        """The one that binds now, of each criterion; those that nobody withdrew."""
        binding = self.filter(effective_at__lte=now).order_by("criterion_id", "-number").distinct("criterion_id")
        return self.filter(pk__in=binding.values("pk")).order_by("criterion__order", "criterion__code")


class CriterionVersion(Referenced):
    """What is asked, by what law, shown by what, judged how. Never changed: a change is another version."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title_fr = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    requirement_fr = models.TextField()
    requirement_en = models.TextField()
    law_fr = models.CharField(max_length=300)
    law_en = models.CharField(max_length=300)
    evidence_fr = models.CharField(max_length=300)
    evidence_en = models.CharField(max_length=300)
    method = models.CharField(max_length=16, choices=Method.choices)
    machine = models.CharField(max_length=32, blank=True)  # the check of apps.labels.checks; empty: people judge
    announced_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()

    objects = CriterionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["criterion", "number"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "number"], name="criterion_version_once"),
            models.CheckConstraint(
                condition=Q(effective_at__gte=F("announced_at")), name="criterion_not_before_announced"
            ),
        ]

    @property
    def title(self) -> str:
        """In the reader's language."""
        return in_language(self, "title")

    @property
    def requirement(self) -> str:
        """In the reader's language."""
        return in_language(self, "requirement")

    @property
    def law(self) -> str:
        """In the reader's language."""
        return in_language(self, "law")

    @property
    def evidence(self) -> str:
        """In the reader's language."""
        return in_language(self, "evidence")


class Assessor(models.TextChoices):
    """Who looked. Their verdicts stand side by side; none wipes out another."""

    OPERATOR = "self", _("the operator, of itself")
    MACHINE = "automatic", _("a computation from what is on record")
    COMMUNITY = "community", _("a member")
    AUDITOR = "auditor", _("an outside auditor")


class Found(models.TextChoices):
    """What one found. There is no overall grade."""

    MET = "met", _("met")
    PART = "part", _("met in part")
    NOT_MET = "not_met", _("not met")
    NOT_APPLICABLE = "not_applicable", _("not applicable")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Assessments by whether they still hold."""

    def standing(self, now: datetime) -> "AssessmentQuerySet":
        """Not replaced by a later one of the same hand, not expired."""
        return self.filter(replaced_at=None, expires_at__gt=now)


class Assessment(Referenced):
    """What somebody found of one operator under one version of a criterion, with the reason, until a day."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="assessments")
    version = models.ForeignKey(CriterionVersion, on_delete=models.PROTECT, related_name="assessments")
    by = models.CharField(max_length=16, choices=Assessor.choices)
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    representative = models.ForeignKey(
        Representative, on_delete=models.SET_NULL, null=True, blank=True, related_name="assessments"
    )
    persona = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, blank=True, related_name="assessments")
    named = models.CharField(max_length=80, blank=True)  # the office's public name, or the version of the check
    verdict = models.CharField(max_length=16, choices=Found.choices)
    reason_fr = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)  # the figures of a computation
    audit = models.CharField(max_length=24, blank=True)  # the reference of the audit this verdict comes from
    assessed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["assessed_at", "pk"]
        indexes = [models.Index(fields=["operator", "version"])]
        constraints = [
            models.CheckConstraint(condition=~Q(reason_fr="", reason_en=""), name="assessment_has_a_reason"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("assessed_at")), name="assessment_expires_later"),
        ]

    @property
    def reason(self) -> str:
        """In the reader's language."""
        return in_language(self, "reason")


class Reply(Referenced):
    """What the operator says of a verdict, beside it, under a real name."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="reply")
    representative = models.ForeignKey(Representative, on_delete=models.PROTECT, related_name="replies_to_verdicts")
    text_fr = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    replied_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text_fr="", text_en=""), name="reply_has_a_text")]

    @property
    def text(self) -> str:
        """In the reader's language."""
        return in_language(self, "text")


class Label(Referenced):
    """A label as it was given: one credential in two forms of proof, and its place in the status lists."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="labels")
    place = models.PositiveIntegerField(unique=True)
    granted_by = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    named = models.CharField(max_length=80)  # the office's public name
    granted_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    criteria = models.ManyToManyField(CriterionVersion, related_name="labels")
    jcs = models.JSONField()
    rdfc = models.JSONField()
    sha256 = models.CharField(max_length=64)  # of the credential without its proof

    class Meta:
        ordering = ["-granted_at"]
        constraints = [models.CheckConstraint(condition=Q(valid_until__gt=F("granted_at")), name="label_ends_later")]


class LabelChange(Referenced):
    """A label was suspended, taken up again, or revoked: by a person, with the reason."""

    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="changes")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    holds = models.BooleanField()  # False only for a suspension that ends
    reason_fr = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    named = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason_fr="", reason_en=""), name="label_change_has_a_reason"),
            models.CheckConstraint(condition=Q(purpose="suspension") | Q(holds=True), name="label_revoked_for_good"),
        ]

    @property
    def reason(self) -> str:
        """In the reader's language."""
        return in_language(self, "reason")


class OutsideLabel(Referenced):
    """A label that another body gave, about an operator here or one of its own site. Whether it holds is that body's
    to say, in its public lists, which are asked again and again."""

    uri = models.CharField(max_length=1000, unique=True)
    issuer = models.CharField(max_length=120)  # did:key
    issuer_name = models.CharField(max_length=120, blank=True)  # as it calls itself
    host = models.CharField(max_length=260, db_index=True)  # the site that publishes its lists
    subject = models.CharField(max_length=1000)
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="outside_labels"
    )  # none for what another site says of its own operators
    name = models.CharField(max_length=120, blank=True)
    document = models.JSONField()
    told = models.JSONField(default=dict)  # as that site last announced it, with the reasons; empty for a mere file
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=16, choices=LabelState.choices, default=LabelState.VALID)
    said_at = models.DateTimeField(null=True, blank=True)  # when that body last confirmed it
    asked_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=80, blank=True)  # why it could not be confirmed when it was last asked
    brought_by = models.CharField(max_length=64, blank=True)  # the office that brought the file; empty: its own site
    heard_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)  # of the label without its proof

    class Meta:
        ordering = ["-heard_at", "-pk"]
