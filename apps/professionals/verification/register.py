"""The public register: who speaks for which house with face uncovered, verified how, since and until when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from apps.look.signage import Voice, VoiceKind
from apps.posts.models import Subject
from apps.posts.selectors import label_of, visible_subjects
from apps.professionals.verification.models import Verification, VerifiedSubject
from apps.professionals.verification.ways import BY, Way
from apps.spaces.permissions import Visitor, readable_spaces


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing they speak for."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One professional."""

    reference: str
    name: str
    job: str
    house: str
    city: str
    subjects: list[Spoken]
    way: str
    by: str
    since: datetime
    until: datetime

    @property
    def voice(self) -> Voice:
        """Who it is, as everywhere here."""
        return Voice(VoiceKind.PROFESSIONAL, self.name, word=self.job)


def register_rows(visitor: Visitor, *, now: datetime) -> QuerySet[Verification]:
    """In the order of names. Who speaks only for what stands in a closed space is listed for those who read there."""
    visible = visible_subjects(readable_spaces(visitor, now=now))
    told = VerifiedSubject.objects.filter(subject__in=visible.values("pk")).longest(now)
    shown = Prefetch("subjects", told.select_related("subject"))
    rows = Verification.objects.valid(now).filter(pk__in=told.values("verification")).exclude(real_name="")
    return rows.prefetch_related(shown).order_by("real_name", "house", "city", "pk")


def faces_of(subject: Subject, *, now: datetime) -> list[RegisterRow]:
    """Who speaks for one thing, for those who may read about it; two questions."""
    told = VerifiedSubject.objects.filter(subject=subject).longest(now)
    rows = Verification.objects.valid(now).filter(pk__in=told.values("verification")).exclude(real_name="")
    shown = Prefetch("subjects", told.select_related("subject"))
    return [register_row(row) for row in rows.prefetch_related(shown).order_by("real_name", "pk")]


def register_row(row: Verification) -> RegisterRow:
    """One line, with what this reader may know of."""
    assert row.decided_at is not None and row.until is not None  # noqa: S101, PT018 - the database says so
    return RegisterRow(
        reference=row.reference,
        name=row.real_name,
        job=row.job,
        house=row.house,
        city=row.city,
        subjects=[spoken_of(one.subject) for one in row.subjects.all()],
        way=row.way,
        by=said_by(row),
        since=row.decided_at,
        until=row.until,
    )


def spoken_of(subject: Subject) -> Spoken:
    """With its page."""
    return Spoken(label_of(subject), reverse("pages:subject", args=[subject.slug]))


def said_by(row: Verification) -> str:
    """How it was shown."""
    return str(BY[Way(row.way)]) % {"site": row.site}
