"""Who may ask, and who may vouch. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, NotYours
from apps.look.moments import day
from apps.people.models import Account, Persona
from apps.referrals import rule
from apps.referrals.models import Asking, Referral, ReferralQuerySet
from apps.spaces.models import Membership, Space, Topic
from apps.spaces.permissions import check_can_post, running_pause
from apps.trust.standings import earned_level, scale_of


def check_can_ask(persona: Persona, space: Space, topic: Topic | None, *, now: datetime) -> None:
    """A member who is not paused, who has not earned as much already and is not referred."""
    check_can_post(persona, space, now=now)
    if has_earned(persona, space, topic, now=now):
        raise NotNow(_("You have earned as much here by yourself already: you need nobody to vouch for you."))
    if rule.carrying(standing_for(persona, space, topic, now=now), now):
        raise NotNow(_("Two members refer you already. You can ask again when that has ended."))


def check_can_refer(persona: Persona, asking: Asking, *, now: datetime) -> None:
    """Somebody else who has earned it here, who is not suspended, with a slot that is free."""
    space, topic, referee = asking.space, asking.topic, asking.referee
    check_is_open(asking, now=now)
    check_can_post(persona, space, now=now)
    if persona.is_one_with(referee) or persona.account is None:
        raise NotYours(_("It takes two others: nobody vouches for themselves, under any name."))
    check_may_refer(persona, space, topic)
    until = rule.suspended_until(persona.account, space, now)
    if until is not None:
        raise NotNow(_("You may not vouch for anybody here until %(date)s.") % {"date": day(until)})
    if standing_for(referee, space, topic, now=now).filter(referrer__account=persona.account_id).exists():
        raise NotNow(_("You vouch for them already."))
    slots = rule.slots_of(persona.account, space, now)
    if not slots.free:
        date = {"date": day(slots.taken_until[0])}
        raise NotNow(_("Your three slots are taken. The first is free again on %(date)s.") % date)
    check_can_be_referred(referee, space, topic, now=now)


def check_may_refer(persona: Persona, space: Space, topic: Topic | None) -> None:
    """By their own help, on that topic or in the space."""
    if persona.pk not in rule.may_refer([persona], space, topic):
        raise NotYours(
            _(
                "Whoever vouches has helped at least five people here themselves, by their own activity. A referral, "
                "or a status from another space, does not count for this."
            )
        )


def check_can_be_referred(referee: Persona, space: Space, topic: Topic | None, *, now: datetime) -> None:
    """Still a member, not paused, and nothing earned that would make it needless."""
    if not Membership.objects.filter(space=space, persona=referee).exists():
        raise NotNow(_("They are no longer a member of this space."))
    if running_pause(referee, space, now=now) is not None:
        raise NotNow(_("They are paused in this space. Ask them to come back to you afterwards."))
    if rule.is_spoken_against(referee, space, topic):
        raise NotNow(_("Somebody of good standing here has spoken against their help. They can still earn it."))
    if has_earned(referee, space, topic, now=now):
        raise NotNow(_("They have earned as much here by themselves already."))
    if rule.carrying(standing_for(referee, space, topic, now=now), now):
        raise NotNow(_("Two members vouch for them already. Your slot stays yours."))


def check_is_open(asking: Asking, *, now: datetime) -> None:
    """Neither over nor answered by two."""
    if asking.ended_at is not None or asking.until <= now:
        raise NotNow(_("This request is over: two members vouched, it was taken back, or ninety days have passed."))


def has_earned(persona: Persona, space: Space, topic: Topic | None, *, now: datetime) -> bool:
    """As much as a referral would give."""
    level = earned_level(persona, space, topic, now)
    scale = scale_of(space, now)
    return level is not None and scale.rank(level) >= scale.rank(scale.given_by_referral.code)


def standing_for(persona: Persona, space: Space, topic: Topic | None, *, now: datetime) -> ReferralQuerySet:
    """What is vouched for somebody now, for one topic or for the whole space."""
    rows = Referral.objects.standing(now).filter(referee=persona, space=space, topic=topic)
    return rows.select_related("referrer", "referee", "space", "topic")


def check_is_referrer(account: Account, referral: Referral) -> None:
    """For everybody else it does not exist."""
    if referral.referrer is None or referral.referrer.account_id != account.pk:
        raise NotFound(_("Nothing is here, or it is between two other members."))


def check_is_referee(account: Account, referral: Referral) -> None:
    """For everybody else it does not exist."""
    if referral.referee is None or referral.referee.account_id != account.pk:
        raise NotFound(_("Nothing is here, or it is between two other members."))
