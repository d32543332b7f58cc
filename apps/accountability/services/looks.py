"""Whoever reads the words of an alert closely is noted for those who raised it."""

from datetime import datetime

from apps.accountability.models import Alert, Voice
from apps.people.consultations import Office, Purpose, consultations_note
from apps.spaces.models import Mandate, Role


def alert_note_close_look(*, alert: Alert, mandate: Mandate, now: datetime) -> None:
    """In the journal of each account behind a live voice; never the other way round."""
    people = Voice.objects.live().filter(alert=alert).exclude(account=None).values_list("account", flat=True)
    _note(list(people), Purpose.VOICE, alert, mandate, now)


def proof_note_read(*, voice: Voice, mandate: Mandate, now: datetime) -> None:
    """In the journal of whoever gave it, where the voice has an account behind it."""
    _note([voice.account_id], Purpose.PROOF, voice.alert, mandate, now)


def _note(people: list[int | None], purpose: Purpose, alert: Alert, mandate: Mandate, now: datetime) -> None:
    consultations_note(
        people=people,
        reader=mandate.account,
        office=Office.AUDITOR if mandate.role == Role.AUDITOR else Office.TRUST_MANAGER,
        by=mandate.public_name,
        purpose=purpose,
        about=alert.reference,
        path=f"/o/{alert.operator.slug}/alert/{alert.reference}/" if alert.public_since else "",
        now=now,
    )
