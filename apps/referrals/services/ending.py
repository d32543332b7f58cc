"""What ends a referral: it is taken back, renounced, its time is over, or the newcomer has earned as much."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import NotNow
from apps.ledger.carefully import each
from apps.people.models import Account
from apps.referrals import rule, telling
from apps.referrals.models import Asking, Referral
from apps.referrals.permissions import check_is_referee, check_is_referrer
from apps.referrals.rule import has_earned, standing_for
from apps.referrals.services.giving import record
from apps.referrals.services.locking import lock_people, referral_at
from apps.referrals.states import ReferralState
from apps.trust.models import Basis, GrantedStatus
from apps.trust.services import status_end


@transaction.atomic
def referral_withdraw(*, account: Account, reference: str, now: datetime) -> Referral:
    """Whoever vouched takes it back, without a reason. The slot stays taken for its half year."""
    row = referral_at(reference)
    check_is_referrer(account, row)
    return _take_back(row, now, tell=True)


@transaction.atomic
def referral_renounce(*, account: Account, reference: str, now: datetime) -> Referral:
    """The newcomer would rather do without it."""
    row = referral_at(reference)
    check_is_referee(account, row)
    return _take_back(row, now, tell=False)


def _take_back(row: Referral, now: datetime, *, tell: bool) -> Referral:
    lock_people([row.referrer, row.referee])
    row = referral_at(row.reference)
    if row.state != ReferralState.GIVEN or row.ends_at is None or row.ends_at <= now:
        raise NotNow(_("This is over already."))
    end(row, ReferralState.WITHDRAWN, now, why="withdrawn")
    record("referral.withdrawn", row, now)
    if tell:
        telling.tell_withdrawn(row, now)
    return row


def end(row: Referral, state: ReferralState, now: datetime, *, why: str) -> bool:
    """End one word; whether a status ended with it. The other word waits for another, as long as it may."""
    row.move_to(state)
    row.ends_at = min(row.ends_at or now, now)
    row.save(update_fields=["state", "ends_at"])
    statuses = GrantedStatus.objects.filter(basis=Basis.REFERRED, because=row.round, ended_at=None)
    carried = False
    for status in statuses.select_related("persona", "space", "topic"):
        status_end(status=status, why=why, now=now)
        carried = True
    if carried and row.referee is not None:
        _wait_again(standing_for(row.referee, row.space, row.topic, now=now), now)
    return carried


def _wait_again(others: Iterable[Referral], now: datetime) -> None:
    """What one member still vouches for waits for a second one, within ninety days of its own beginning."""
    for other in others:
        if other.given_at is not None and other.ends_at is not None:
            other.ends_at = max(now, min(other.ends_at, other.given_at + rule.TOGETHER))
            other.save(update_fields=["ends_at"])


@transaction.atomic
def referrals_leave(*, account: Account, now: datetime) -> int:
    """Whoever vouched or was vouched for leaves the site: no status rests on nobody's word; slots stay taken."""
    lock_people(list(account.personas.all()))
    mine = Referral.objects.filter(referrer__account=account) | Referral.objects.filter(referee__account=account)
    rows = list(mine.select_related("referrer", "referee", "space", "topic"))
    for row in rows:
        if row.state == ReferralState.GIVEN:
            end(row, ReferralState.WITHDRAWN, now, why="left")
        elif row.state == ReferralState.ASKED:
            row.move_to(ReferralState.WITHDRAWN)
            row.save(update_fields=["state"])
    Referral.objects.filter(referrer__account=account).update(referrer=None)
    Referral.objects.filter(referee__account=account).update(referee=None)
    return len(rows)


def referrals_settle(*, now: datetime) -> int:
    """Name what is over as over, and what earning has replaced; nothing that is read waits for this."""
    Asking.objects.filter(ended_at=None, until__lte=now).update(ended_at=now)
    open_rounds = Asking.objects.filter(ended_at=None).values("round")
    Referral.objects.filter(state=ReferralState.ASKED).exclude(round__in=open_rounds).update(
        state=ReferralState.EXPIRED
    )
    Referral.objects.filter(state=ReferralState.GIVEN, ends_at__lte=now).update(state=ReferralState.EXPIRED)
    waiting = Referral.objects.standing(now).exclude(referee=None).values_list("reference", flat=True)
    return each(list(waiting), lambda reference: _replace(reference, now), failed="referral_not_settled")


@transaction.atomic
def _replace(reference: str, now: datetime) -> bool:
    """The newcomer has earned as much: the words have done their work."""
    row = referral_at(reference)
    if row.referee is None or not has_earned(row.referee, row.space, row.topic, now=now):
        return False
    lock_people([row.referrer, row.referee])
    row = referral_at(reference)
    if row.state != ReferralState.GIVEN:
        return False
    end(row, ReferralState.REPLACED, now, why="earned")
    return True
