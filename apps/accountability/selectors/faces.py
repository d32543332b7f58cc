"""Who answers: name and face while the mandate lasts and two years more, then the role alone (design §9)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from apps.spaces.models import Representative

NAMED_FOR = timedelta(days=730)
NOT_NAMES = {"de", "du", "des", "la", "le", "van", "von", "da", "di"}


@dataclass(frozen=True, slots=True)
class Face:
    """A representative as the public sees one; the portrait is drawn from the initials."""

    reference: str
    name: str
    role: str
    initials: str
    since: datetime
    until: datetime | None
    operator: str
    answers: int = 0


def face_of(representative: Representative, *, now: datetime, answers: int = 0) -> Face:
    """The face, or the role when the name is no longer shown."""
    name = shown_name(representative, now=now)
    return Face(
        reference=representative.reference,
        name=name,
        role=representative.role,
        initials=initials(name),
        since=representative.from_at,
        until=representative.until,
        operator=representative.operator.name,
        answers=answers,
    )


def shown_name(representative: Representative, *, now: datetime) -> str:
    """The real name, until two years after the mandate, or until it was erased."""
    over = representative.until is not None and representative.until + NAMED_FOR < now
    if over or not representative.real_name:
        return _("Former representative: %(role)s") % {"role": representative.role}
    return representative.real_name


def initials(name: str) -> str:
    """Two letters at most, without particles."""
    words = [word for word in name.replace("-", " ").split() if word.casefold() not in NOT_NAMES]
    letters = [word[0] for word in words if word[0].isalpha()]
    return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters).upper()
