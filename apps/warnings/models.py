"""Warnings about a pseudonym on a named site, the answers of the person named, and their proof that it is them."""

import hashlib
import unicodedata

from django.db import models
from django.db.models import Q

from apps.base.models import Referenced
from apps.posts.spoken import Spoken
from apps.spaces.models import Mandate, Space
from apps.warnings.states import ClaimState


def key_of(site: str, pseudonym: str) -> str:
    """The exact pseudonym on this site, capitals aside: what a question is compared with."""
    folded = " ".join(unicodedata.normalize("NFKC", pseudonym).casefold().split())
    return hashlib.sha256(f"{site}\n{folded}".encode()).hexdigest()


class HoldsWarnings(models.Model):
    """A space that takes warnings, because its operator said so. Ended, what stands there runs out by itself."""

    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="holds_warnings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)


class PersonWarning(Spoken):
    """Dated facts about one pseudonym on one site. Its text is the facts, one a line, each begins with its day."""

    version = 1
    site = models.CharField(max_length=253)
    pseudonym = models.CharField(max_length=80)
    key = models.CharField(max_length=64, db_index=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("published_at")), name="warning_expires"),
            models.UniqueConstraint(
                fields=["space", "author", "key"],
                condition=Q(state__in=["published", "masked"], author__isnull=False),
                name="warning_once_per_author",
            ),
        ]
        indexes = [models.Index(fields=["space", "-published_at"])]


class Answer(Spoken):
    """What the person named says to it, beside it. Nobody here has an account for it."""

    version = 1
    warning = models.OneToOneField(PersonWarning, on_delete=models.CASCADE, related_name="answer")


class Claim(Referenced):
    """Somebody says that a pseudonym is theirs, and proves it by a code that a person looks for."""

    site = models.CharField(max_length=253)
    pseudonym = models.CharField(max_length=80)
    key = models.CharField(max_length=64, db_index=True)
    code = models.CharField(max_length=24)
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=16, choices=ClaimState.choices, default=ClaimState.ASKED)
    asked_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)  # what was there instead of the code
    until = models.DateTimeField(db_index=True)  # then the row goes

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "placed"]) | Q(checked_at__isnull=False), name="claim_checked_when"
            )
        ]
        indexes = [models.Index(fields=["placed_at"], condition=Q(state="placed"), name="claim_to_check")]
