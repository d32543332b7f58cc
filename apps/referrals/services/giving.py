"""Vouch for a newcomer. The second word makes the status."""

from datetime import datetime

from django.db import transaction

from apps.algorithms import referral
from apps.ledger.services import append
from apps.people.models import Persona
from apps.referrals import rule, telling
from apps.referrals.models import Asking, Referral, ReferralQuerySet
from apps.referrals.permissions import check_can_refer
from apps.referrals.rule import standing_for
from apps.referrals.services.locking import asking_at, lock_people
from apps.referrals.states import LIVE, ReferralState
from apps.trust.models import Basis
from apps.trust.services import keeping, status_grant


def referral_give(*, referrer: Persona, reference: str, now: datetime) -> Referral:
    """Take a slot and vouch; with a second word within ninety days the newcomer is referred. What the rule refuses is
    kept."""
    asking = asking_at(reference)
    with keeping(referrer, asking.space, asking.topic, now):
        return _give(referrer, asking, now)


@transaction.atomic
def _give(referrer: Persona, asking: Asking, now: datetime) -> Referral:
    lock_people([referrer, asking.referee])
    asking.refresh_from_db(fields=["ended_at", "until"])
    check_can_refer(referrer, asking, now=now)
    row = _given(referrer, asking, now)
    record("referral.given", row, now)
    pair = rule.carrying(standing_for(asking.referee, asking.space, asking.topic, now=now), now)
    if pair:
        _carry(asking, pair, now)
        row.refresh_from_db()
    telling.tell_given(row, now)
    return row


def _given(referrer: Persona, asking: Asking, now: datetime) -> Referral:
    """The row of whoever was asked, or a new one for whoever came by the link."""
    asked = live_of(referrer, asking, now).filter(state=ReferralState.ASKED).order_by("-pk").first()
    same = {"referee": asking.referee, "space": asking.space, "topic": asking.topic}
    row = asked or Referral(**same, asked_at=now, state=ReferralState.ASKED)
    row.move_to(ReferralState.GIVEN)
    row.referrer, row.round, row.given_at = referrer, asking.round, now
    row.ends_at = rule.moment(referral.waits_until(now.timestamp()))
    row.save()
    return row


def live_of(referrer: Persona, asking: Asking, now: datetime) -> ReferralQuerySet:
    """What this person was asked or gives for the same newcomer and topic; what is over is named so first, where the
    sweep has not passed yet."""
    same = {"referee": asking.referee, "space": asking.space, "topic": asking.topic}
    live = Referral.objects.filter(**same, referrer__account=referrer.account_id, state__in=LIVE)
    live.filter(ends_at__lte=now).update(state=ReferralState.EXPIRED)
    return live


def _carry(asking: Asking, pair: list[Referral], now: datetime) -> None:
    """Both words carry from now on; the link has done its work."""
    until = now + rule.PROVISIONAL
    for row in pair:
        row.carried_at, row.ends_at, row.round = now, until, asking.round
        row.save(update_fields=["carried_at", "ends_at", "round"])
    Asking.objects.filter(pk=asking.pk).update(ended_at=now)
    Referral.objects.filter(round=asking.round, state=ReferralState.ASKED).update(state=ReferralState.EXPIRED)
    status_grant(
        persona=asking.referee,
        space=asking.space,
        topic=asking.topic,
        basis=Basis.REFERRED,
        level=rule.level_given(asking.space, now),
        because=asking.round,
        rule=rule.RULE,
        until=until,
        now=now,
    )


def record(kind: str, row: Referral, now: datetime) -> None:
    """To the public log a commitment only."""
    append(
        kind=kind,
        actor=row.referrer.reference if row.referrer else "",
        object=row.reference,
        payload={"referral": row.pk},
        secret={
            "kind": kind,
            "referral": row.reference,
            "space": row.space.slug,
            "topic": row.topic.slug if row.topic else "",
            "rule": rule.RULE,
            "at": now.isoformat(),
        },
        now=now,
    )
