"""What each stands in the queue, how each person has their desk, who read twice."""

from django.db import models
from django.db.models import F, Q

from apps.moderation.models import Case, new_case_reference
from apps.moderation.rules import RuleCode
from apps.moderation.states import Instance, Outcome, Verdict
from apps.people.models import Account
from apps.spaces.models import Space, Topic


class Standing(models.Model):
    """Harm × exposure × uncertainty of a case, reckoned when something happens to it; age is added when one looks."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="standing")
    facts = models.JSONField()  # of `apps.algorithms.priority.CaseFacts`, without ages
    importance = models.FloatField()
    harm = models.FloatField()
    since = models.DateTimeField()  # from when its age counts: an appeal has an age of its own
    version = models.CharField(max_length=16)  # of the algorithm
    reckoned_at = models.DateTimeField()


class DeskChoice(models.Model):
    """How one person wants their desk: keys, limit of a day, what they are spared."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    keys = models.JSONField(default=dict)  # act → key, where it differs from the published one
    keys_on = models.BooleanField(default=True)
    limit = models.PositiveSmallIntegerField(null=True, blank=True)  # heavy cases a day; none: the published maximum
    spared_rules = models.JSONField(default=list)  # codes of rules
    spared_topics = models.ManyToManyField(Topic, related_name="+")


class SavedFilter(models.Model):
    """A view of the queue that one person comes back to, by name."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=300)  # as it stands in the address

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="saved_filter_once_per_name")]


class PutOff(models.Model):
    """Left to others: out of this person's way until this moment."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(max_length=24)  # of a case or an audit
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "reference"], name="put_off_once")]


class SecondReading(models.Model):
    """A case read by two people who do not know what the other thinks; then a third decides, or one of the two."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="second_readings")
    instance = models.CharField(max_length=16, choices=Instance.choices)
    digest = models.CharField(max_length=64)  # of what the item said
    first = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    first_name = models.CharField(max_length=40, blank=True)  # the mandate's public name; empty once erased
    first_outcome = models.CharField(max_length=16, choices=Outcome.choices)
    first_rule = models.PositiveSmallIntegerField(choices=RuleCode.choices, null=True, blank=True)
    first_note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    read_before = models.DateTimeField()  # unread until then, the first reader decides alone
    second = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    second_name = models.CharField(max_length=40, blank=True)
    second_outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    second_rule = models.PositiveSmallIntegerField(choices=RuleCode.choices, null=True, blank=True)
    second_note = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "instance"], name="second_reading_once_per_instance"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="second_reading_by_another"),
            models.CheckConstraint(
                condition=Q(read_at=None, second_outcome="") | Q(read_at__isnull=False) & ~Q(second_outcome=""),
                name="second_reading_read_has_a_view",
            ),
        ]


class Check(models.Model):
    """A review whose answer is known, read again as if it were not: its reader learns at once how they did.

    It is no case and no audit: nothing is decided, published, sent or taught by it.
    """

    reference = models.CharField(max_length=24, unique=True, default=new_case_reference, editable=False)
    reader = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    item = models.CharField(max_length=24)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    known = models.CharField(max_length=16, choices=Verdict.choices)
    by_appeal = models.BooleanField()  # settled on appeal; else by a blind audit
    placed_at = models.DateTimeField()
    verdict = models.CharField(max_length=16, choices=Verdict.choices, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "item"], name="check_once_per_review"),
            models.CheckConstraint(
                condition=Q(verdict="", given_at=None) | ~Q(verdict="") & Q(given_at__isnull=False),
                name="check_given_with_its_moment",
            ),
            models.CheckConstraint(condition=Q(known__in=["genuine", "fake"]), name="check_has_an_answer"),
        ]
