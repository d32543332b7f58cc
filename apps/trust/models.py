"""What others said of somebody's help, in one space and topic. No field here could hold a figure across spaces."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.base.models import Referenced
from apps.documents.models import Version
from apps.people.models import Persona
from apps.posts.models import Post
from apps.spaces.models import Membership, Pause, Space, Topic


class Kind(models.TextChoices):
    """How somebody was told that they helped."""

    HELPFUL = "helpful", _("this helped me")
    BEST = "best", _("best answer")
    RATING = "rating", _("rating of an exchange")


class Feedback(models.Model):
    """One person's word about another, on one item; the giver is only an opaque reference."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")  # never widened to no topic
    receiver = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    giver = models.CharField(max_length=24, db_index=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    item = models.CharField(max_length=24)  # the opaque reference of a post, a review or a question
    at = models.DateTimeField()
    favourable = models.BooleanField(default=True)
    size = models.FloatField(default=1)  # from 0 to 1; a word without a size is whole
    verified = models.BooleanField(default=False)  # by somebody other than the two; nothing sets it yet
    giver_earned = models.BooleanField()  # the giver had earned a status here, or was among the founders
    giver_days = models.FloatField(default=30)  # how long they had been here
    leniency = models.FloatField(default=1)  # of the giver, when they said it
    surprise = models.FloatField(default=0)  # how little it was to be expected: what it tells about its giver

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["giver", "kind", "item"], name="feedback_once"),
            models.CheckConstraint(condition=Q(size__gte=0, size__lte=1), name="feedback_size_is_a_share"),
            models.CheckConstraint(condition=Q(leniency__gt=0, leniency__lte=1), name="feedback_leniency_is_a_share"),
        ]
        indexes = [models.Index(fields=["receiver", "space"])]


class StruckOut(models.Model):
    """A person decided that the words against somebody about one item do not count: they never do again."""

    receiver = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    item = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["receiver", "item"], name="struck_out_once")]


class AnswerMark(models.Model):
    """An answer as it was last counted, so that it can be counted out again."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="+")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    best = models.BooleanField(default=False)
    thanks = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["space", "persona"]),
            models.Index(fields=["space", "persona", "at"], condition=Q(best=True), name="mark_best"),
        ]


class HelperMoment(models.Model):
    """Sums that fade by themselves: what one persona gave on one topic, or in the whole space (no topic)."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    record = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "topic", "persona"], nulls_distinct=False, name="moment_once_per_topic"
            )
        ]


class Choice(models.TextChoices):
    """What a person answered to the offer."""

    SHOWN = "shown", _("show me as helping at the moment")
    LATER = "later", _("not now")
    NEVER = "never", _("never, and do not ask again")


class HelperChoiceQuerySet(models.QuerySet["HelperChoice"]):
    """Choices by what others may see of them."""

    def shown(self, space: Space, now: datetime) -> "HelperChoiceQuerySet":
        """Of those who said yes and can answer: they stand in the space, and the person behind is not paused there."""
        stands = Membership.objects.filter(space=space, persona=OuterRef("persona"))
        paused = Pause.objects.running(now).filter(space=space, persona__account=OuterRef("persona__account"))
        return self.filter(Exists(stands), ~Exists(paused), space=space, choice=Choice.SHOWN)


class HelperChoice(models.Model):
    """Whether a persona is shown as a helper in a space. Without a row nothing is shown."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    decided_at = models.DateTimeField()

    objects = HelperChoiceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "persona"], name="helper_choice_once")]


class Basis(models.TextChoices):
    """On what a status rests. Never added up: the highest is the one that counts."""

    EARNED = "earned", _("earned here")
    CONVERTED = "converted", _("recognised from another space")
    REFERRED = "referred", _("referred by members")


class GrantedStatusQuerySet(models.QuerySet["GrantedStatus"]):
    """Statuses by whether they hold."""

    def standing(self, now: datetime) -> "GrantedStatusQuerySet":
        """Begun, neither ended nor over."""
        return self.filter(ended_at=None, since__lte=now, until__gt=now)


class GrantedStatus(Referenced):
    """A status that somebody or a published table gave. An earned one is computed when it is read, never stored."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")  # null: the whole space
    basis = models.CharField(max_length=16, choices=Basis.choices)
    level = models.CharField(max_length=40)  # a code of the space's scale
    because = models.CharField(max_length=64)  # the opaque reference of what grants it
    rule = models.CharField(max_length=64)  # reference and version of the published text that says so
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=40, blank=True)

    objects = GrantedStatusQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=("converted", "referred")), name="granted_status_is_not_earned"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="granted_status_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="") | Q(ended_at__isnull=False) & ~Q(ended_why=""),
                name="granted_status_ended_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["persona", "space", "topic", "basis", "because"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="granted_status_once_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["because"])]


class ReferralMark(models.Model):
    """What a betrayed referral costs whoever gave it: small, fading, never more than one level, never handed on."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    amount = models.FloatField()
    because = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["persona", "space", "because"], name="referral_mark_once_for_a_reason"),
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=1), name="referral_mark_is_small"),
        ]
        indexes = [models.Index(fields=["because"])]


class RuleRefusal(Referenced):
    """A published rule said no to somebody: which rule, in which version, from which figures at that hour.

    Once a day for the same, however often it was asked. `why` and `facts` are codes and figures; the words are made of
    them when it is read.
    """

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")  # null: the whole space
    kind = models.CharField(max_length=16)  # of what was refused: whoever refuses is registered under it
    why = models.CharField(max_length=24)
    about = models.CharField(max_length=24, blank=True)  # the opaque reference of what it was asked for
    facts = models.JSONField(default=dict)
    rule = models.CharField(max_length=64)
    heard_on = models.DateField()
    heard_at = models.DateTimeField()  # the first time on that day
    lifted_at = models.DateTimeField(null=True, blank=True)  # a person decided that it does not stand

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "space", "topic", "kind", "why", "about", "heard_on"],
                condition=Q(lifted_at=None),
                nulls_distinct=False,
                name="refused_once_a_day",
            ),
            models.CheckConstraint(condition=~Q(why="") & ~Q(rule=""), name="refused_by_a_rule"),
        ]
        indexes = [models.Index(fields=["heard_at"])]


class ScaleVersion(models.Model):
    """The fields of one version of a space's scale: its text is made from them, and never changed after."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    levels = models.JSONField()  # lowest first
    referred = models.CharField(max_length=40, blank=True)  # the step that two members who vouch give; empty: the first

    class Meta:
        indexes = [models.Index(fields=["space", "-effective_at"])]


class Explained(Referenced):
    """The address at which what somebody earns in one place is explained. It holds no figure and no level."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "space", "topic"], nulls_distinct=False, name="explained_once_per_place"
            )
        ]
