"""Recorded exchanges between two members, and their ratings: the one thing here that waits before it appears."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from apps.base.models import Referenced
from apps.exchanges.states import ExchangeState, RatingState, Side, Why
from apps.people.models import Account, Persona
from apps.posts.models import LANGUAGES, Post, Thread
from apps.spaces.models import Space, Topic

WHAT, PLACE = 120, 80


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    """Exchanges by who took part and where they stand."""

    def of(self, account: Account) -> "ExchangeQuerySet":
        """In which this person took part, under any name."""
        return self.filter(Q(proposer__account=account) | Q(other__account=account))

    def between(self, one: Persona, two: Persona) -> "ExchangeQuerySet":
        """Whoever proposed it."""
        return self.filter(Q(proposer=one, other=two) | Q(proposer=two, other=one))

    def due(self, now: Any) -> "ExchangeQuerySet":
        """What is held may have waited long enough: `revealing` asks the rule once more."""
        return self.filter(state=ExchangeState.CONFIRMED, reveal_at__lte=now)


class Exchange(Referenced):
    """Something two members did for each other: what, when, where in general words."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proposer = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="+")
    other = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=WHAT, blank=True)  # empty once whoever wrote it erased themselves
    place = models.CharField(max_length=PLACE, blank=True)
    on = models.DateField()
    state = models.CharField(max_length=16, choices=ExchangeState.choices, default=ExchangeState.PROPOSED)
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)  # confirmed or not
    ended_at = models.DateTimeField(null=True, blank=True)  # without a rating
    reveal_at = models.DateTimeField(null=True, blank=True, db_index=True)  # the latest; only while something is held
    revealed_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=8, choices=Why.choices, blank=True)
    thread = models.OneToOneField(Thread, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(proposer__isnull=True) | Q(other__isnull=True) | ~Q(proposer=F("other")),
                name="exchange_of_two",
            ),
            models.UniqueConstraint(
                fields=["space", "proposer", "other"], condition=Q(state="proposed"), name="exchange_proposed_once"
            ),
            models.CheckConstraint(
                condition=Q(state="revealed", revealed_at__isnull=False) & ~Q(why="")
                | ~Q(state="revealed") & Q(revealed_at__isnull=True, why=""),
                name="exchange_revealed_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(why="time") | Q(revealed_at__gte=F("reveal_at")), name="exchange_waited_its_time"
            ),
        ]
        indexes = [models.Index(fields=["space", "state"], name="exchange_here")]


class Rating(models.Model):
    """What one of the two says of an exchange. Its words stand here only while they are held; then in the message that
    they became."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="ratings")
    side = models.CharField(max_length=8, choices=Side.choices)
    author = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=16, choices=RatingState.choices, default=RatingState.HELD)
    stars = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="fr")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    post = models.OneToOneField(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exchange", "side"], name="rating_once_per_side"),
            models.CheckConstraint(
                condition=Q(state="held", stars__gte=1, stars__lte=5, post__isnull=True) & ~Q(text="")
                | ~Q(state="held") & Q(text="", stars__isnull=True),
                name="rating_words_only_while_held",
            ),
        ]


class Answer(models.Model):
    """That one of the two has answered the ratings; the answer itself is a message."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="answers")
    side = models.CharField(max_length=8, choices=Side.choices)
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exchange", "side"], name="answer_once_per_side")]
