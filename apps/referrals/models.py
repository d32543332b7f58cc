"""Referrals: who asks to be vouched for, and each member's word for them, with the slot that it takes."""

import math
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from apps.algorithms import referral
from apps.algorithms.referral import Carried, Vouch
from apps.base.models import Referenced, check_transition, new_reference
from apps.people.models import Account, Persona
from apps.referrals.states import LIVE, TRANSITIONS, ReferralState
from apps.spaces.models import Space, Topic

PROVISIONAL = timedelta(days=referral.PROVISIONAL)


class Asking(Referenced):
    """A newcomer asks to be vouched for; its reference is the private link that they hand to whoever knows them."""

    referee = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    round = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)  # what a status names
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referee", "space", "topic"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="asking_one_open",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("asked_at")), name="asking_ends_after_start"),
        ]


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Referrals by who gave them and whether they hold a slot."""

    def by(self, account: Account) -> "ReferralQuerySet":
        """Of this person, under any name."""
        return self.filter(referrer__account=account)

    def holding_slots(self, now: datetime) -> "ReferralQuerySet":
        """Given, and not over, or not for long enough."""
        recent = Q(given_at__gt=now - timedelta(days=referral.OCCUPIED))
        return self.filter(given_at__isnull=False).filter(recent | Q(ends_at__gt=now))

    def carried(self) -> "ReferralQuerySet":
        """With a second one they referred somebody, once."""
        return self.filter(carried_at__isnull=False)

    def standing(self, now: datetime) -> "ReferralQuerySet":
        """Given, and neither taken back nor over."""
        return self.filter(state=ReferralState.GIVEN, ends_at__gt=now)


class Referral(Referenced):
    """One member's word for one newcomer, in one space, on one topic or on all of it."""

    referrer = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="+")
    referee = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    round = models.CharField(max_length=24, db_index=True)  # the asking that it answers
    state = models.CharField(max_length=16, choices=ReferralState.choices)
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)
    carried_at = models.DateTimeField(null=True, blank=True)  # the second word came: together they referred somebody
    ends_at = models.DateTimeField(null=True, blank=True)  # planned, or as it was taken back, replaced or cut short
    case = models.CharField(max_length=24, blank=True, db_index=True)  # the reference of a decision about the referee
    sanctioned_at = models.DateTimeField(null=True, blank=True)
    betrayed_at = models.DateTimeField(null=True, blank=True)  # the decision is final: a mark was taken

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(referrer__isnull=True) | Q(referee__isnull=True) | ~Q(referrer=F("referee")),
                name="referral_of_two",
            ),
            models.UniqueConstraint(
                fields=["referrer", "referee", "space", "topic"],
                condition=Q(state__in=sorted(LIVE)),
                nulls_distinct=False,
                name="referral_one_live_per_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["given", "replaced"]) | Q(given_at__isnull=False, ends_at__isnull=False),
                name="referral_given_says_when",
            ),
            models.CheckConstraint(
                condition=Q(betrayed_at=None) | Q(sanctioned_at__isnull=False) & ~Q(case=""),
                name="referral_betrayed_by_a_decision",
            ),
        ]
        indexes = [models.Index(fields=["referee", "space"], name="referral_for"),
                   models.Index(fields=["space", "carried_at"], name="referral_here")]  # fmt: skip

    def move_to(self, state: ReferralState) -> None:
        """Take one step of the published table, or refuse; the caller saves."""
        check_transition(TRANSITIONS, ReferralState(self.state), state)
        self.state = state

    @property
    def vouch(self) -> Vouch:
        """As the published rule reads it. One person under two names is one referrer."""
        if self.given_at is None or self.ends_at is None:
            raise ValueError("only what was given takes a slot")
        return Vouch(self._person, str(self.referee_id or ""), self.given_at.timestamp(), self.ends_at.timestamp())

    @property
    def carried(self) -> Carried:
        """The same of what has referred somebody, for whoever answers."""
        if self.given_at is None or self.carried_at is None or self.ends_at is None:
            raise ValueError("only what referred somebody is answered for")
        back = self.ends_at.timestamp() if self.state == ReferralState.WITHDRAWN else math.inf
        return Carried(self._person, self.round, self.given_at.timestamp(), self.carried_at.timestamp(), back)

    @property
    def carries(self) -> bool:
        """It refers somebody with another one. Had that one been taken back, this one would have been cut short."""
        if self.carried_at is None or self.ends_at is None:
            return False
        return self.state == ReferralState.GIVEN and self.ends_at >= self.carried_at + PROVISIONAL

    @property
    def _person(self) -> str:
        who = self.referrer
        return f"account {who.account_id}" if who and who.account_id else f"nobody {self.pk}"
