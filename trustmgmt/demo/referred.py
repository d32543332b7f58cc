"""Newcomers whom members know: one referred by two, one who did without it, one who asks a member we can sign in as;
and a member we can sign in as who would vouch and may not yet."""

from contextlib import suppress
from datetime import datetime, timedelta

from apps.base.errors import Refusal
from apps.people.models import Persona
from apps.posts.models import Post
from apps.posts.services import helpful_vote
from apps.referrals import services
from apps.referrals.models import Asking, Referral
from apps.referrals.rule import may_refer
from apps.spaces.models import Space
from apps.trust.models import Feedback
from apps.trust.statuses import counts_in_full
from trustmgmt.demo.world import World, member

SPACE, ASKED = "route-garages", "marelle_75"
HELPERS, MORE, FIRST = ("marelle_75", "atelier_du_coin"), 4, 12
REFERRED, WITHOUT, ASKS, NOT_YET = "galet_plat", "orage_sec", "escale", "quiet_kettle"


def plan_referrals(world: World) -> None:
    """Whoever vouches has helped five people there by then: the world itself says who."""
    world.at(8, lambda now: _thanked(world, now))
    world.at(5, lambda now: _referred(world, REFERRED, now))
    world.at(4.5, lambda now: _taken_back(world, now))
    world.at(1.5, lambda now: _asks(world, now))
    world.at(1.4, lambda now: _may_not(world, now))


def _thanked(world: World, now: datetime) -> None:
    """Two who help there are told so by more of those whose word counts in full."""
    place = world.spaces[SPACE]
    members = Persona.objects.filter(memberships__space=place).order_by("memberships__joined_at", "pk")
    full = [persona for persona in members[:FIRST] if counts_in_full(persona, place, now=now)]
    for helper in HELPERS:
        persona = world.personas[helper]
        item = Post.objects.filter(author=persona, thread__space=place).order_by("pk").first()
        said = Feedback.objects.filter(receiver=persona, space=place, giver_earned=True).values_list("giver", flat=True)
        fresh = [one for one in full if one.reference not in set(said) and one != persona]
        if item is not None:
            for voter in fresh[:MORE]:
                helpful_vote(persona=voter, item=item, now=now)


def _asking(world: World, who: str, now: datetime) -> Asking:
    place = world.spaces[SPACE]
    return services.asking_open(persona=member(world, who, place, now), space=place, topic=None, now=now)


def _who_may(world: World, place: Space) -> list[Persona]:
    """In a fixed order; the member we can sign in as comes last."""
    known = {persona.pk: persona for persona in world.personas.values()}
    may = [known[pk] for pk in may_refer(known.values(), place, None)]
    here = [persona for persona in may if (persona.pseudonym, place.pk) in world.joined]
    return sorted(here, key=lambda persona: (persona.pseudonym == ASKED, persona.pseudonym))


def _referred(world: World, who: str, now: datetime) -> None:
    asking = _asking(world, who, now)
    for hours, referrer in enumerate(_who_may(world, asking.space)[:2]):
        services.referral_give(referrer=referrer, reference=asking.reference, now=now + timedelta(hours=hours))


def _taken_back(world: World, now: datetime) -> None:
    """Another newcomer had two as well; one of them thought again."""
    _referred(world, WITHOUT, now)
    word = Referral.objects.filter(referee__pseudonym=WITHOUT).select_related("referrer__account").first()
    if word is not None and word.referrer is not None and word.referrer.account is not None:
        later = now + timedelta(hours=9)
        services.referral_withdraw(account=word.referrer.account, reference=word.reference, now=later)


def _asks(world: World, now: datetime) -> None:
    asking = _asking(world, ASKS, now)
    asked = world.personas[ASKED]
    if asked in _who_may(world, asking.space):
        services.referral_ask(account=world.account(ASKS), reference=asking.reference, other=asked, now=now)


def _may_not(world: World, now: datetime) -> None:
    """Somebody who has the link and has not helped five people there: the refusal is kept, and can be contested."""
    place = world.spaces[SPACE]
    asking = Asking.objects.filter(referee__pseudonym=ASKS, space=place).latest("pk")
    with suppress(Refusal):
        services.referral_give(referrer=member(world, NOT_YET, place, now), reference=asking.reference, now=now)
