"""Questions of other sites, as the person who is asked reads them, with what would be answered now."""

from dataclasses import dataclass
from datetime import datetime

from apps.badges.consents import Consent
from apps.badges.earned import Held, earned_for
from apps.badges.wording import earned_sentence
from apps.federation.asked import QuestionHeard
from apps.people.models import Account
from apps.spaces.models import Visibility

MOST = 100


@dataclass(frozen=True, slots=True)
class AskedElsewhereRow:
    """One question."""

    reference: str
    asking: str
    host: str
    address: str
    who: str
    of: str
    topic: str
    purpose: str
    asked_at: datetime
    consent: str
    words: str
    gives: bool
    sentence: str  # what would be read: level, place, topic, date, no number
    answered_at: datetime | None


def asked_of(account: Account, *, now: datetime) -> list[AskedElsewhereRow]:
    """The newest first. One that nobody answered in time is not shown any more."""
    found = QuestionHeard.objects.filter(persona__account=account)
    found = found.select_related("asker__peer", "of", "topic", "persona")
    rows = [row for row in found[:MOST] if row.consent != Consent.WAITING or row.until > now]
    spaces = {row.of_id: row.of for row in rows}
    held = {pk: earned_for({r.persona for r in rows if r.of_id == pk}, space, now) for pk, space in spaces.items()}
    return [_row(row, held[row.of_id], now) for row in rows]


def _row(row: QuestionHeard, held: Held, now: datetime) -> AskedElsewhereRow:
    earned = held.of(row.persona_id, row.topic) if row.of.visibility == Visibility.PUBLIC else None
    return AskedElsewhereRow(
        reference=row.reference,
        asking=row.asker.called,
        host=row.asker.peer.host,
        address=row.asker.uri,
        who=row.persona.pseudonym,
        of=row.of.name,
        topic=row.topic.name if row.topic else "",
        purpose=row.purpose,
        asked_at=row.asked_at,
        consent=row.consent,
        words=str(Consent(row.consent).label),
        gives=row.consent in {Consent.ONCE, Consent.ALWAYS},
        sentence=earned_sentence(row.of, row.topic, earned.level, earned.since or now, held.scale) if earned else "",
        answered_at=row.answered_at,
    )
