"""Two tables, not one: `Event` is internal and erasable, `LogEntry` is a public leaf. People are opaque strings."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """Something that happened; internal, holds ids, has a retention (apps/people/retention.py)."""

    kind = models.CharField(max_length=64)
    actor = models.CharField(max_length=64, blank=True)
    object = models.CharField(max_length=64, blank=True)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["object"]),
            models.Index(fields=["actor"]),
            models.Index(fields=["kind", "at"]),
        ]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries by what remains to do."""

    def due(self, now: datetime) -> "DeliveryQuerySet":
        """Not done, not set aside, and its time has come."""
        return self.filter(done_at=None, quarantined_at=None, due_at__lte=now)

    def quarantined(self) -> "DeliveryQuerySet":
        """Failed five times: a person must look."""
        return self.filter(done_at=None).exclude(quarantined_at=None)


class Delivery(models.Model):
    """One event for one listener: the row is the promise, the Celery message only a wake-up."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=96)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)  # kind of error, never the text it choked on
    quarantined_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="delivery_once_per_handler")]
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at=None, quarantined_at=None), name="delivery_due")]


class Pending(models.Model):
    """A leaf that waits for the sequencer: filings wait for company, the rest for their turn."""

    kind = models.CharField(max_length=64)
    object = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=32, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    filing = models.BooleanField(default=False)
    at = models.DateTimeField()
    event = models.OneToOneField(Event, on_delete=models.SET_NULL, null=True, related_name="pending")
    opening = models.OneToOneField("Opening", on_delete=models.SET_NULL, null=True, related_name="pending")


class LogEntry(models.Model):
    """A public leaf: canonical JSON, at most 1 kB, at a position without gaps. Never changed, never removed."""

    position = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=64, db_index=True)
    object = models.CharField(max_length=64, blank=True, db_index=True)
    hour = models.DateTimeField(null=True)  # null for filings: their hour would tell who filed
    leaf = models.BinaryField(max_length=1024)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [models.CheckConstraint(condition=Q(position__gte=0), name="log_position_not_negative")]


class Opening(models.Model):
    """What opens a commitment: the payload and its key. Erasing a person deletes this row, never the leaf."""

    owner = models.CharField(max_length=64, db_index=True)  # a persona's or a receipt's opaque reference
    token = models.CharField(max_length=64, unique=True)  # the private link of the receipt
    payload = models.BinaryField()
    key = models.BinaryField(max_length=32)
    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, null=True, related_name="opening")
    created_at = models.DateTimeField()
