"""Ask to be vouched for: by a private link that one hands over, or by naming a member. Nobody is asked twice."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.ledger.services import append
from apps.people.models import Account, Persona
from apps.referrals import rule, telling
from apps.referrals.models import Asking, Referral
from apps.referrals.permissions import check_can_ask, check_can_name, check_is_open
from apps.referrals.services.giving import live_of
from apps.referrals.services.locking import asking_at, lock_people
from apps.referrals.states import ReferralState
from apps.spaces.models import Space, Topic
from apps.trust.services import keeping


def asking_open(*, persona: Persona, space: Space, topic: Topic | None, now: datetime) -> Asking:
    """Make a private link, or find the one that is open. What the rule refuses is kept."""
    with keeping(persona, space, topic, now):
        return _open(persona, space, topic, now)


@transaction.atomic
def _open(persona: Persona, space: Space, topic: Topic | None, now: datetime) -> Asking:
    lock_people([persona])
    check_can_ask(persona, space, topic, now=now)
    same = Asking.objects.filter(referee=persona, space=space, topic=topic, ended_at=None)
    found = same.filter(until__gt=now).first()
    if found is not None:
        return found
    Referral.objects.filter(round__in=same.values("round"), state=ReferralState.ASKED).update(
        state=ReferralState.EXPIRED
    )  # nobody is asked by a request that is over
    same.update(ended_at=now)
    made = Asking.objects.create(
        referee=persona, space=space, topic=topic, asked_at=now, until=now + rule.TOGETHER
    )  # ninety days: what two need to come together
    append(kind="referral.asked", actor=persona.reference, object=space.reference, now=now)
    return made


@transaction.atomic
def asking_end(*, account: Account, reference: str, now: datetime) -> Asking:
    """The link leads nowhere from now on; what was vouched already stands."""
    asking = asking_at(reference)
    lock_people([asking.referee])
    if asking.referee.account_id != account.pk:
        raise NotFound(_("No request has this address. It may have been erased."))
    Asking.objects.filter(pk=asking.pk, ended_at=None).update(ended_at=now)
    Referral.objects.filter(round=asking.round, state=ReferralState.ASKED).update(state=ReferralState.WITHDRAWN)
    return asking


def referral_ask(*, account: Account, reference: str, other: Persona, now: datetime) -> Referral:
    """Name a member who may vouch. They read it once; whether they answer is theirs. What the rule refuses is kept."""
    asking = asking_at(reference)
    if asking.referee.account_id != account.pk:
        raise NotFound(_("No request has this address. It may have been erased."))
    with keeping(asking.referee, asking.space, asking.topic, now):
        return _name(asking, other, now)


@transaction.atomic
def _name(asking: Asking, other: Persona, now: datetime) -> Referral:
    lock_people([asking.referee])
    asking.refresh_from_db(fields=["ended_at", "until"])
    check_is_open(asking, now=now)
    check_can_ask(asking.referee, asking.space, asking.topic, now=now)
    live_of(other, asking, now)  # what is over is named so first
    check_can_name(asking, other, now=now)
    row = Referral.objects.create(
        referrer=other,
        referee=asking.referee,
        space=asking.space,
        topic=asking.topic,
        round=asking.round,
        state=ReferralState.ASKED,
        asked_at=now,
    )
    telling.tell_asked(row, asking, now)
    return row


@transaction.atomic
def referral_decline(*, persona: Persona, reference: str, now: datetime) -> None:
    """They would rather not. Nobody is told, and nothing is kept of whoever came by the link alone."""
    asking = asking_at(reference)
    lock_people([persona])
    asked = Referral.objects.filter(round=asking.round, referrer__account=persona.account_id)
    for row in asked.filter(state=ReferralState.ASKED):
        row.move_to(ReferralState.DECLINED)
        row.save(update_fields=["state"])
