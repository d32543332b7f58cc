"""What time and others do to conversions: those that hold no more are ended, those sanctioned afterwards are noted."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from apps.people.models import Persona
from apps.recognitions.models import Conversion
from apps.recognitions.rechecking import levels_of
from apps.recognitions.services.converting import finish, why_ended
from apps.recognitions.states import ConversionState

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
    finish(row, why_ended(row, now), now)
    return True


@transaction.atomic
def sanction_note(*, persona: str, space: str, case: str, at: datetime) -> None:
    """A decision paused a person here, under whatever name: the figures of the way they came by count it."""
    named = Q(persona__reference=persona)
    same = Q(persona__account__in=Persona.objects.filter(reference=persona, account__isnull=False).values("account"))
    rows = Conversion.objects.filter(named | same, recognition__to_space__reference=space, asked_at__lte=at)
    for row in _locked(rows.exclude(state=ConversionState.REFUSED)):
        _sanctioned(row, {case: at.isoformat()} | row.sanctions)


@transaction.atomic
def sanction_fell(*, case: str) -> None:
    """Another word in that case: what other cases decided about the same person stands."""
    for row in _locked(Conversion.objects.filter(sanctions__has_key=case)):
        _sanctioned(row, {other: at for other, at in row.sanctions.items() if other != case})


def _locked(rows: QuerySet[Conversion]) -> list[Conversion]:
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _sanctioned(row: Conversion, sanctions: dict[str, str]) -> None:
    row.sanctions = sanctions
    row.sanctioned_at = min((datetime.fromisoformat(at) for at in sanctions.values()), default=None)
    row.save(update_fields=["sanctions", "sanctioned_at"])
