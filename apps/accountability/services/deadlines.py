"""Whether the operator has read, when it is reminded, and what its silence is called."""

from datetime import datetime, timedelta

from django.db import transaction

from apps.accountability.models import Alert
from apps.accountability.services.alerts import ANSWER_SURGE_WITHIN, answer_within
from apps.notices.services import prepare
from apps.people.models import Persona
from apps.spaces.models import Representative

REMIND_AFTER = (timedelta(days=8), timedelta(days=16), timedelta(days=24))  # from when the answer was asked for
REMIND_SURGE_AFTER = (timedelta(hours=24), timedelta(hours=48), timedelta(hours=66))


def alert_note_read(*, alert: Alert, now: datetime) -> None:
    """A representative has it before their eyes; the first time since the last answer counts."""
    Alert.objects.filter(pk=alert.pk, read_at=None).update(read_at=now)


def reminders_send(*, now: datetime) -> int:
    """Remind whoever answers for an operator of what it owes an answer to; three times, and no more."""
    waiting = Alert.objects.open().public().exclude(answer_due_at=None).filter(reminders__lt=len(REMIND_AFTER))
    return sum(_remind(pk, now) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(alert_id: int, now: datetime) -> int:
    alert = Alert.objects.select_for_update(of=("self",)).select_related("operator").get(pk=alert_id)
    due = _reminders_due(alert, now)
    if due <= alert.reminders:
        return 0
    alert.reminders = due
    alert.save(update_fields=["reminders"])
    faces = Representative.objects.filter(operator=alert.operator, until=None).exclude(account=None).values("account")
    prepare(
        kind="alert.reminder",
        to=Persona.objects.filter(account__in=faces, is_main=True),
        about=alert.reference,
        path=f"/o/{alert.operator.slug}/console/answer/{alert.reference}/",
        context={"operator": alert.operator.name},
        now=now,
    )
    return 1


def _reminders_due(alert: Alert, now: datetime) -> int:
    """By the date that runs, whatever the state has become since."""
    if alert.answer_due_at is None:
        return 0
    asked = alert.answer_asked_at or alert.answer_due_at - answer_within(alert)
    hurry = alert.answer_due_at - asked <= ANSWER_SURGE_WITHIN
    return sum(now >= asked + step for step in (REMIND_SURGE_AFTER if hurry else REMIND_AFTER))
