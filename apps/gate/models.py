"""The answer given to a request that may come twice; how far a file has been taken in."""

from django.db import models


class IdempotencyKey(models.Model):
    """Kept in the same transaction as what the request did: a second try gets the first answer."""

    scope = models.CharField(max_length=80)  # whose request: an opaque reference, or "anonymous"
    key = models.CharField(max_length=80)
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)
    body = models.BinaryField(default=b"")
    content_type = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="idempotency_key_once")]


class FileTaken(models.Model):
    """A file that comes in batch by batch: the checkpoint is written in the transaction of its batch."""

    key = models.CharField(max_length=64, unique=True)  # of the file, its mapping and its place
    name = models.CharField(max_length=120)
    file_sha256 = models.CharField(max_length=64)
    rows_read = models.PositiveBigIntegerField(default=0)
    rows_taken = models.PositiveBigIntegerField(default=0)
    rows_refused = models.PositiveBigIntegerField(default=0)
    report_size = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)


class ApiToken(models.Model):
    """Lets a program act for a person, within scopes, until a date. Shown once, kept as a digest."""

    owner = models.CharField(max_length=24, db_index=True)  # an opaque reference
    name = models.CharField(max_length=60)
    scopes = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)  # a day is enough to know what is still in use
