"""Versioned, signed texts. A version is never changed; a change is another version."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.base.models import Referenced


class ChangeClass(models.TextChoices):
    """How much a change matters to those it binds."""

    FIRST = "first", _("first version")
    TECHNICAL = "technical", _("technical")
    EDITORIAL = "editorial", _("editorial")
    SUBSTANTIVE = "substantive", _("substantive")


class Document(Referenced):
    """A text that somebody publishes and may change: terms, charter, rule, criterion, status scale, card."""

    owner = models.CharField(max_length=64, db_index=True)  # the opaque reference of an operator or a space
    kind = models.CharField(max_length=64)  # types of Open Terms Archive, or ours: charter, algorithm-card...
    slug = models.SlugField(max_length=80)
    title_fr = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    source = models.CharField(max_length=300, blank=True)  # where an imported text comes from, with its licence
    attribution = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "slug"], name="document_once_per_owner")]


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions by when they bind."""

    def in_force(self, now: datetime) -> "VersionQuerySet":
        """Effective, newest first: a version that binds overtakes what was announced before it for a later day."""
        return self.filter(effective_at__lte=now).order_by("-number")


class Version(Referenced):
    """One state of a text: who signed it, announced when, effective when."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body_fr = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)  # of the canonical JSON of both bodies and the dates
    announced_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    change_class = models.CharField(max_length=16, choices=ChangeClass.choices)
    summary_fr = models.CharField(max_length=500, blank=True)
    summary_en = models.CharField(max_length=500, blank=True)
    signed_by = models.CharField(max_length=120, blank=True)  # "imported" versions have no signature
    signature = models.JSONField(null=True, blank=True)  # eddsa-jcs-2022 proof
    imported = models.BooleanField(default=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_1"),
            models.CheckConstraint(
                condition=Q(effective_at__gte=F("announced_at")),
                name="version_effective_not_before_announced",
            ),
            models.CheckConstraint(condition=~Q(body_fr="", body_en=""), name="version_has_a_text"),
        ]


class Clause(Referenced):
    """A sentence of a text that people talk about, remembered by its words and what surrounds it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="clauses")
    language = models.CharField(max_length=2)
    quote = models.TextField()  # as it stood when it was first pointed at
    opened_in = models.PositiveIntegerField()  # the number of that version
    opened_at = models.DateTimeField()


class Standing(models.TextChoices):
    """How a clause stands in one version (the first three: codes of apps.algorithms.clause_anchors)."""

    SAME = "same", _("there, with the same words")
    REWORDED = "reworded", _("there, reworded")
    LOST = "lost", _("not found: a person has to look")
    PUT = "put", _("put here by a person")
    GONE = "gone", _("no longer in the text, says a person")


class ClausePlace(models.Model):
    """Where a clause stands in one version: one row per version, written once, or again by a person who looked."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="places")
    number = models.PositiveIntegerField()  # of the version
    state = models.CharField(max_length=8, choices=Standing.choices)
    at = models.PositiveIntegerField(null=True, blank=True)  # of the sentence, from 0
    likeness = models.FloatField(default=0)
    rule_version = models.CharField(max_length=16, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["clause", "number"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "number"], name="clause_place_once_per_version"),
            models.CheckConstraint(
                condition=Q(at=None, state__in=["lost", "gone"]) | Q(at__isnull=False) & ~Q(state__in=["lost", "gone"]),
                name="clause_place_stands_or_not",
            ),
        ]
