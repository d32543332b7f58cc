"""Questions as the person who is asked reads them, and as whoever asked does: an answer, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.badges.consents import Consent
from apps.badges.earned import Held, earned_for
from apps.badges.models import Question, is_lapsed
from apps.badges.wording import earned_sentence
from apps.people.models import Account
from apps.spaces.models import Mandate, Role, Space, Visibility
from apps.spaces.permissions import covered_spaces

MOST = 100


@dataclass(frozen=True, slots=True)
class AskedRow:
    """As whoever asked sees it."""

    reference: str
    asking: str
    who: str
    of: str
    topic: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """As the person sees it, with what would be answered now."""

    reference: str
    asking: str
    who: str
    of: str
    topic: str
    purpose: str
    asked_by: str
    asked_at: datetime
    until: datetime
    consent: str
    words: str
    waits: bool
    gives: bool
    sentence: str
    answered_at: datetime | None


def desk_spaces(account: Account, now: datetime) -> list[Space]:
    """Those whose trust managers one is among."""
    held = Mandate.objects.valid(now).filter(account=account, role=Role.TRUST_MANAGER)
    mine = list(held)
    covered = covered_spaces(mine) if mine else []
    spaces = Space.objects.filter(imported=False).order_by("slug")
    return list(spaces if covered is None else spaces.filter(pk__in=covered))


def asked_by(spaces: Sequence[Space]) -> list[AskedRow]:
    """The newest first; what the person chose is not told."""
    rows = Question.objects.filter(asking__in=spaces).select_related("asking", "of", "topic", "persona")[:MOST]
    return [asked_row(row) for row in rows]


def asked_row(row: Question) -> AskedRow:
    """One of them."""
    return AskedRow(
        reference=row.reference,
        asking=row.asking.name,
        who=row.persona.pseudonym,
        of=row.of.name,
        topic=row.topic.name if row.topic else "",
        asked_at=row.asked_at,
        answered_at=row.answered_at,
    )


def questions_to(account: Account, now: datetime) -> list[QuestionRow]:
    """What I am asked, and what I answer. One that nobody answered in time is not shown any more."""
    found = Question.objects.filter(persona__account=account).select_related("asking", "of", "topic", "persona")
    rows = [row for row in found[:MOST] if row.consent != Consent.WAITING or row.until > now]
    spaces = {row.of_id: row.of for row in rows}
    held = {pk: earned_for({r.persona for r in rows if r.of_id == pk}, space, now) for pk, space in spaces.items()}
    return [_row(row, held[row.of_id], now) for row in rows]


def _row(row: Question, held: Held, now: datetime) -> QuestionRow:
    earned = held.of(row.persona_id, row.topic) if row.of.visibility == Visibility.PUBLIC else None
    lapsed = is_lapsed(row, now)
    return QuestionRow(
        reference=row.reference,
        asking=row.asking.name,
        who=row.persona.pseudonym,
        of=row.of.name,
        topic=row.topic.name if row.topic else "",
        purpose=row.purpose,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        until=row.until,
        consent=row.consent,
        words=_("answered once, and read by nobody in two weeks") if lapsed else str(Consent(row.consent).label),
        waits=row.consent == Consent.WAITING,
        gives=row.consent in {Consent.ONCE, Consent.ALWAYS} and not lapsed,
        sentence=earned_sentence(row.of, row.topic, earned.level, earned.since or now, held.scale) if earned else "",
        answered_at=row.answered_at,
    )
