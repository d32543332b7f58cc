"""By which published table a space takes a status of another as its own. No field holds a figure across spaces."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from apps.algorithms import conversion
from apps.base.models import Referenced
from apps.documents.models import Document, Version
from apps.recognitions.states import RecognitionState
from apps.spaces.models import Space


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
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
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
        """How the space is called where it stands."""
        return self.from_space.name if self.from_space else f"{self.from_name or self.from_slug} ({self.from_site})"


class TableVersion(models.Model):
    """The fields of one version of a table, from which its text was made. One without rows is the end."""

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="tables")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="+")
    rows = models.JSONField(default=list)  # [there, here] by the codes of both scales
    topics = models.JSONField(default=list)  # [there, here] by slug; empty: the whole space
    cap = models.CharField(max_length=32, blank=True)
    quota = models.PositiveSmallIntegerField()  # conversions a day
    max_age = models.PositiveSmallIntegerField()  # days
    effective_at = models.DateTimeField()

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
