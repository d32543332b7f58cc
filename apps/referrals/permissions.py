"""Who may ask, and who may vouch. Each check raises a Refusal with its sentence; what the rule refuses carries why."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow
from apps.people.models import Account, Persona
from apps.referrals import bars, rule
from apps.referrals.bars import Asked, Why, barred
from apps.referrals.models import Asking, Referral
from apps.referrals.saying import sentence
from apps.spaces.models import Membership, Space, Topic
from apps.spaces.permissions import check_can_post
from apps.trust.refusing import Because, ByRule, NotNowByRule, NotYoursByRule

TO_BE_REFERRED, TO_NAME, TO_VOUCH = "referred", "named", "vouch"  # kinds of what is refused
THEIRS = {Why.SELF, Why.NO_RIGHT}  # not for this person, whatever the hour


def check_can_ask(persona: Persona, space: Space, topic: Topic | None, *, now: datetime) -> None:
    """A member who is not paused, who has not earned as much already, is not referred, and not spoken against."""
    check_can_post(persona, space, now=now)
    _check(bars.ASK, Asked(persona, persona, space, topic, now), TO_BE_REFERRED)


def check_can_name(asking: Asking, other: Persona, *, now: datetime) -> None:
    """Another member, who is asked once and may vouch."""
    asked = Asked(asking.referee, asking.referee, asking.space, asking.topic, now, asking, other)
    if other.is_one_with(asking.referee):
        raise refused(Why.SELF, {}, TO_NAME, asking)
    if other.account_id is None or not Membership.objects.filter(space=asking.space, persona=other).exists():
        raise NotNow(_("They are not a member of this space here."))
    _check(bars.NAME, asked, TO_NAME)


def check_can_refer(persona: Persona, asking: Asking, *, now: datetime) -> None:
    """Somebody else who has earned it here, who is not suspended, with a slot that is free; for a newcomer who is still
    a member, not paused, not spoken against, and has nothing earned that would make it needless."""
    asked = Asked(persona, asking.referee, asking.space, asking.topic, now, asking)
    _check([Why.OVER], asked, TO_VOUCH)
    check_can_post(persona, asking.space, now=now)
    _check([Why.SELF, *bars.VOUCH, *bars.NEWCOMER], asked, TO_VOUCH)


def check_is_open(asking: Asking, *, now: datetime) -> None:
    """Neither over nor answered by two."""
    referee = asking.referee
    _check([Why.OVER], Asked(referee, referee, asking.space, asking.topic, now, asking), TO_NAME)


def _check(lines: Iterable[Why], asked: Asked, kind: str) -> None:
    for why in lines:
        facts = barred(asked, why)
        if facts is not None:
            raise refused(why, facts, kind, asked.asking, asked.other)


def refused(why: Why, facts: bars.Figures, kind: str, asking: Asking | None, other: Persona | None = None) -> ByRule:
    """What the rule says no to, with the figures of the hour. Whoever was named stands in it by their reference."""
    whom = {"whom": other.reference} if other is not None else {}
    because = Because(kind, why.value, {**facts, **whom}, rule.RULE, asking.round if asking else "")
    kind_of = NotYoursByRule if why in THEIRS else NotNowByRule
    return kind_of(sentence(why, facts), because)


def check_is_referrer(account: Account, referral: Referral) -> None:
    """For everybody else it does not exist."""
    if referral.referrer is None or referral.referrer.account_id != account.pk:
        raise NotFound(_("Nothing is here, or it is between two other members."))


def check_is_referee(account: Account, referral: Referral) -> None:
    """For everybody else it does not exist."""
    if referral.referee is None or referral.referee.account_id != account.pk:
        raise NotFound(_("Nothing is here, or it is between two other members."))
