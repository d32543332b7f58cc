"""End a recognition: announced as a last version of its text, fifteen days before it binds."""

from datetime import datetime

from django.db import transaction

from apps.algorithms.conversion import Table
from apps.base.models import check_transition
from apps.ledger.services import append
from apps.people.models import Account
from apps.recognitions import telling
from apps.recognitions.models import Recognition
from apps.recognitions.permissions import check_can_manage
from apps.recognitions.services.publishing import NOTICE, version_write
from apps.recognitions.states import TRANSITIONS, RecognitionState
from apps.spaces.models import Mandate

NOTHING = Table(rows=(), topics=(), cap="", quota=0, max_age=0)


@transaction.atomic
def recognition_end(*, account: Account, recognition: Recognition, now: datetime) -> Recognition:
    """Announce the end. What was converted stands until then."""
    mandate = check_can_manage(account, recognition.to_space, now=now)
    return ended(recognition, mandate, now)


def ended(recognition: Recognition, mandate: Mandate, now: datetime) -> Recognition:
    """The same for whoever was found to have the right."""
    recognition = Recognition.objects.select_for_update(of=("self",)).get(pk=recognition.pk)
    check_transition(TRANSITIONS, RecognitionState(recognition.state), RecognitionState.ENDING)
    recognition.state, recognition.ends_at = RecognitionState.ENDING, now + NOTICE
    recognition.save(update_fields=["state", "ends_at"])
    table = version_write(recognition, NOTHING, mandate, now + NOTICE, now)
    payload = {"recognition": recognition.pk}
    append(
        kind="recognition.announced",
        actor=mandate.reference,
        object=recognition.reference,
        version=str(table.version.number),
        payload=payload,
        now=now,
    )
    telling.tell_ending(recognition, now)
    return recognition


@transaction.atomic
def recognitions_expire(*, now: datetime) -> int:
    """Those whose fifteen days are over."""
    over = Recognition.objects.filter(state=RecognitionState.ENDING, ends_at__lte=now)
    rows = list(over.select_for_update(skip_locked=True).order_by("pk")[:100])
    for row in rows:
        check_transition(TRANSITIONS, RecognitionState(row.state), RecognitionState.ENDED)
        row.state = RecognitionState.ENDED
        row.save(update_fields=["state"])
        append(kind="recognition.ended", actor="", object=row.reference, payload={"recognition": row.pk}, now=now)
    return len(rows)
