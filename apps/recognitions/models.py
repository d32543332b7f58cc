"""By which published table a space takes a status of another as its own. No field holds a figure across spaces."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from apps.algorithms import conversion
from apps.base.models import Referenced
from apps.documents.models import Document, Version
from apps.people.models import Persona
from apps.recognitions.circles import Circle
from apps.recognitions.states import ConversionState, RecognitionState
from apps.spaces.models import Space, Topic
from apps.trust.models import GrantedStatus


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    """Recognitions by whether they stand."""

    def standing(self, now: datetime) -> "RecognitionQuerySet":
        """Published, and not at their end."""
        return self.exclude(state=RecognitionState.ENDED).filter(Q(ends_at=None) | Q(ends_at__gt=now))


class Recognition(Referenced):
    """One way from one space to another; the way back, where there is one, is another row."""

    to_space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    from_space = models.ForeignKey(Space, on_delete=models.PROTECT, null=True, related_name="+")
    from_site = models.CharField(max_length=253, blank=True)  # another site's space: its host and slug
    from_slug = models.CharField(max_length=60, blank=True)
    from_name = models.CharField(max_length=120, blank=True)
    from_shown = models.JSONField(default=dict)  # address, steps, topics, as its site showed them when we wrote last
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, null=True, related_name="+")  # whose template it is of
    state = models.CharField(max_length=16, choices=RecognitionState.choices, default=RecognitionState.PUBLISHED)
    published_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_space__isnull=False, from_site="", from_slug="")
                | Q(from_space=None) & ~Q(from_site="") & ~Q(from_slug=""),
                name="recognition_of_one_space",
            ),
            models.CheckConstraint(condition=~Q(from_space=F("to_space")), name="recognition_of_another_space"),
            models.CheckConstraint(
                condition=Q(state="published", ends_at=None) | Q(state__in=["ending", "ended"], ends_at__isnull=False),
                name="recognition_ends_when_said",
            ),
            models.UniqueConstraint(
                fields=["to_space", "from_space"], condition=Q(from_site=""), name="recognition_once"
            ),
            models.UniqueConstraint(
                fields=["to_space", "from_site", "from_slug"],
                condition=~Q(from_site=""),
                name="recognition_once_per_site",
            ),
        ]

    @property
    def source_name(self) -> str:
        """How the space is called where it stands; in the reader's language, where its site says it in it."""
        if self.from_space:
            return self.from_space.name
        told = self.from_shown.get("names", {}).get((get_language() or "fr")[:2])
        return f"{told or self.from_name or self.from_slug} ({self.from_site})"


class TableVersionQuerySet(models.QuerySet["TableVersion"]):
    """Tables by whether they bind."""

    def binding(self, now: datetime) -> "TableVersionQuerySet":
        """Of each recognition the newest that binds: it overtakes what was announced before it for a later day."""
        begun = self.filter(effective_at__lte=now).select_related("version")
        return begun.order_by("recognition", "-version__number").distinct("recognition")


class TableVersion(models.Model):
    """The fields of one version of a table, from which its text was made. One without rows is the end."""

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="tables")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="+")
    rows = models.JSONField(default=list)  # [there, here] by the codes of both scales
    topics = models.JSONField(default=list)  # [there, here] by slug; empty: the whole space
    cap = models.CharField(max_length=40, blank=True)
    quota = models.PositiveSmallIntegerField()  # conversions a day
    max_age = models.PositiveSmallIntegerField()  # days
    effective_at = models.DateTimeField()

    objects = TableVersionQuerySet.as_manager()

    class Meta:
        ordering = ["version__number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quota__gte=1, quota__lte=conversion.MOST_A_DAY) | Q(rows=[], quota=0),
                name="table_has_a_quota",
            ),
            models.CheckConstraint(
                condition=Q(max_age__gte=conversion.AGE_LEAST, max_age__lte=conversion.AGE_MOST)
                | Q(rows=[], max_age=0),
                name="table_has_an_age",
            ),
        ]

    def terms(self) -> conversion.Table:
        """As the published algorithm reads it."""
        rows, topics = (tuple((there, here) for there, here in pairs) for pairs in (self.rows, self.topics))
        return conversion.Table(rows, topics, self.cap, self.quota, self.max_age)


class ConversionQuerySet(models.QuerySet["Conversion"]):
    """Conversions by whether they count."""

    def live(self, now: datetime) -> "ConversionQuerySet":
        """Given and not over. Whether the source still holds is asked when it is read."""
        return self.filter(state=ConversionState.GIVEN, until__gt=now)

    def given_on(self, recognition: Recognition, now: datetime) -> "ConversionQuerySet":
        """What was given today, ended since or not: this is what the quota counts."""
        return self.filter(recognition=recognition, given_on=now.date())


class Conversion(Referenced):
    """A member asked what they earned there to count here; what they heard, by which table, from which facts."""

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="+")
    table = models.ForeignKey(TableVersion, on_delete=models.PROTECT, related_name="+")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Persona, on_delete=models.CASCADE, null=True, related_name="+")  # their name there
    linked_at = models.DateTimeField(null=True, blank=True)  # when they chose to link two names of theirs for this
    topic_from = models.SlugField(max_length=60, blank=True)
    level_from = models.CharField(max_length=40, blank=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    level = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=16, choices=ConversionState.choices)
    why = models.CharField(max_length=16, blank=True)  # of a refusal, or of the end
    facts = models.JSONField(default=dict)  # the figures it was read from
    asked_at = models.DateTimeField()
    given_on = models.DateField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    sanctions = models.JSONField(default=dict)  # case → when: decisions that paused them here afterwards, and stand
    sanctioned_at = models.DateTimeField(null=True, blank=True)  # by the first of these
    status = models.ForeignKey(GrantedStatus, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ConversionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="refused", level="", given_on=None, until=None) & ~Q(why="")
                | Q(state__in=["given", "ended"], given_on__isnull=False, until__isnull=False) & ~Q(level=""),
                name="conversion_given_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) & ~Q(why="") | ~Q(state="ended") & Q(ended_at=None),
                name="conversion_ended_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["recognition", "persona", "topic_from"],
                condition=Q(state="given"),
                name="conversion_once_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["recognition", "given_on"]), models.Index(fields=["state", "until"])]
