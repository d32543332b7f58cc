"""What the register holds beside its texts: talks about a clause, and the facts a signed text was made from."""

from django.db import models

from apps.documents.models import Clause, Version
from apps.posts.models import Thread


class ClauseTalk(models.Model):
    """A talk in a space about a clause of an operator's text. The words, their author and their fate are the talk's."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="talks")
    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="about_clause")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clause", "thread"], name="clause_talk_once")]


class StatedFacts(models.Model):
    """The facts from which the signed text of a version was written: read by machines, never changed after."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="facts")
    facts = models.JSONField()
