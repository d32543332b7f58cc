"""Requests to be verified, what was sent to prove them, what persons decided."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from apps.base.models import Referenced, check_transition
from apps.people.models import Account
from apps.posts.models import Subject
from apps.professionals.states import TRANSITIONS, VerificationState
from apps.professionals.verification.ways import Answer, Ground, Matter, Way
from apps.spaces.models import Mandate, Professional, in_language

RUNNING = (VerificationState.ASKED, VerificationState.PROVED, VerificationState.CONTESTED)
WAITING = (VerificationState.PROVED, VerificationState.CONTESTED)


class VerificationQuerySet(models.QuerySet["Verification"]):
    """Requests by where they stand."""

    def valid(self, now: datetime) -> "VerificationQuerySet":
        """Granted and not over."""
        return self.filter(state=VerificationState.GRANTED, until__gt=now)

    def waiting(self) -> "VerificationQuerySet":
        """A person decides next."""
        return self.filter(state__in=WAITING)


class Verification(Referenced):
    """One person asks to speak for houses with face uncovered. Erased, it stays as a number without a name."""

    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="verifications")
    real_name = models.CharField(max_length=120, blank=True)
    house = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    job_fr = models.CharField(max_length=120, blank=True)
    job_en = models.CharField(max_length=120, blank=True)
    way = models.CharField(max_length=8, choices=Way.choices)
    site = models.CharField(max_length=253, blank=True)  # the host of the house's own site
    page = models.CharField(max_length=500, blank=True)  # the address at which we look for the code
    mailbox = models.BinaryField(blank=True, default=b"")  # closed under the site's secret; gone with the proof
    state = models.CharField(max_length=10, choices=VerificationState.choices, default=VerificationState.ASKED)
    procedure = models.CharField(max_length=64, blank=True)  # the text by which it was asked: reference and version
    asked_at = models.DateTimeField(db_index=True)
    proved_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()  # by when the next step is taken
    decided_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state__in=sorted(RUNNING)), name="verification_one_under_way"
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(until__isnull=False, decided_at__isnull=False),
                name="verification_granted_until",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("decided_at")), name="verification_until_later"
            ),
        ]

    def move_to(self, state: VerificationState) -> None:
        """Take one step of the published table, or refuse; the caller saves."""
        check_transition(TRANSITIONS, VerificationState(self.state), state)
        self.state = state

    @property
    def job(self) -> str:
        """In the reader's language."""
        return in_language(self, "job")


class VerifiedSubjectQuerySet(models.QuerySet["VerifiedSubject"]):
    """What people speak for, once each."""

    def longest(self, now: datetime) -> "VerifiedSubjectQuerySet":
        """Asked for again before the end, the same person speaks for the same thing by two verifications for a while:
        the one that holds longer."""
        longer = VerifiedSubject.objects.filter(
            subject=OuterRef("subject"),
            verification__in=Verification.objects.valid(now),
            verification__account=OuterRef("verification__account"),
            verification__until__gt=OuterRef("verification__until"),
        )
        return self.filter(~Exists(longer))


class VerifiedSubject(models.Model):
    """One of the things people review for which this person asks to speak, and the right that came of it."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="subjects")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(Professional, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = VerifiedSubjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["verification", "subject"], name="verified_subject_once"),
        ]


class VerificationProof(models.Model):
    """What was sent for a person to read, closed under the site's secret; destroyed soon after the decision."""

    verification = models.OneToOneField(Verification, on_delete=models.CASCADE, related_name="proof")
    words = models.BinaryField(blank=True, default=b"")
    file = models.BinaryField(blank=True, default=b"")
    file_name = models.CharField(max_length=80, blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField()
    times_read = models.PositiveIntegerField(default=0)
    last_read_at = models.DateTimeField(null=True, blank=True)


class VerificationDecision(Referenced):
    """What a trust manager decided, and why. Contested, somebody else decides: the database refuses the first."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="decisions")
    matter = models.CharField(max_length=8, choices=Matter.choices)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    ground = models.CharField(max_length=12, choices=Ground.choices, blank=True)
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    contested_at = models.DateTimeField(null=True, blank=True)
    contest = models.TextField(blank=True)  # what who asked said against it, for whoever decides again

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["verification", "matter", "decided_by"], name="verification_decided_again_by_another"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["grant", "restore"]) | ~Q(ground=""), name="verification_refused_on_a_ground"
            ),
        ]
