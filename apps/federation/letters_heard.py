"""A letter that a space of another site wrote about one of its members, at their request, to a space here.

It is words with an origin and a date: no status follows from it, and nothing is counted.
"""

from django.db import models

from apps.base.models import Referenced
from apps.spaces.models import Space

ADDRESS = 1000


class LetterHeard(Referenced):
    """Until its end, or until its member takes it back there."""

    uri = models.CharField(max_length=ADDRESS, unique=True)
    issuer = models.ForeignKey("federation.RemoteActor", on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=ADDRESS, db_index=True)  # who it is about, as their site names them
    about = models.CharField(max_length=80)  # under which name they stand there
    document = models.JSONField()  # as it was signed
    received_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "federation"
        ordering = ["until", "pk"]
