"""What the published rules need of the voices: who was active before, what is usual, who counts with whom."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from apps.accountability.models import Alert, Discount, Voice
from apps.algorithms import clusters, public_counts, surge
from apps.algorithms.near_duplicates import Signature
from apps.ledger.models import Event
from apps.people.invitations import brought_by
from apps.people.models import Account
from apps.posts.models import STANDING, Post, Review
from apps.spaces.models import Membership, Operator, Space

ACTIVE_BEFORE = timedelta(days=14)  # how old what one said there must be
BASELINE = timedelta(weeks=surge.BASELINE_WEEKS)
LASTS = timedelta(hours=surge.LASTS_HOURS)


@dataclass(frozen=True, slots=True)
class Reading:
    """The rules applied: who counts with whom, and the state that makes."""

    clusters: clusters.Clusters
    surge: surge.Surge


def was_active_before(account: Account, operator: Operator, *, now: datetime) -> bool:
    """Whether this person said something in a space of this operator, or about it, a fortnight ago or earlier.

    Where the operator runs no space here, anywhere on this site.
    """
    old = Q(author__account=account, source=None, published_at__lte=now - ACTIVE_BEFORE) & STANDING
    if not Space.objects.filter(operator=operator).exists():
        return Post.objects.filter(old).exists() or Review.objects.filter(old).exists()
    there = Q(space__operator=operator) | Q(subject__operator=operator)
    return (
        Post.objects.filter(old, thread__space__operator=operator).exists()
        or Review.objects.filter(old & there).exists()
    )


def usual_for(alert: Alert, *, now: datetime) -> surge.Baseline:
    """What is usual for this operator and subject: the independent voices of the past half-year, but not of today."""
    start = now - BASELINE
    past = Voice.objects.filter(
        alert__operator=alert.operator_id,
        alert__tile=alert.tile,
        raised_at__gt=start,
        raised_at__lte=now - LASTS,
        discount=Discount.NONE,
    )
    counts = Counter(int(at.timestamp() // surge.HOUR) for at in past.values_list("raised_at", flat=True))
    known = max(timedelta(0), min(BASELINE, now - min(alert.operator.created_at, alert.opened_at)))
    return surge.usual(counts, known.days // 7)


def read_voices(voices: list[Voice], now: datetime, baseline: surge.Baseline) -> Reading:
    """Cluster what is traced, then judge the windows. Voices over their network's limit count raw only."""
    counted = [voice for voice in voices if not voice.over_limit]
    hands = brought_by([voice.account_id for voice in counted if voice.account_id is not None])
    found = clusters.cluster(_trace(voice, hands) for voice in counted)
    heard = [surge.Voice(v.raised_at.timestamp(), found.of[v.reference], v.known) for v in counted]
    return Reading(found, surge.surge(heard, now.timestamp(), baseline))


def _trace(voice: Voice, hands: Mapping[int, str]) -> clusters.Trace:
    return clusters.Trace(
        voice=voice.reference,
        at=voice.raised_at.timestamp(),
        block=voice.network,
        wording=Signature.from_bytes(bytes(voice.wording)) if voice.wording else None,
        member=voice.member,
        known=voice.known,
        created=voice.account.joined_at.timestamp() if voice.account else None,
        invitation=hands.get(voice.account_id or 0, ""),
        invites=voice.account.reference if voice.account else "",
        apart=voice.apart,
    )


def keep_discounts(voices: list[Voice], found: clusters.Clusters) -> None:
    """Write down, for the sentence, why each voice counts with others."""
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


def hides(alert: Alert, voices: list[Voice], since: datetime, now: datetime) -> bool:
    """Whether the voice that made a state hides among enough people: they were around since it may have come."""
    standing = Membership.objects.filter(space__operator=alert.operator_id).values_list("persona__reference", flat=True)
    around = set(standing[: public_counts.HIDES_AMONG])
    around |= {voice.browser or voice.reference for voice in voices if voice.raised_at > since}
    if len(around) < public_counts.HIDES_AMONG:
        acting = Event.objects.filter(at__gt=since, at__lte=now).exclude(actor="")
        around |= set(acting.values_list("actor", flat=True).distinct()[: public_counts.HIDES_AMONG])
    return len(around) >= public_counts.HIDES_AMONG
