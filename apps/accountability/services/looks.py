"""Whoever reads the words of an alert closely is noted for those who raised it."""

from datetime import datetime

from apps.accountability.models import Alert, Voice
from apps.people.consultations import Office, Purpose, consultations_note
from apps.spaces.models import Mandate, Role


def alert_note_close_look(*, alert: Alert, mandate: Mandate, now: datetime) -> None:
    """In the journal of each account behind a live voice; never the other way round."""
    people = Voice.objects.live().filter(alert=alert).exclude(account=None).values_list("account", flat=True)
    consultations_note(
        people=list(people),
        reader=mandate.account,
        office=Office.AUDITOR if mandate.role == Role.AUDITOR else Office.TRUST_MANAGER,
        by=mandate.public_name,
        purpose=Purpose.VOICE,
        about=alert.reference,
        path=f"/o/{alert.operator.slug}/alert/{alert.reference}/" if alert.public_since else "",
        now=now,
    )
