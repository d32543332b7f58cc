"""Circles: a published template of recognitions. No field holds a figure of a circle, and nothing is merged in one."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from apps.algorithms import conversion
from apps.documents.models import Document, Version
from apps.recognitions.template import Template
from apps.spaces.models import Space


class Circle(models.Model):
    """A name, a purpose, and what a table of this circle should say. It publishes no table by itself."""

    slug = models.SlugField(max_length=80, unique=True)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    founder = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")  # whose text it is
    founded_at = models.DateTimeField()

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if (get_language() or "fr").startswith("en") else self.name_fr


class CircleVersion(models.Model):
    """The fields of one version of a template, from which its text was made."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="templates")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="+")
    purpose_fr = models.TextField()
    purpose_en = models.TextField()
    rows = models.JSONField()  # [there, here] by the place of the step, 1 for the lowest
    topics = models.JSONField(default=list)  # [French, English] names; empty: each topic for that of the same name
    cap = models.PositiveSmallIntegerField()
    quota = models.PositiveSmallIntegerField()
    max_age = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version__number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quota__gte=1, quota__lte=conversion.MOST_A_DAY), name="template_has_a_quota"
            ),
            models.CheckConstraint(
                condition=Q(max_age__gte=conversion.AGE_LEAST, max_age__lte=conversion.AGE_MOST),
                name="template_has_an_age",
            ),
        ]

    @property
    def purpose(self) -> str:
        """In the reader's language."""
        return self.purpose_en if (get_language() or "fr").startswith("en") else self.purpose_fr

    def terms(self) -> Template:
        """As it is applied to two spaces."""
        rows = tuple((there, here) for there, here in self.rows)
        topics = tuple((french, english) for french, english in self.topics)
        return Template(rows, topics, self.cap, self.quota, self.max_age)


class BelongingQuerySet(models.QuerySet["Belonging"]):
    """Belongings by whether they hold."""

    def now(self, now: datetime) -> "BelongingQuerySet":
        """In the circle, or about to leave it."""
        return self.filter(Q(until=None) | Q(until__gt=now))


class Belonging(models.Model):
    """A space in a circle: since its first table of it, or since it founded it; until the day it announced."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="belongings")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = BelongingQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "space"], name="belonging_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="belonging_ends_after"),
        ]
