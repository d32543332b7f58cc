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


class PublicText(models.Model):
    """The words of an entry that have no page of their own, as they were signed for: found by their digest."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    body = models.BinaryField()


class Tile(models.Model):
    """Up to 256 hashes of the log's tree, side by side. They are added to, never changed: the database sees to it."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField(max_length=8192)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="tile_once")]


class Checkpoint(models.Model):
    """How long the log was and under which root, signed. Never changed, never removed."""

    origin = models.CharField(max_length=200)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    text = models.TextField()  # the lines that are signed
    signatures = models.TextField()  # the log's own lines beneath
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "size"], name="checkpoint_once_per_size")]


class Witness(models.Model):
    """What we know of a witness that the settings name: how far it has seen, and how it last answered."""

    name = models.CharField(max_length=200)
    origin = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0)  # the largest log of this origin that it has signed
    seen_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    ask_again_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=32, blank=True)  # a code of apps.ledger.witnesses
    failures = models.PositiveIntegerField(default=0)  # in a row

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "origin"], name="witness_once_per_log")]


class Cosignature(models.Model):
    """A witness has seen this checkpoint, and that it grew out of all it had seen before."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.CASCADE, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint", "witness"], name="cosignature_once")]


class Inspection(models.Model):
    """One walk through the whole log: every index opens, is a public text, or has a tombstone. A few are kept."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    position = models.BigIntegerField(default=0)  # how far it has come
    size = models.BigIntegerField()  # where it ends
    texts = models.BigIntegerField(default=0)
    openings = models.BigIntegerField(default=0)
    tombstones = models.BigIntegerField(default=0)
    violations = models.BigIntegerField(default=0)


class Violation(models.Model):
    """An index that is not as it must be: shown until it is, and its row stays."""

    position = models.BigIntegerField()
    flaw = models.CharField(max_length=16)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["position", "flaw"], condition=Q(mended_at=None), name="violation_once")
        ]
