"""Doubts of professionals about reviews, and what authors answer to them, for whoever decides alone."""

from django.db import models
from django.db.models import F, Q

from apps.base.models import Referenced
from apps.moderation.models import Case
from apps.people.models import Persona
from apps.posts.models import Review, Subject
from apps.posts.spoken import Spoken
from apps.posts.states import ItemState
from apps.professionals.states import Cause, DoubtState
from apps.spaces.models import Professional, Space


class DoubtQuerySet(models.QuerySet["Doubt"]):
    """Doubts by where they stand."""

    def standing(self) -> "DoubtQuerySet":
        """Nobody has decided yet."""
        return self.filter(state=DoubtState.OPEN)


class Doubt(Referenced):
    """What a verified professional doubts about one version of a review, and why. Public; it hides nothing."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=16, choices=Cause.choices)
    aside = models.BinaryField(blank=True, default=b"")  # for whoever decides; closed under the site's secret
    state = models.CharField(max_length=16, choices=DoubtState.choices, default=DoubtState.OPEN)
    raised_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # its reasons were taken back, decided or not

    objects = DoubtQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "version"], name="doubt_once_per_version"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | ~Q(state="open") & Q(settled_at__isnull=False),
                name="doubt_settled_says_when",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("raised_at")), name="doubt_due_later"),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False), name="doubt_withdrawn_says_when"
            ),
        ]
        indexes = [models.Index(fields=["subject", "-raised_at"]), models.Index(fields=["space", "-raised_at"])]


class DoubtReasons(Spoken):
    """The reasons, for everybody: words like any other, reported and decided about by themselves. Empty once forgotten
    or erased."""

    version = 1
    doubt = models.OneToOneField(Doubt, on_delete=models.CASCADE, related_name="said")

    @property
    def stands(self) -> bool:
        """As long as the review does."""
        review = self.doubt.review
        return super().stands and review is not None and review.state in {ItemState.PUBLISHED, ItemState.MASKED}


class DoubtAnswer(Referenced):
    """What the author says and shows to whoever decides. The professional never sees it."""

    doubt = models.OneToOneField(Doubt, on_delete=models.CASCADE, related_name="answer")
    author = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="answers_to_doubts")
    words = models.BinaryField(blank=True, default=b"")  # closed under the site's secret, like the file
    file = models.BinaryField(blank=True, default=b"")
    file_name = models.CharField(max_length=80, blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField()
    times_read = models.PositiveIntegerField(default=0)
    last_read_at = models.DateTimeField(null=True, blank=True)


from apps.professionals.verification.models import (  # noqa: E402, F401 - models are found through this module
    Verification,
    VerificationDecision,
    VerificationProof,
    VerifiedSubject,
)
