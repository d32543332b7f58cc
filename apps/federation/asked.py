"""What a space of another site asks about somebody's standing in one of ours, and whether the person answers."""

from django.db import models
from django.db.models import Q

from apps.badges.consents import Consent
from apps.badges.models import Place
from apps.base.models import Referenced
from apps.people.models import Persona
from apps.spaces.models import Space, Topic


class QuestionHeard(Referenced):
    """Asked by the program of that space, in a request it signed. It hears an answer, or none, and never why."""

    asker = models.ForeignKey("federation.RemoteActor", on_delete=models.CASCADE, related_name="+")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    of = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    purpose = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    consent = models.CharField(max_length=16, choices=Consent.choices, default=Consent.WAITING)
    consented_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    place = models.OneToOneField(Place, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "federation"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "persona", "of", "topic"],
                condition=Q(consent__in=["waiting", "once", "always"]),
                nulls_distinct=False,
                name="question_heard_once_at_a_time",
            ),
        ]
