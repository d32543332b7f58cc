"""What a space here asked a space of another site about one of its members. What was answered is kept nowhere."""

from django.db import models
from django.utils.translation import get_language

from apps.base.models import Referenced
from apps.spaces.models import Space

ADDRESS = 1000


class QuestionSent(Referenced):
    """So that its answer can be read later: the person has two weeks to give one. Forgotten after three months."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")  # who asks
    person = models.CharField(max_length=ADDRESS, db_index=True)  # as their site names them
    of = models.CharField(max_length=ADDRESS)  # the space there
    of_name = models.CharField(max_length=300)
    topic = models.CharField(max_length=60, blank=True)  # as it is named in addresses there
    topic_names = models.JSONField(default=dict)  # language → what people there call it
    purpose = models.CharField(max_length=300)
    asked_by = models.CharField(max_length=80)  # the public name of a mandate
    asked_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # when an answer was last read

    class Meta:
        app_label = "federation"
        ordering = ["-asked_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["space", "person", "of", "topic"], name="question_sent_once")]

    @property
    def topic_called(self) -> str:
        """In the reader's language."""
        return str(self.topic_names.get((get_language() or "fr")[:2]) or self.topic)
