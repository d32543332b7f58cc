"""The answer given to a request that may come twice."""

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
