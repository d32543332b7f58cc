"""A juror reads the words of a case: those whose words they are find it in their journal, and never which juror."""

from datetime import datetime

from apps.juries.models import Seat
from apps.people.consultations import Office, Purpose, consultations_note
from apps.people.models import Account


def words_note(seat: Seat, reader: Account, *, now: datetime) -> None:
    """Whoever wrote what is contested, and whoever asked for the jury: their words stand on the page of the seat."""
    case = seat.jury.case
    asked = case.appeals.order_by("-pk").values_list("by__account", flat=True).first()
    consultations_note(
        people=[case.author.account_id if case.author is not None else None, asked],
        reader=reader,
        office=Office.JUROR,
        by="",
        purpose=Purpose.JURY,
        about=case.reference,
        path=f"/jury/c/{case.reference}/",
        now=now,
    )
