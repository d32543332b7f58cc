"""What we tell people: rows, written in the transaction of what they tell about."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.base.models import Referenced
from apps.people.models import Account, Persona


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by what their reader may see."""

    def visible(self, now: datetime) -> "NoticeQuerySet":
        """Its moment has come and nobody took it back."""
        return self.filter(after__lte=now, withdrawn_at=None)


class Notice(Referenced):
    """One message to one persona. `after` lets a decision be undone before anything is read."""

    kind = models.CharField(max_length=64)
    to = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="notices")
    about = models.CharField(max_length=64, db_index=True)  # the opaque reference of a case, an alert, a document
    path = models.CharField(max_length=200, blank=True)  # where it leads, without the language
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    after = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["to", "after"])]


class Quiet(models.Model):
    """Whom a person no longer hears from: no notice of what the other does, and their words folded where they name one.

    Nobody else sees any of it, the other least of all; no list, count or score knows of it.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="quiets", db_index=False)
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "persona"], name="quiet_once_per_persona")]


class Mailing(models.Model):
    """Where a person wants their summaries sent. Nothing goes there before the address said yes."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="mailing")
    address = models.EmailField()
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    daily_until = models.DateTimeField(null=True, blank=True)  # what was told up to here has been summed up
    weekly_until = models.DateTimeField(null=True, blank=True)


class Often(models.TextChoices):
    """How often one family of notices is summed up. No row: never."""

    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class Rhythm(models.Model):
    """A person's choice for one family of notices."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="rhythms", db_index=False)
    family = models.CharField(max_length=16)
    often = models.CharField(max_length=8, choices=Often.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "family"], name="rhythm_once_per_family")]
