"""What the published rule says of an alert, applied anew at each voice and every minute."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from apps.accountability.models import Alert, Discount, StateChange, Voice
from apps.accountability.states import TRANSITIONS, AlertState
from apps.algorithms import clusters, surge
from apps.algorithms.near_duplicates import Signature
from apps.base.models import check_transition
from apps.ledger.services import append
from apps.live.hub import announce
from apps.signatures.canonical import digest

TRACED = timedelta(days=30)  # as long as network blocks are known
ANSWER_WITHIN = timedelta(days=25)
ANSWER_SURGE_WITHIN = timedelta(hours=72)
FORGOTTEN_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Reading:
    """The rule applied: who counts with whom, and the state that makes."""

    clusters: clusters.Clusters
    surge: surge.Surge


def read_voices(voices: list[Voice], now: datetime) -> Reading:
    """Cluster what is traced, then judge the sliding window. Voices over their network's limit count raw only."""
    counted = [voice for voice in voices if not voice.over_limit]
    found = clusters.cluster(_trace(voice) for voice in counted)
    judged = surge.surge(
        [surge.Voice(v.raised_at.timestamp(), found.of[v.reference], v.member) for v in counted], now.timestamp()
    )
    return Reading(found, judged)


def _trace(voice: Voice) -> clusters.Trace:
    wording = Signature.from_bytes(bytes(voice.wording)) if voice.wording else None
    return clusters.Trace(voice.reference, voice.raised_at.timestamp(), voice.network, wording, voice.member)


@transaction.atomic
def alert_evaluate(*, alert_id: int, now: datetime) -> Alert:
    """Apply the rule; when the state is another, record it, publish it, tell open pages. Else change nothing.

    News that comes late never rewrites what was said since: an alert is judged as of its last state at the earliest.
    """
    alert = Alert.objects.select_for_update().select_related("operator").get(pk=alert_id)
    now = max(now, alert.state_since)
    voices = list(Voice.objects.live().filter(alert=alert, raised_at__gt=now - TRACED, raised_at__lte=now))
    reading = read_voices(voices, now)
    _keep_discounts(voices, reading.clusters)
    if reading.surge.state != alert.state:
        _move(alert, AlertState(reading.surge.state), reading.surge, now)
    return alert


def _keep_discounts(voices: list[Voice], found: clusters.Clusters) -> None:
    changed = []
    for voice in voices:
        link = found.reasons.get(voice.reference)
        code = link.code if link else Discount.NONE
        if not voice.over_limit and voice.discount != code:
            voice.discount = code
            voice.discount_numbers = _numbers(link) if link else {}
            changed.append(voice)
    Voice.objects.bulk_update(changed, ["discount", "discount_numbers"])


def _numbers(link: clusters.Link) -> dict[str, float]:
    """What the sentence needs; never which other voice it was."""
    return {"minutes": link.minutes, "similarity": link.similarity, "rank": link.rank}


def _move(alert: Alert, state: AlertState, found: surge.Surge, now: datetime) -> None:
    check_transition(TRANSITIONS, AlertState(alert.state), state)
    alert.state, alert.state_since = state, now
    alert.public_since = alert.public_since or now
    alert.answer_due_at = _due(alert, state, now)
    alert.save(update_fields=["state", "state_since", "public_since", "answer_due_at"])
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
    return alert.answer_due_at or (None if alert.answers.exists() else now + ANSWER_WITHIN)


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
    """The window slides: what nobody presses any more calms down. Each alert in its own transaction."""
    window = timedelta(hours=surge.WINDOW_HOURS)
    busy = Alert.objects.open().exclude(state=AlertState.CALM)
    recent = Alert.objects.open().filter(voices__raised_at__gt=now - window)
    for alert_id in sorted({*busy.values_list("pk", flat=True), *recent.values_list("pk", flat=True)}):
        alert_evaluate(alert_id=alert_id, now=now)
    return busy.count()


@transaction.atomic
def alert_close_forgotten(*, now: datetime) -> int:
    """After ninety calm days without a voice an alert is history; the next voice opens another."""
    quiet = Alert.objects.open().filter(state=AlertState.CALM).alias(last=Max("voices__raised_at"))
    return Alert.objects.filter(pk__in=quiet.filter(last__lt=now - FORGOTTEN_AFTER).values("pk")).update(closed_at=now)
