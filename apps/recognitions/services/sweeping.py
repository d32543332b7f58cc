"""What time and others do to conversions: those that hold no more are ended, those sanctioned afterwards are noted."""

from datetime import datetime

from django.db import transaction

from apps.recognitions.models import Conversion
from apps.recognitions.rechecking import levels_of
from apps.recognitions.services.converting import finish
from apps.recognitions.states import ConversionState, Ended

AT_ONCE = 500


def conversions_expire(*, now: datetime) -> int:
    """End those whose time is over, and those whose source or table counts no more."""
    ended, last = 0, 0
    while rows := list(Conversion.objects.filter(state=ConversionState.GIVEN, pk__gt=last).order_by("pk")[:AT_ONCE]):
        levels = levels_of(rows, now=now)
        ended += sum(_end(row.pk, now) for row in rows if levels[row.pk] is None)
        last = rows[-1].pk
    return ended


@transaction.atomic
def _end(pk: int, now: datetime) -> bool:
    """Asked again under a lock: two sweeps end it once."""
    rows = Conversion.objects.select_for_update(of=("self",), skip_locked=True).filter(state=ConversionState.GIVEN)
    found = rows.select_related("recognition__to_space", "recognition__from_space", "persona", "status").filter(pk=pk)
    row = found.first()
    if row is None or levels_of([row], now=now)[pk] is not None:
        return False
    finish(row, Ended.OVER if row.until is not None and row.until <= now else Ended.LOST, now)
    return True


def sanction_note(*, persona: str, space: str, at: datetime | None) -> int:
    """A decision paused somebody here, or (None) was taken back: what the figures of the way they came by count."""
    rows = Conversion.objects.filter(persona__reference=persona, recognition__to_space__reference=space)
    given = rows.exclude(state=ConversionState.REFUSED)
    if at is None:
        return given.exclude(sanctioned_at=None).update(sanctioned_at=None)
    return given.filter(sanctioned_at=None, asked_at__lte=at).update(sanctioned_at=at)
