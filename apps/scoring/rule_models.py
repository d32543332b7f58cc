"""A change of rule: tried on past reviews, asked for by one person, enabled by another. The row is the history."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from apps.base.models import Referenced, check_transition
from apps.scoring.states import TRANSITIONS, ChangeKind, ChangeState
from apps.spaces.models import Mandate


class RuleChangeQuerySet(models.QuerySet["RuleChange"]):
    """Changes by where they stand."""

    def in_force(self) -> "RuleChangeQuerySet":
        """What serves now beside the weights; a release is a thing of one moment."""
        return self.filter(state=ChangeState.ENABLED).exclude(kind=ChangeKind.RELEASE)

    def open(self, now: datetime) -> "RuleChangeQuerySet":
        """Still to be asked for, or answered."""
        return self.filter(state__in=[ChangeState.TRIED, ChangeState.PROPOSED], expires_at__gt=now)


class RuleChange(Referenced):
    """What would be different, what the last thirty days say of it, and who answers for it."""

    kind = models.CharField(max_length=16, choices=ChangeKind.choices)
    about = models.CharField(max_length=64)  # at most one in force about each: "thresholds", "pattern:burst"
    parameters = models.JSONField()
    replay = models.JSONField()  # the figures it was judged by
    digest = models.CharField(max_length=64)  # of parameters and figures
    on_version = models.CharField(max_length=32)  # what served when it was tried
    state = models.CharField(max_length=16, choices=ChangeState.choices, default=ChangeState.TRIED)
    reason = models.TextField(blank=True)  # stays at the desk; the log has its digest
    reason_digest = models.CharField(max_length=64, blank=True)
    proposer = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    seconder = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tried_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)  # enabled, rejected, withdrawn or expired
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about"],
                condition=Q(state="enabled", kind__in=["thresholds", "pattern"]),
                name="change_one_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["enabled", "replaced"])
                | (Q(seconder__isnull=False, settled_at__isnull=False) & ~Q(seconder=F("proposer"))),
                name="change_enabled_by_a_second_mandate",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "enabled", "replaced"])
                | (Q(proposed_at__isnull=False) & ~Q(reason_digest="")),
                name="change_proposed_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["-tried_at"])]

    def move_to(self, state: ChangeState) -> None:
        """Take one step of the published table, or refuse; the caller saves."""
        check_transition(TRANSITIONS, ChangeState(self.state), state)
        self.state = state
