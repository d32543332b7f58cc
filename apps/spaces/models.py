"""Spaces, their topics and members; operators, who answers for them, and who may do what where."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.base.models import Referenced
from apps.people.models import Account, Persona


def in_language(row: models.Model, field: str) -> str:
    """The text of a pair `field_fr`, `field_en` in the reader's language, or the other when it is missing."""
    first, second = ("en", "fr") if (get_language() or "fr").startswith("en") else ("fr", "en")
    return str(getattr(row, f"{field}_{first}") or getattr(row, f"{field}_{second}"))


class Operator(Referenced):
    """Who runs spaces or review sites, and answers for it. The platform is one of them, under the same rules."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    legal_name = models.CharField(max_length=160, blank=True)
    city = models.CharField(max_length=80, blank=True)
    website = models.URLField(blank=True)
    summary_fr = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    claimed = models.BooleanField(default=False)  # a representative has taken it in hand
    affiliated = models.BooleanField(default=True)  # False for operators known only by their imported terms
    created_at = models.DateTimeField()

    @property
    def summary(self) -> str:
        """In the reader's language."""
        return in_language(self, "summary")


class Visibility(models.TextChoices):
    """Who may read a space."""

    PUBLIC = "public", _("public")
    MEMBERS = "members", _("members only")


class Professionals(models.TextChoices):
    """A space's rule on professionals."""

    BARRED = "barred", _("professionals do not take part")
    UNCOVERED = "uncovered", _("professionals take part with face uncovered")


class Space(Referenced):
    """A forum or review community, local or federated."""

    slug = models.SlugField(max_length=60, unique=True)
    name_fr = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    summary_fr = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="spaces")
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.PUBLIC)
    professionals = models.CharField(max_length=16, choices=Professionals.choices, default=Professionals.UNCOVERED)
    health_data = models.BooleanField(default=False)  # explicit consent is asked before joining
    reviews = models.BooleanField(default=True)
    threads = models.BooleanField(default=True)
    imported = models.BooleanField(default=False)  # content from elsewhere: never trust evidence
    created_at = models.DateTimeField()
    founded_at = models.DateTimeField(null=True, blank=True)  # when as many as found a space stood in it first

    @property
    def name(self) -> str:
        """In the reader's language."""
        return in_language(self, "name")

    @property
    def summary(self) -> str:
        """In the reader's language."""
        return in_language(self, "summary")


class Topic(models.Model):
    """What a part of a space is about; statuses and helpers are per topic."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="topics")
    slug = models.SlugField(max_length=60)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "slug"], name="topic_once_per_space")]

    @property
    def name(self) -> str:
        """In the reader's language."""
        return in_language(self, "name")


class Membership(models.Model):
    """Which persona stands in which space. One row ends with leaving; a pause (`Pause`) does not."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="memberships")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField()
    consented_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "persona"], name="membership_once")]
        indexes = [models.Index(fields=["space", "joined_at", "id"], name="membership_first")]  # who founded a space


class Shown(models.TextChoices):
    """How much of oneself one shows beside a pseudonym. No row means the pseudonym alone."""

    ATTRIBUTE = "attribute", _("one thing that is attested about me")
    NAME = "name", _("a name")


class Disclosure(models.Model):
    """What a person shows of themselves in one space, beside their pseudonym, for as long as they like."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="disclosures")
    shown = models.CharField(max_length=16, choices=Shown.choices)
    attested = models.CharField(max_length=120, blank=True)  # which thing: the key of its source
    words_fr = models.CharField(max_length=200, blank=True)
    words_en = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=80, blank=True)
    verified = models.BooleanField(default=False)  # the name is one that was verified here
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["persona", "space"], name="disclosure_once_per_space"),
            models.CheckConstraint(
                condition=Q(shown="name", attested="") & ~Q(name="") | Q(shown="attribute", name="") & ~Q(attested=""),
                name="disclosure_of_one_thing",
            ),
        ]

    @property
    def words(self) -> str:
        """In the reader's language."""
        return in_language(self, "words")


class PauseQuerySet(models.QuerySet["Pause"]):
    """Pauses by whether they still hold."""

    def running(self, now: datetime) -> "PauseQuerySet":
        """Not over at this moment."""
        return self.filter(Q(until__gt=now) | Q(until=None))


