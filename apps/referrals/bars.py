"""What the rule of referrals says no to, line by line: asked before anybody asks or vouches, and again where somebody
contests. A line answers with the figures it was read from, or with nothing where it bars nobody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from apps.algorithms import referral
from apps.people.models import Account, Persona
from apps.referrals import rule
from apps.referrals.models import Asking, Referral
from apps.referrals.rule import has_earned, standing_for
from apps.referrals.states import LIVE
from apps.spaces.models import Membership, Space, Topic
from apps.spaces.permissions import running_pause

MOST_ASKED = 5  # members whom one newcomer may name in one request
Figures = Mapping[str, Any]


class Why(models.TextChoices):
    """Which line of the rule; of an asking, of a member who is named, of whoever would vouch, of the newcomer."""

    EARNED = "earned"
    REFERRED = "referred"
    AGAINST = "against"
    ASKED_TWICE = "asked_twice"
    VOUCHES = "vouches"
    MANY_ASKED = "many_asked"
    OTHER = "other"
    OVER = "over"
    SELF = "self"
    NO_RIGHT = "no_right"
    SUSPENDED = "suspended"
    ALREADY = "already"
    SLOTS = "slots"
    LEFT = "left"
    PAUSED = "paused"
    THEIRS_AGAINST = "theirs_against"
    THEIRS_EARNED = "theirs_earned"
    THEIRS_REFERRED = "theirs_referred"


ASK = (Why.EARNED, Why.REFERRED, Why.AGAINST)
NAME = (Why.ASKED_TWICE, Why.VOUCHES, Why.MANY_ASKED, Why.OTHER)
VOUCH = (Why.NO_RIGHT, Why.SUSPENDED, Why.ALREADY, Why.SLOTS)
NEWCOMER = (Why.LEFT, Why.PAUSED, Why.THEIRS_AGAINST, Why.THEIRS_EARNED, Why.THEIRS_REFERRED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is answered, about which newcomer, where; the request it is about, and the member who is named, if any."""

    who: Persona
    referee: Persona
    space: Space
    topic: Topic | None
    now: datetime
    asking: Asking | None = None
    other: Persona | None = None


def barred(asked: Asked, why: Why) -> Figures | None:
    """The figures by which this line says no; nothing where it does not."""
    return BARS[why](asked)


def _earned(asked: Asked) -> Figures | None:
    return {} if has_earned(asked.referee, asked.space, asked.topic, now=asked.now) else None


def _referred(asked: Asked) -> Figures | None:
    standing = standing_for(asked.referee, asked.space, asked.topic, now=asked.now)
    carrying = rule.carrying(standing, asked.now)
    return {"until": _iso(min(row.ends_at for row in carrying if row.ends_at))} if carrying else None


def _against(asked: Asked) -> Figures | None:
    return {} if rule.is_spoken_against(asked.referee, asked.space, asked.topic) else None


def _asked_twice(asked: Asked) -> Figures | None:
    assert asked.asking is not None and asked.other is not None  # noqa: S101, PT018 - somebody was named
    same = Referral.objects.filter(round=asked.asking.round, referrer__account=asked.other.account_id)
    return {} if same.exists() else None


def _vouches(asked: Asked) -> Figures | None:
    assert asked.other is not None  # noqa: S101 - somebody was named
    same = Referral.objects.filter(referee=asked.referee, space=asked.space, topic=asked.topic, state__in=LIVE)
    theirs = same.filter(referrer__account=asked.other.account_id).exclude(ends_at__lte=asked.now)
    return {} if theirs.exists() else None


def _many_asked(asked: Asked) -> Figures | None:
    assert asked.asking is not None  # noqa: S101 - it stands in a request
    n = Referral.objects.filter(round=asked.asking.round, given_at=None).count()
    return {"asked": n, "most": MOST_ASKED} if n >= MOST_ASKED else None


def _other(asked: Asked) -> Figures | None:
    """Of somebody else no figure is told: only what the rule asks."""
    assert asked.other is not None  # noqa: S101 - somebody was named
    may = asked.other.pk in rule.may_refer([asked.other], asked.space, asked.topic)
    return None if may else {"least": referral.GIVERS}


def _over(asked: Asked) -> Figures | None:
    assert asked.asking is not None  # noqa: S101 - it stands in a request
    over = asked.asking.ended_at is not None or asked.asking.until <= asked.now
    return {"until": _iso(asked.asking.ended_at or asked.asking.until)} if over else None


def _self(asked: Asked) -> Figures | None:
    return {} if asked.who.is_one_with(asked.referee) or asked.who.account_id is None else None


def _no_right(asked: Asked) -> Figures | None:
    if asked.who.pk in rule.may_refer([asked.who], asked.space, asked.topic):
        return None
    in_favour, against = rule.words_about(asked.who, asked.space, asked.topic)
    return {"in_favour": in_favour, "against": against, "least": referral.GIVERS, "share": referral.AGAINST}


def _suspended(asked: Asked) -> Figures | None:
    until = rule.suspended_until(_account(asked), asked.space, asked.now)
    marks = len(rule.marks_of(_account(asked), asked.space)) if until else 0
    return {"until": _iso(until), "marks": marks} if until else None


def _already(asked: Asked) -> Figures | None:
    standing = standing_for(asked.referee, asked.space, asked.topic, now=asked.now)
    return {} if standing.filter(referrer__account=asked.who.account_id).exists() else None


def _slots(asked: Asked) -> Figures | None:
    slots = rule.slots_of(_account(asked), asked.space, asked.now)
    return None if slots.free else {"taken_until": [_iso(at) for at in slots.taken_until], "slots": referral.SLOTS}


def _left(asked: Asked) -> Figures | None:
    return None if Membership.objects.filter(space=asked.space, persona=asked.referee).exists() else {}


def _paused(asked: Asked) -> Figures | None:
    return {} if running_pause(asked.referee, asked.space, now=asked.now) is not None else None


def _account(asked: Asked) -> Account:
    assert asked.who.account is not None  # noqa: S101 - asked after SELF, which bars a name without a person
    return asked.who.account


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


BARS: dict[Why, Callable[[Asked], Figures | None]] = {
    Why.EARNED: _earned,
    Why.REFERRED: _referred,
    Why.AGAINST: _against,
    Why.ASKED_TWICE: _asked_twice,
    Why.VOUCHES: _vouches,
    Why.MANY_ASKED: _many_asked,
    Why.OTHER: _other,
    Why.OVER: _over,
    Why.SELF: _self,
    Why.NO_RIGHT: _no_right,
    Why.SUSPENDED: _suspended,
    Why.ALREADY: _already,
    Why.SLOTS: _slots,
    Why.LEFT: _left,
    Why.PAUSED: _paused,
    Why.THEIRS_AGAINST: _against,
    Why.THEIRS_EARNED: _earned,
    Why.THEIRS_REFERRED: _referred,
}
