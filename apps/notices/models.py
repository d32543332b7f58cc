"""What we tell people: rows, written in the transaction of what they tell about."""

from datetime import datetime

from django.db import models

from apps.base.models import Referenced
from apps.people.models import Persona


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
