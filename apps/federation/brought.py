"""A badge of another site that somebody brought here: what it was read as, what it counts for, when it was checked.

It lives in the table of a space here; its own site says whether it still holds. What is not confirmed counts nothing.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.base.models import Referenced
from apps.people.models import Persona
from apps.recognitions.models import Recognition, TableVersion
from apps.spaces.models import Topic
from apps.trust.models import GrantedStatus

CONFIRMED_FOR = timedelta(minutes=15)  # an older answer is none: it may have been taken back since
ADDRESS = 1000


class BroughtState(models.TextChoices):
    """What its site said last."""

    VALID = "valid", _("confirmed by its site")
    UNVERIFIED = "unverified", _("unverified: its site does not answer")
    ENDED = "ended", _("no longer holds")


class Over(models.TextChoices):
    """Why it counts no more: what its site said, or we."""

    REVOKED = "revoked", _("It was taken back at its site.")
    EXPIRED = "expired", _("Its last day at its site has passed.")
    ALTERED = "altered", _("Its signature no longer holds.")
    NOT_FOR_YOU = "not_for_you", _("Its site made it for somebody else.")
    TAKEN_BACK = "taken_back", _("You took it away from here.")
    TIME = "over", _("Its time here is over. You can bring it again.")
    ANEW = "anew", _("Its site signed it anew: the newer one took its place.")
    TABLE = "table", _("The table of this space no longer counts it.")


class BroughtBadgeQuerySet(models.QuerySet["BroughtBadge"]):
    """By whether they may still count."""

    def running(self) -> "BroughtBadgeQuerySet":
        """Not ended."""
        return self.exclude(state=BroughtState.ENDED)


class BroughtBadge(Referenced):
    """Brought by the person it is about, under a name that both sites say is one with theirs there."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="+")
    table = models.ForeignKey(TableVersion, on_delete=models.PROTECT, related_name="+")
    site = models.CharField(max_length=260, db_index=True)
    uri = models.CharField(max_length=ADDRESS)
    issuer = models.CharField(max_length=ADDRESS)
    subject = models.CharField(max_length=ADDRESS)
    document = models.JSONField()  # as it was signed
    topic_from = models.CharField(max_length=200, blank=True)
    level_from = models.CharField(max_length=200)
    scale = models.JSONField(default=list)  # the steps there, the lowest first, when it was brought
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    level = models.CharField(max_length=40)
    state = models.CharField(max_length=16, choices=BroughtState.choices, default=BroughtState.VALID)
    why = models.CharField(max_length=16, choices=Over.choices, blank=True)  # the answer that ended it
    given_on = models.DateField()
    checked_at = models.DateTimeField()  # when its site last confirmed it
    looked_at = models.DateTimeField()  # when it was last asked
    other_key = models.BooleanField(default=False)  # its site signs anew, by a key that did not sign this file
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    status = models.ForeignKey(GrantedStatus, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = BroughtBadgeQuerySet.as_manager()

    class Meta:
        app_label = "federation"
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["uri", "recognition"], condition=~Q(state="ended"), name="brought_badge_once"
            ),
            models.UniqueConstraint(
                fields=["persona", "recognition", "topic_from"],
                condition=~Q(state="ended"),
                name="brought_badge_once_per_topic",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) & ~Q(why="") | ~Q(state="ended") & Q(ended_at=None),
                name="brought_badge_ended_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["looked_at"], condition=~Q(state="ended"), name="brought_badge_running"),
            models.Index(fields=["site", "given_on"], name="brought_badge_of_a_day"),
        ]

    def counts(self, now: datetime) -> bool:
        """Confirmed a short while ago, and not over."""
        return self.state == BroughtState.VALID and self.checked_at > now - CONFIRMED_FOR and self.until > now
