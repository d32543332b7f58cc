"""What referrals hold about a person: whom they vouched for, who vouched for them, and what came of it."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.people.holdings import Holding, Rows
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.referrals.models import Asking, Referral
from apps.referrals.services import referrals_leave

KEPT = timedelta(days=400)  # three marks within a year are counted, and a decision has its time for appeal


def _referrals(account: Account) -> Rows:
    """Both sides; of whoever was asked and gave nothing, only that they were asked."""
    mine = Q(referrer__account=account) | Q(referee__account=account)
    for row in Referral.objects.filter(mine).select_related("referrer", "referee", "space", "topic").order_by("pk"):
        gave = row.referrer is not None and row.referrer.account_id == account.pk
        them = row.referee if gave else row.referrer
        yield {
            "direction": "given" if gave else "received",
            "space": row.space.slug,
            "topic": row.topic.slug if row.topic else None,
            "with": them.pseudonym if them else "",
            "state": row.state if gave or row.given_at else "asked",
            "asked_at": row.asked_at,
            "given_at": row.given_at,
            "referred_at": row.carried_at,
            "ends_at": row.ends_at,
            "marked_at": row.betrayed_at if gave else None,
        }


def _askings(account: Account) -> Rows:
    for row in Asking.objects.filter(referee__account=account).select_related("space", "topic").order_by("pk"):
        yield {
            "space": row.space.slug,
            "topic": row.topic.slug if row.topic else None,
            "asked_at": row.asked_at,
            "until": row.until,
            "ended_at": row.ended_at,
            "link": row.reference,
        }


def _erase(account: Account, now: datetime) -> int:
    """No status rests on nobody's word; the slots of others stay taken, without a name."""
    return referrals_leave(account=account, now=now)


def _erase_askings(account: Account, now: datetime) -> int:
    return int(Asking.objects.filter(referee__account=account).delete()[0])


def _forget(now: datetime) -> int:
    """A good year after it ended; and what nobody stands in any more and holds no slot."""
    over = Q(ends_at__lt=now - KEPT) | Q(given_at=None, asked_at__lt=now - KEPT)
    nobody = Q(referrer=None, referee=None)
    return int(Referral.objects.filter(over | nobody).delete()[0])


def _forget_askings(now: datetime) -> int:
    return int(Asking.objects.filter(ended_at__lt=now - KEPT).delete()[0])


def register() -> None:
    """Called from `ready()`. Before statuses and personas, to whom these rows refer."""
    ended = _("what you gave or received ends; the other one keeps a slot that is taken, without your name")
    holds(
        Holding(
            Referral,
            _("For whom you vouched, and who vouched for you"),
            _referrals,
            _erase,
            ended,
            keep_for=KEPT,
            purge=_forget,
            order=17,
            keep_note=_("after a referral ended"),
        )
    )
    holds(
        Holding(
            Asking,
            _("Your requests to be vouched for"),
            _askings,
            _erase_askings,
            _("deleted, and their links lead nowhere"),
            keep_for=KEPT,
            purge=_forget_askings,
            order=18,
            keep_note=_("after a request ended"),
        )
    )
