"""What people say is wrong in how they were counted, and what persons decided about it."""

from django.db import models
from django.db.models import Q

from apps.base.models import Referenced, check_transition
from apps.disputes.states import TRANSITIONS, WAITING, DisputeState
from apps.people.models import Account, Persona
from apps.spaces.models import Mandate, Space


class Dispute(Referenced):
    """Somebody contests a status, a conversion or a mark of theirs. `kind` and `about` say which."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16)
    about = models.CharField(max_length=24, db_index=True)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=DisputeState.choices, default=DisputeState.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # whoever may decide, shortly before the day
    late_at = models.DateTimeField(null=True, blank=True)  # the day passed without an answer, and that was said

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"], condition=Q(state__in=sorted(WAITING)), name="dispute_one_open_per_thing"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(WAITING), closed_at=None)
                | ~Q(state__in=sorted(WAITING)) & Q(closed_at__isnull=False),
                name="dispute_closed_when_decided",
            ),
        ]

    def move_to(self, state: DisputeState) -> None:
        """Take one step of the published table, or refuse; the caller saves."""
        check_transition(TRANSITIONS, DisputeState(self.state), state)
        self.state = state


class DisputeDecision(Referenced):
    """What a trust manager decided, and why. Contested once more, somebody else decides: the database refuses the
    first."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="decisions")
    anew = models.BooleanField()
    reasons = models.TextField(blank=True)
    named = models.JSONField(default=list)  # what does not count any more
    decided_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    contested_at = models.DateTimeField(null=True, blank=True)
    contest = models.TextField(blank=True)  # what they said against it, for whoever decides again

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "decided_by"], name="dispute_decided_again_by_another"),
        ]
