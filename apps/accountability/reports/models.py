"""Transparency reports: one per operator and period, in editions that are never changed; and what a site cannot count
by itself: orders of authorities, disputes before other bodies."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accountability.reports.annex import OMITTED, PARTLY, REVERSED, UPHELD
from apps.base.models import Referenced
from apps.documents.models import Document, Version
from apps.spaces.models import Operator

DRAFTS_KEPT = timedelta(days=90)


class Source(models.TextChoices):
    """Where the figures come from."""

    COMPUTED = "computed", _("counted here, from rows")
    BROUGHT = "brought", _("brought by the operator")


class TransparencyReport(Referenced):
    """What an operator reports of one period; its signed texts are the versions of `document`."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="transparency_reports")
    begins = models.DateField()
    ends = models.DateField()
    slug = models.SlugField(max_length=40)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="transparency_report")

    class Meta:
        ordering = ["operator", "-ends", "-begins"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "begins", "ends"], name="report_once_per_period"),
            models.UniqueConstraint(fields=["operator", "slug"], name="report_address_once"),
            models.CheckConstraint(condition=Q(begins__lte=F("ends")), name="report_begins_before_it_ends"),
        ]


class ReportEdition(models.Model):
    """The eleven files of one version, and what the rules found in them. Written once."""

    report = models.ForeignKey(TransparencyReport, on_delete=models.PROTECT, related_name="editions")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="report_edition")
    source = models.CharField(max_length=16, choices=Source.choices)
    service = models.CharField(max_length=160)
    files = models.JSONField()  # the CSV of each part, by its number; "11-fr": part 11 in French
    why_fr = models.TextField(blank=True)  # of a later edition: why it replaces the one before
    why_en = models.TextField(blank=True)
    changes = models.JSONField(default=list)  # [part, row, column, before, after] of each changed cell
    findings = models.JSONField(default=list)
    findings_sha256 = models.CharField(max_length=64)
    rules_version = models.CharField(max_length=16)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["report", "version__number"]


class ReportDraft(Referenced):
    """Parts that a representative brought, before they are published: a bad file loses nothing of the good ones."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="report_drafts")
    sheets = models.JSONField(default=dict)  # part → rows, and the line each stands on in the file
    problems = models.JSONField(default=list)  # of the files brought last
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()


class AuthorityOrder(Referenced):
    """An order of an authority of a Member State, as its receiver records it: no names, no text of the order."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="authority_orders")
    inform = models.BooleanField(default=False)  # to give information; otherwise to act against content
    state = models.CharField(max_length=2)
    category = models.CharField(max_length=80)
    keyword = models.CharField(max_length=80, blank=True)
    other = models.CharField(max_length=160, blank=True)  # what a sub-category "other" is
    items = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # the authority was told that it came
    done_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(told_at__gte=F("received_at")), name="order_told_after_it_came"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__gte=F("received_at")), name="order_done_after_it_came"
            ),
            models.CheckConstraint(condition=Q(items__gte=1), name="order_names_an_item"),
        ]


class Fate(models.TextChoices):
    """What became of a dispute."""

    UPHELD = UPHELD, _("our decision was upheld")
    PARTLY = PARTLY, _("our decision was reversed in part")
    REVERSED = REVERSED, _("our decision was reversed")
    OMITTED = OMITTED, _("closed without a decision")


class OutsideDispute(Referenced):
    """A dispute before a certified out-of-court body, as the operator records it."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="outside_disputes")
    body = models.CharField(max_length=160)
    submitted_at = models.DateTimeField()
    fate = models.CharField(max_length=40, choices=Fate.choices, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    implemented = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(decided_at__gte=F("submitted_at")),
                name="dispute_decided_after",
            ),
            models.CheckConstraint(condition=Q(fate="", decided_at=None) | ~Q(fate=""), name="dispute_decided_fate"),
        ]


def hours_between(since: datetime, until: datetime | None) -> float | None:
    """None until it is done."""
    return (until - since).total_seconds() / 3600 if until else None
