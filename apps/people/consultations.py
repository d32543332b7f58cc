"""The journal of consultations: each close look at what is held about a person is a row, for that person to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from apps.people.models import Account, Consultation

KEPT = timedelta(days=400)


class Office(models.TextChoices):
    """In what capacity somebody looks."""

    TRUST_MANAGER = "trust_manager", gettext_lazy("a trust manager")
    AUDITOR = "auditor", gettext_lazy("an auditor")
    MEDIATOR = "mediator", gettext_lazy("a mediator")
    JUROR = "juror", gettext_lazy("a member of a jury")
    SELF = "self", gettext_lazy("yourself")


class Purpose(models.TextChoices):
    """For what."""

    DECIDE = "decide", gettext_lazy("to decide the case about your words: the text, and how you stand in this space")
    REPORT = "report", gettext_lazy("to decide a case you reported: your report, and what became of others like it")
    AUDIT = "audit", gettext_lazy("to read what was drawn at random: the text, and how you stand in this space")
    JURY = "jury", gettext_lazy("to answer what was contested: the words and the reasons, without anybody’s name")
    PROOF = "proof", gettext_lazy("to read the proof that you gave")
    VOICE = "voice", gettext_lazy("to read the alert that you raised: its words, never your name")
    MEDIATE = "mediate", gettext_lazy("to give an opinion on a dispute of yours")
    REFERENCE = "reference", gettext_lazy("to read a reference you asked for, as you asked")
    BADGE = "badge", gettext_lazy("to read the answer that you allow: what you have earned in another space")
    CONTEST = "contest", gettext_lazy("to decide what you contest: how you are counted there, and on what it rests")
    COPY = "copy", gettext_lazy("to take a copy of everything held about you")


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the journal."""

    at: datetime
    sentence: str
    url: str


def consultations_note(
    *,
    people: Iterable[int | None],
    reader: Account | None,
    office: Office,
    by: str,
    purpose: Purpose,
    about: str = "",
    path: str = "",
    now: datetime,
) -> None:
    """Note that these accounts were looked at; one's own looking at oneself is none, unless it made a copy."""
    mine = reader.pk if reader is not None and office is not Office.SELF else None
    looked_at = {pk for pk in people if pk is not None and pk != mine}
    fixed = {"office": office, "by": by, "purpose": purpose, "about": about, "path": path, "day": now.date(), "at": now}
    rows = [Consultation(account_id=pk, **fixed) for pk in sorted(looked_at)]
    Consultation.objects.bulk_create(rows, ignore_conflicts=True)


def journal_of(account: Account) -> QuerySet[Consultation]:
    """Newest first."""
    return Consultation.objects.filter(account=account).order_by("-at", "-pk")


def in_words(row: Consultation) -> Look:
    """Who, and for what."""
    office = str(Office(row.office).label)
    who = f"{office}, {row.by}" if row.by else office
    purpose = Purpose(row.purpose).label
    if row.office == Office.SELF:
        sentence = _("You looked yourself, %(purpose)s.") % {"purpose": purpose}
    else:
        sentence = _("%(who)s looked, %(purpose)s.") % {"who": who, "purpose": purpose}
    url = f"/{get_language()}{row.path}" if row.path else ""
    return Look(row.at, sentence[:1].upper() + sentence[1:], url)


def consultations_purge(now: datetime) -> int:
    """After four hundred days."""
    return Consultation.objects.filter(at__lt=now - KEPT).delete()[0]
