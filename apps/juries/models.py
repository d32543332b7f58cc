"""Juries: the list they are drawn from, the draw, the seats with their votes, and who has practised."""

from django.db import models
from django.db.models import F, Q

from apps.base.models import Referenced
from apps.juries.states import JuryState, Left
from apps.moderation.models import Case, Decision
from apps.moderation.states import Outcome
from apps.people.models import Account, Persona


class Jury(Referenced):
    """One jury about one case. What was announced never changes."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="jury")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="jury")
    state = models.CharField(max_length=16, choices=JuryState.choices, default=JuryState.CALLED)
    members = models.JSONField()  # [lot, group, side] of each member who may be drawn, in order
    helpers = models.JSONField()  # the same of those who help on the topic
    key = models.CharField(max_length=64, blank=True)  # ties lots to people; destroyed a while after the end
    options = models.JSONField()  # what can be voted, the mildest first
    terms = models.JSONField()  # how many sit, and by which versions it is drawn and balanced, as announced
    contested = models.CharField(max_length=16, choices=Outcome.choices)  # what the appeal was answered with
    digest = models.CharField(max_length=64)  # of what the item said when the jury was called
    called_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)  # of the announcement
    signature = models.JSONField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-called_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("called_at")), name="jury_due_later"),
            models.CheckConstraint(
                condition=Q(state__in=["called", "sitting"], ended_at=None)
                | ~Q(state__in=["called", "sitting"]) & Q(ended_at__isnull=False),
                name="jury_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", decision__isnull=False) | ~Q(state="answered") & Q(decision=None),
                name="jury_answered_has_a_decision",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(ended_at=None), name="jury_running")]


class JuryDraw(models.Model):
    """The checkpoint that drew it. Never changed."""

    jury = models.OneToOneField(Jury, on_delete=models.PROTECT, related_name="draw")
    position = models.BigIntegerField()  # of the announcement in the log
    size = models.BigIntegerField()  # of the log at that checkpoint
    note = models.TextField()  # the checkpoint with the witnesses' lines, as it stood
    witnessed = models.BooleanField()  # somebody outside had signed it
    seed = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats by who was asked and who still sits."""

    def invited(self) -> "SeatQuerySet":
        """Without those passed over when their lot came: they were gone or linked by then, and nobody asked them."""
        passed_over = Q(left_at=F("invited_at"), left_why__in=[Left.GONE, Left.LINKED])
        return self.exclude(passed_over)

    def sitting(self) -> "SeatQuerySet":
        """Not left."""
        return self.filter(left_at=None)

    def voted(self) -> "SeatQuerySet":
        """With a vote."""
        return self.exclude(outcome="")


class Seat(Referenced):
    """Whom the draw names, and what they vote. Erased, the vote stays as a number, without the person and the words."""

    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="seats")
    persona = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="jury_seats")
    lot = models.CharField(max_length=32)
    group = models.CharField(max_length=16)
    side = models.CharField(max_length=16)
    number = models.PositiveSmallIntegerField()  # in the order of invitation, from 1
    after = models.PositiveSmallIntegerField(default=0)  # how many seats had been left when this one was filled
    left_number = models.PositiveSmallIntegerField(default=0)  # 1 for the first seat that was left, and so on
    invited_at = models.DateTimeField()
    answer_before = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_why = models.CharField(max_length=16, choices=Left.choices, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    words = models.TextField(blank=True)
    voted_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    @property
    def passed_over(self) -> bool:
        """Nobody was asked: whoever held the lot was gone or linked when it came."""
        return self.left_at == self.invited_at and self.left_why in {Left.GONE, Left.LINKED}

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["jury", "lot"], name="jury_seat_once_per_lot"),
            models.UniqueConstraint(fields=["jury", "number"], name="jury_seat_number_once"),
            models.CheckConstraint(
                condition=Q(outcome="", voted_at=None) | ~Q(outcome="") & Q(voted_at__isnull=False),
                name="jury_vote_with_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None, left_why="") | Q(left_at__isnull=False, outcome="") & ~Q(left_why=""),
                name="jury_seat_left_or_voted",
            ),
            models.CheckConstraint(condition=Q(outcome="") | Q(accepted_at__isnull=False), name="jury_vote_accepted"),
        ]
        indexes = [models.Index(fields=["persona", "-invited_at"])]


class Practice(models.Model):
    """One training case, answered: what one thought, then what was decided."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="practices")
    key = models.CharField(max_length=24)  # of the invented case, or the reference of the settled one
    chosen = models.CharField(max_length=16, choices=Outcome.choices)
    right = models.BooleanField()  # the same as what was decided
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="practice_once")]
