"""Make a badge, take it back; end those whose status is not earned any more."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.badges.earned import Earned, earned_for, earned_now
from apps.badges.issuers import key_of_space
from apps.badges.models import Badge
from apps.badges.permissions import check_can_show, check_is_mine
from apps.badges.selectors.badges import state_now
from apps.badges.services.places import place_end, place_take
from apps.badges.states import TRANSITIONS, BadgeState
from apps.badges.telling import tell_lost
from apps.base.errors import NotNow
from apps.base.models import check_transition
from apps.ledger.carefully import each
from apps.ledger.services import append
from apps.people.models import Account, Persona
from apps.spaces.models import Space, Topic


@transaction.atomic
def badge_make(*, account: Account, persona: Persona, space: Space, topic: Topic | None, now: datetime) -> Badge:
    """Show what is earned here. Only what is earned: what a referral or a table gave stays where it was given."""
    check_can_show(account, persona, space)
    Persona.objects.select_for_update(no_key=True).get(pk=persona.pk)
    earned = earned_now(persona, space, topic, now)
    if earned is None:
        raise NotNow(
            _("Nothing is earned here on this topic at the moment: a badge says what is earned, nothing else.")
        )
    before = Badge.objects.standing().filter(persona=persona, space=space, topic=topic).first()
    if before is not None:
        if before.level == earned.level:
            return before
        badge_end(badge=before, state=BadgeState.TAKEN_BACK, now=now)
    return _make(persona, space, topic, earned, now)


def _make(persona: Persona, space: Space, topic: Topic | None, earned: Earned, now: datetime) -> Badge:
    key_of_space(space, now)  # made now if there is none: reading a badge writes nothing
    badge = Badge.objects.create(
        persona=persona,
        space=space,
        topic=topic,
        level=earned.level,
        algorithm=earned.algorithm,
        since=earned.since or now,
        place=place_take(space=space),
        made_at=now,
    )
    _tell("badge.granted", badge, persona, now)
    return badge


def badge_take_back(*, account: Account, badge: Badge, now: datetime) -> None:
    """Its holder shows it no longer. The page says so at once, the public list within minutes."""
    check_is_mine(account, badge)
    badge_end(badge=badge, state=BadgeState.TAKEN_BACK, now=now)


@transaction.atomic
def badge_end(*, badge: Badge, state: BadgeState, now: datetime) -> None:
    """For good. Raises NotNow for one that has ended."""
    row = Badge.objects.select_for_update(of=("self",)).select_related("persona", "place").get(pk=badge.pk)
    check_transition(TRANSITIONS, BadgeState(row.state), state)
    persona = row.persona
    row.end(state, now)
    row.save(update_fields=["state", "ended_at"])
    place_end(place=row.place, now=now)
    if persona is not None:
        _tell("badge.revoked", row, persona, now)


def badges_review(*, now: datetime) -> int:
    """End those that are not earned any more, or whose space closed its doors. A page says so already when it is read;
    now the list does too."""
    over: dict[int, Badge] = {}
    for badges in _by_space().values():
        held = earned_for([badge.persona for badge in badges if badge.persona], badges[0].space, now)
        over |= {badge.pk: badge for badge in badges if state_now(badge, now, held) != BadgeState.STANDS}
    return each(over, lambda pk: _lose(over[pk], now), failed="badge_not_ended")


@transaction.atomic
def _lose(badge: Badge, now: datetime) -> int:
    """Nothing for one that its holder took back meanwhile."""
    if not Badge.objects.standing().select_for_update().filter(pk=badge.pk).exists():
        return 0
    badge_end(badge=badge, state=BadgeState.LOST, now=now)
    if badge.persona is not None:
        tell_lost(badge, badge.persona, now)
    return 1


def _by_space() -> dict[int, list[Badge]]:
    found: dict[int, list[Badge]] = defaultdict(list)
    for badge in Badge.objects.standing().select_related("space", "topic", "persona").order_by("space", "pk"):
        found[badge.space_id].append(badge)
    return found


def _tell(kind: str, badge: Badge, persona: Persona, now: datetime) -> None:
    topic = badge.topic.slug if badge.topic else ""
    append(
        kind=kind,
        actor=persona.reference,
        object=badge.reference,
        payload={"badge": badge.pk},
        secret={"badge": badge.reference, "space": badge.space.slug, "topic": topic, "level": badge.level},
        owner=persona.reference,
        now=now,
    )
