"""What the published rule says of an alert, applied anew at each voice and every minute."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from apps.accountability.models import Alert, StateChange, Voice
from apps.accountability.services.independence import Reading, hides, keep_discounts, read_voices, usual_for
from apps.accountability.states import ORDER, TRANSITIONS, AlertState
from apps.algorithms import surge
from apps.base.models import check_transition
from apps.ledger.services import append
from apps.live.hub import announce
from apps.signatures.canonical import digest

TRACED = timedelta(days=30)  # as long as network blocks are known
ANSWER_WITHIN = timedelta(days=25)
ANSWER_UNCLAIMED_WITHIN = timedelta(days=60)  # nobody answers for it here yet: it hears of it by other ways
ANSWER_SURGE_WITHIN = timedelta(hours=72)
FORGOTTEN_AFTER = timedelta(days=90)
ASKED = ("answer_due_at", "answer_asked_at", "reminders")
LOOKED_BACK = timedelta(hours=surge.LASTS_HOURS + surge.LONG_HOURS + 1)


@transaction.atomic
def alert_evaluate(*, alert_id: int, now: datetime) -> Alert:
    """Apply the rule; when the state is another, record it, publish it, tell open pages. Else change nothing.

    News that comes late never rewrites what was said since: an alert is judged as of its last state at the earliest.
    """
    alert = Alert.objects.select_for_update(of=("self",)).select_related("operator").get(pk=alert_id)
    now = max(now, alert.state_since)
    voices = traced_voices(alert, now)
    reading = read_voices(voices, now, usual_for(alert, now=now))
    keep_discounts(voices, reading.clusters)
    _mark_review(alert, reading)
    if reading.surge.state != alert.state and _may_show(alert, reading.surge, voices, now):
        _move(alert, AlertState(reading.surge.state), reading.surge, now)
    return alert


def traced_voices(alert: Alert, now: datetime) -> list[Voice]:
    """The live voices of the present words of an alert, as long as their networks are known."""
    recent = Voice.objects.live().filter(alert=alert, raised_at__gt=now - TRACED, raised_at__lte=now)
    return list(recent.filter(issue_sha256=alert.issue_sha256).select_related("account"))


def _mark_review(alert: Alert, reading: Reading) -> None:
    """An over-full cluster counts as one voice and stops nothing: the next batch says that people look at it."""
    if reading.clusters.over_full() != alert.under_review:
        alert.under_review = reading.clusters.over_full()
        alert.save(update_fields=["under_review"])


def _may_show(alert: Alert, found: surge.Surge, voices: list[Voice], now: datetime) -> bool:
    """Down at once; up when the voice that decided hides among enough people, else at a later look."""
    if ORDER[AlertState(found.state)] > ORDER[AlertState(alert.state)]:
        return True
    return hides(alert, voices, datetime.fromtimestamp(surge.decided_after(found), UTC), now)


def _move(alert: Alert, state: AlertState, found: surge.Surge, now: datetime) -> None:
    check_transition(TRANSITIONS, AlertState(alert.state), state)
    alert.state, alert.state_since = state, now
    alert.public_since = alert.public_since or now
    answer_ask(alert, _due(alert, state, now), now)
    alert.save(update_fields=["state", "state_since", "public_since", *ASKED])
    change = StateChange.objects.create(
        alert=alert,
        number=(alert.changes.aggregate(last=Max("number"))["last"] or 0) + 1,
        state=state,
        at=now,
        rule=surge.NAME,
        rule_version=found.version,
        inputs=found.as_json(),
    )
    _publish(change, now)
    news = {"kind": "state", "operator": alert.operator.slug, "alert": alert.reference, "state": state.value}
    announce(f"operator:{alert.operator.slug}", news)


def _due(alert: Alert, state: AlertState, now: datetime) -> datetime | None:
    """25 days from when it was public; 72 hours from when it was confirmed. Calm again keeps the date."""
    if state is AlertState.CONFIRMED:
        return min(alert.answer_due_at or now + ANSWER_SURGE_WITHIN, now + ANSWER_SURGE_WITHIN)
    return alert.answer_due_at or (None if alert.answers.exists() else now + answer_within(alert))


def answer_ask(alert: Alert, due: datetime | None, now: datetime) -> None:
    """Another date runs from now, with reminders of its own. The caller saves."""
    if due != alert.answer_due_at:
        alert.answer_due_at, alert.answer_asked_at, alert.reminders = due, now, 0


def answer_within(alert: Alert) -> timedelta:
    """Who has a representative here has 25 days; who has none, 60."""
    return ANSWER_WITHIN if alert.operator.claimed else ANSWER_UNCLAIMED_WITHIN


def state_document(change: StateChange) -> dict[str, object]:
    """What the log takes the digest of: no figure that could single anybody out."""
    return {
        "type": "alert.state",
        "operator": change.alert.operator.slug,
        "alert": change.alert.reference,
        "tile": change.alert.tile,
        "number": change.number,
        "state": change.state,
        "hour": f"{change.at:%Y-%m-%dT%HZ}",
        "rule": change.rule,
        "rule_version": change.rule_version,
    }


def _publish(change: StateChange, now: datetime) -> None:
    """The figures are committed to beside the digest: they can be shown to have been these, later, to an auditor."""
    append(
        kind="alert.state",
        actor="",
        object=change.alert.reference,
        version=str(change.number),
        payload={"alert": change.alert_id, "change": change.pk, "state": change.state},
        body_sha256=digest(state_document(change)),
        secret={"kind": "alert.state", **change.inputs},
        owner=change.alert.reference,
        now=now,
    )


def alerts_watch(*, now: datetime) -> int:
    """The windows slide: what nobody presses any more calms down. Each alert in its own transaction."""
    busy = Alert.objects.open().exclude(state=AlertState.CALM)
    recent = Alert.objects.open().filter(voices__raised_at__gt=now - LOOKED_BACK)
    for alert_id in sorted({*busy.values_list("pk", flat=True), *recent.values_list("pk", flat=True)}):
        alert_evaluate(alert_id=alert_id, now=now)
    return busy.count()


@transaction.atomic
def alert_close_forgotten(*, now: datetime) -> int:
    """After ninety calm days without a voice an alert is history; the next voice opens another."""
    quiet = Alert.objects.open().filter(state=AlertState.CALM).alias(last=Max("voices__raised_at"))
    return Alert.objects.filter(pk__in=quiet.filter(last__lt=now - FORGOTTEN_AFTER).values("pk")).update(closed_at=now)
