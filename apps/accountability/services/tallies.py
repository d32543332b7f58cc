"""Publish voices by the hour, in batches of at least three, each hidden among at least five people (design §9)."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.db import transaction

from apps.accountability.models import Alert, Tally, Voice
from apps.accountability.services.alerts import ASKED, answer_ask, answer_within
from apps.algorithms import public_counts
from apps.ledger.models import Event
from apps.ledger.services import append
from apps.live.hub import announce
from apps.signatures.canonical import digest
from apps.spaces.models import Membership, Operator

HOUR = timedelta(hours=1)
Arrival = tuple[Voice, datetime]


def tallies_publish(*, now: datetime) -> int:
    """Every open alert that may have a batch; each in its own transaction. Returns how many batches came out."""
    waiting = Alert.objects.open().filter(voices__raised_at__lt=now, voices__withdrawn_at=None).distinct()
    return sum(tally_publish(alert_id=pk, now=now) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tally_publish(*, alert_id: int, now: datetime) -> int:
    """Publish the batches of this alert that are ripe; a published batch is never computed again."""
    alert = Alert.objects.select_for_update().select_related("operator").get(pk=alert_id)
    last = alert.tallies.order_by("number").last()
    arrivals = _arrivals(alert, last, now)
    counted = [public_counts.CountedVoice(at.timestamp(), voice.discount == "") for voice, at in arrivals]
    people = _people_by_hour(alert.operator, arrivals)
    batches = public_counts.public_count(counted, people, now.timestamp()).batches
    for batch in batches:
        last = _write(alert, last, batch, arrivals, now)
    return len(batches)


def _arrivals(alert: Alert, last: Tally | None, now: datetime) -> list[Arrival]:
    """Voices no batch has told yet. One that came back after a batch arrives when that batch closed."""
    voices = Voice.objects.live().filter(alert=alert, tally=None, raised_at__lte=now)
    voices = voices.filter(issue_sha256=alert.issue_sha256).order_by("raised_at", "pk")
    return [(voice, max(voice.raised_at, last.until) if last else voice.raised_at) for voice in voices]


def _people_by_hour(operator: Operator, arrivals: list[Arrival]) -> Mapping[int, frozenset[str]]:
    """Whom the operator could suspect: who stands in its spaces, who was active here that hour, who spoke."""
    members = Membership.objects.filter(space__operator=operator)
    standing = frozenset(members.values_list("persona__reference", flat=True))
    speakers: dict[int, set[str]] = defaultdict(set)
    for voice, at in arrivals:
        speakers[public_counts.hour_of(at.timestamp())].add(voice.browser or voice.reference)
    return {hour: standing | _active(hour) | spoke for hour, spoke in speakers.items()}


def _active(hour: int) -> frozenset[str]:
    start = datetime.fromtimestamp(hour, UTC)
    actors = Event.objects.filter(at__gte=start, at__lt=start + HOUR).exclude(actor="")
    return frozenset(actors.values_list("actor", flat=True).distinct())


def _write(
    alert: Alert, last: Tally | None, batch: public_counts.Batch, arrivals: list[Arrival], now: datetime
) -> Tally:
    until = datetime.fromtimestamp(batch.hour, UTC)
    inside = [voice for voice, at in arrivals if at < until and voice.tally_id is None]
    same_words = last if last and last.text_number == alert.text_number else None  # other words begin at zero
    tally = Tally.objects.create(
        alert=alert,
        number=(last.number if last else 0) + 1,
        text_number=alert.text_number,
        until=until,
        new=batch.new_voices,
        raw=(same_words.raw if same_words else 0) + batch.new_voices,
        independent=(same_words.independent if same_words else 0) + batch.new_independent,
        under_review=alert.under_review,
        hides_among=batch.hides_among,
        discounted=dict(Counter(voice.discount for voice in inside if voice.discount)),
    )
    for voice in inside:
        voice.tally = tally
    Voice.objects.bulk_update(inside, ["tally"])
    _publish(tally, now)
    return tally


def tally_document(tally: Tally) -> dict[str, object]:
    """What the log takes the digest of: only batches ever name an operator beside a number."""
    return {
        "type": "alert.tally",
        "operator": tally.alert.operator.slug,
        "alert": tally.alert.reference,
        "tile": tally.alert.tile,
        **({"text_number": tally.text_number} if tally.text_number > 1 else {}),
        "number": tally.number,
        "until": f"{tally.until:%Y-%m-%dT%HZ}",
        "new": tally.new,
        "raw": tally.raw,
        "independent": tally.independent,
        "discounted": tally.discounted,
        **({"under_review": True} if tally.under_review else {}),
        "rule": public_counts.NAME,
        "rule_version": public_counts.VERSION,
    }


def _publish(tally: Tally, now: datetime) -> None:
    alert = tally.alert
    if alert.public_since is None:
        alert.public_since = tally.until
        answer_ask(alert, tally.until + answer_within(alert), tally.until)
        alert.save(update_fields=["public_since", *ASKED])
    append(
        kind="alert.tally",
        actor="",
        object=alert.reference,
        version=str(tally.number),
        payload={"alert": alert.pk, "tally": tally.pk},
        body_sha256=digest(tally_document(tally)),
        now=now,
    )
    news = {"kind": "tally", "operator": alert.operator.slug, "alert": alert.reference, "raw": tally.raw}
    announce(f"operator:{alert.operator.slug}", news)
