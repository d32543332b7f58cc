"""What a person may show, and shows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from apps.badges.credential import title
from apps.badges.earned import Earned, Held, earned_for
from apps.badges.models import Badge
from apps.badges.selectors.badges import image_path, sentence_of, state_now
from apps.badges.states import BadgeState
from apps.badges.wording import earned_sentence
from apps.people.models import Account, Persona
from apps.spaces.models import Membership, Space, Topic, Visibility
from apps.trust.standings import Scale


@dataclass(frozen=True, slots=True)
class MyBadge:
    """One that I made."""

    reference: str
    title: str
    who: str
    holds: bool
    sentence: str
    made_at: datetime
    path: str
    image_path: str


@dataclass(frozen=True, slots=True)
class Possible:
    """One that I could make."""

    persona: str
    who: str
    space: str
    space_name: str
    topic: str
    topic_name: str
    label: str
    sentence: str
    replaces: bool  # a badge of a lower level stands


@dataclass(frozen=True, slots=True)
class MyBadges:
    """Both."""

    shown: list[MyBadge]
    ended: list[MyBadge]
    possible: list[Possible]


def my_badges(account: Account, now: datetime) -> MyBadges:
    """Each space is asked once for all of my names."""
    mine = list(Badge.objects.filter(persona__account=account).select_related("persona", "space", "topic", "place"))
    standing = Membership.objects.filter(
        persona__account=account, space__visibility=Visibility.PUBLIC, space__imported=False
    )
    members: dict[Space, list[Persona]] = defaultdict(list)
    for row in standing.select_related("space", "persona").order_by("space__slug", "pk"):
        members[row.space].append(row.persona)
    held = {space.pk: earned_for(people, space, now) for space, people in members.items()}
    rows = [_row(badge, now, held) for badge in mine]
    return MyBadges(
        shown=[row for row in rows if row.holds],
        ended=[row for row in rows if not row.holds],
        possible=list(_possible(members, held, mine, now)),
    )


def _row(badge: Badge, now: datetime, held: dict[int, Held]) -> MyBadge:
    state = state_now(badge, now, held.get(badge.space_id))
    return MyBadge(
        reference=badge.reference,
        title=title(badge.space, badge.topic, badge.level),
        who=badge.persona.pseudonym if badge.persona else "",
        holds=state == BadgeState.STANDS,
        sentence=sentence_of(state),
        made_at=badge.made_at,
        path=reverse("badges:badge", args=[badge.reference]),
        image_path=image_path(badge.reference),
    )


def _possible(
    members: dict[Space, list[Persona]], held: dict[int, Held], mine: Iterable[Badge], now: datetime
) -> Iterable[Possible]:
    """What each says is what the badge would say."""
    stand = [badge for badge in mine if badge.state == BadgeState.STANDS]
    shown = {(one.persona_id, one.space_id, one.topic.slug if one.topic else ""): one for one in stand}
    for space, people in members.items():
        names, topics = {one.pk: one for one in people}, {topic.slug: topic for topic in space.topics.all()}
        for (pk, topic), earned in held[space.pk].earned.items():
            before = shown.get((pk, space.pk, topic))
            if before is None or before.level != earned.level:
                yield _offer(names[pk], space, topics.get(topic), earned, before is not None, held[space.pk].scale, now)


def _offer(
    persona: Persona, space: Space, topic: Topic | None, earned: Earned, replaces: bool, scale: Scale, now: datetime
) -> Possible:
    return Possible(
        persona=persona.reference,
        who=persona.pseudonym,
        space=space.slug,
        space_name=space.name,
        topic=topic.slug if topic else "",
        topic_name=topic.name if topic else "",
        label=earned.label,
        sentence=earned_sentence(space, topic, earned.level, earned.since or now, scale),
        replaces=replaces,
    )
