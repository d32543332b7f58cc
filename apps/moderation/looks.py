"""What a trust manager has opened of a cluster: the sample on which a decision about all of it rests."""

from django.db import models

from apps.moderation.measures import Together
from apps.people.models import Account


class Look(models.Model):
    """One item, opened by one person in the words it had then."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey("moderation.Case", on_delete=models.CASCADE, related_name="looks")
    item_version = models.PositiveIntegerField()
    at = models.DateTimeField()
    together = models.ForeignKey(  # what was decided after it
        Together, on_delete=models.SET_NULL, null=True, blank=True, related_name="looks"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "case", "item_version"], name="look_once")]