class Pause(models.Model):
    """Until when a person may not post in a space, after a decision. Leaving, or another name, does not end it."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="pauses")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="pauses")
    until = models.DateTimeField(null=True, blank=True)  # none: only where another site gave no end
    by = models.CharField(max_length=260, blank=True)  # the site that hosts the space and decided so; empty: we did

    objects = PauseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "persona", "by"], name="pause_once"),
            models.CheckConstraint(condition=Q(until__isnull=False) | ~Q(by=""), name="pause_of_ours_has_an_end"),
        ]


class Representative(Referenced):
    """Who answers for an operator, under a real name, while the mandate lasts."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="representatives")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="representations")
    real_name = models.CharField(max_length=120, blank=True)  # empty two years after the end, or once erased
    role_fr = models.CharField(max_length=120)
    role_en = models.CharField(max_length=120)
    from_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    @property
    def role(self) -> str:
        """In the reader's language."""
        return in_language(self, "role")

    @property
    def name(self) -> str:
        """The real name, or the role where the name is gone."""
        return self.real_name or self.role


class ProfessionalQuerySet(models.QuerySet["Professional"]):
    """Professionals by whether their verification holds."""

    def speaking(self, now: datetime) -> "ProfessionalQuerySet":
        """Verified, and not over: what they said before stays, nothing new is said under it."""
        return self.filter(Q(until=None) | Q(until__gt=now))


class Professional(Referenced):
    """Who speaks for a reviewed subject, face uncovered: the right of reply under a real name."""

    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="professions")
    real_name = models.CharField(max_length=120, blank=True)  # empty once erased
    job_fr = models.CharField(max_length=120)
    job_en = models.CharField(max_length=120)
    house = models.CharField(max_length=120, blank=True)  # with the city, tells namesakes apart
    city = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=64, db_index=True)  # the opaque reference of the subject
    verified_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)  # none: verified before verifications had an end

    objects = ProfessionalQuerySet.as_manager()

    @property
    def job(self) -> str:
        """In the reader's language."""
        return in_language(self, "job")

    @property
    def name(self) -> str:
        """The real name, or the trade where the name is gone."""
        return self.real_name or self.job


class Role(models.TextChoices):
    """What a mandate is for."""

    TRUST_MANAGER = "trust_manager", _("trust manager")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")
    MEDIATOR = "mediator", _("mediator")  # appointed by `apps.mediation`, under a real name


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates by when and where they hold."""

    def valid(self, now: datetime) -> "MandateQuerySet":
        """Begun and not over."""
        return self.filter(from_at__lte=now).filter(Q(until=None) | Q(until__gt=now))

    def opening(self) -> "MandateQuerySet":
        """Those whose work is to read what members write among themselves.

        An auditor of all judges what operators publish: only a mandate that names a space or its operator opens it.
        """
        inside = Q(role__in=(Role.TRUST_MANAGER, Role.ADMINISTRATOR))
        named = Q(space__isnull=False) | Q(operator__isnull=False)
        here = Q(role=Role.MEDIATOR, space__isnull=False)  # appointed for that very space
        return self.filter(inside | here | named & Q(role=Role.AUDITOR))

    def covering(self, space: Space) -> "MandateQuerySet":
        """For this space, for all of them, or for all that its operator runs."""
        return self.at(space.pk, space.operator_id)

    def at(self, space: Any, operator: Any) -> "MandateQuerySet":
        """The same of their keys."""
        every = Q(space=None, operator=None) | Q(space=None, operator=operator)
        return self.filter(Q(space=space) | every)


class Mandate(Referenced):
    """Who may do what where, from when to when. Rights are read from here and nowhere else."""

    # PROTECT, and null only once the person is erased: an office does not vanish with its holder
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="mandates")
    role = models.CharField(max_length=16, choices=Role.choices)
    public_name = models.CharField(max_length=40, unique=True)  # a pseudonym of its own; the person is under seal
    space = models.ForeignKey(Space, on_delete=models.CASCADE, null=True, blank=True, related_name="mandates")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True)
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, null=True, blank=True, related_name="mandates")
    from_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("from_at")), name="mandate_ends_after_start")
        ]

    @property
    def everywhere(self) -> bool:
        """For all spaces of all operators."""
        return self.space_id is None and self.operator_id is None

    def covers(self, space: Space) -> bool:
        """For this space, for all of them, or for all that its operator runs: `covering`, of one row."""
        return self.space_id == space.pk or (self.space_id is None and self.operator_id in {None, space.operator_id})
