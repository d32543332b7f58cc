"""What is earned at this moment: the only thing a badge may say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.badges.models import Badge
from apps.people.models import Persona
from apps.spaces.models import Membership, Space, Topic
from apps.trust.models import Basis
from apps.trust.standings import Scale, Standing, scale_of, standings_for


@dataclass(frozen=True, slots=True)
class Earned:
    """A status of one's own."""

    level: str
    label: str
    algorithm: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """What some members of one space hold there now, by persona and topic."""

    scale: Scale
    earned: dict[tuple[int, str], Earned]

    def of(self, persona_id: int | None, topic: Topic | None) -> Earned | None:
        """On this topic; None when nothing is earned."""
        return self.earned.get((persona_id or 0, topic.slug if topic else ""))

    def holds(self, badge: Badge) -> bool:
        """Whether what the badge says is still true: this level is earned, or a higher one."""
        now = self.of(badge.persona_id, badge.topic)
        level = self.scale.rank(badge.level)
        return now is not None and level > 0 and self.scale.rank(now.level) >= level


def earned_for(personas: Iterable[Persona], space: Space, now: datetime) -> Held:
    """For all of them at once. Whoever left a space has nothing there to show."""
    people = list(personas)
    standing = Membership.objects.filter(space=space, persona__in=people).values_list("persona", flat=True)
    here = set(standing)
    found = standings_for([persona for persona in people if persona.pk in here], space, now)
    earned = {
        (pk, standing.topic): _earned(standing)
        for pk, standings in found.items()
        for standing in standings
        if standing.basis == Basis.EARNED
    }
    return Held(scale_of(space), earned)


def earned_now(persona: Persona, space: Space, topic: Topic | None, now: datetime) -> Earned | None:
    """Of one, on one topic."""
    return earned_for([persona], space, now).of(persona.pk, topic)


def _earned(standing: Standing) -> Earned:
    rule = f"{standing.algorithm} {standing.version}"
    return Earned(standing.level, standing.label, rule, standing.since)
