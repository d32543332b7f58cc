"""The steps of a space's scale, the lowest first, and its topics, by their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.algorithms.conversion import WHOLE
from apps.spaces.models import Space, Topic
from apps.trust.scales import Scale, scale_of, scales_of


@dataclass(frozen=True, slots=True)
class Side:
    """A space as one side of a table: its name, its steps and its topics, in the reader's language."""

    name: str
    steps: tuple[str, ...]
    step_names: dict[str, str]
    topic_names: dict[str, str]

    def step(self, code: str) -> str:
        """A step in words; one that the scale no longer has, by its code."""
        return self.step_names.get(code, code)

    def topic(self, slug: str) -> str:
        """A topic in words."""
        return self.topic_names.get(slug, slug)

    def with_topics(self, slugs: Iterable[str]) -> "Side":
        """With these as well, by their slugs where they have no name."""
        return replace(self, topic_names=self.topic_names | {slug: self.topic(slug) for slug in slugs})


def far_side(name: str, shown: Mapping[str, Any]) -> Side:
    """A space of another site, in the words that it showed: [code, French, English]."""
    language = 2 if (get_language() or "fr").startswith("en") else 1
    steps, topics = ({row[0]: row[language] for row in shown.get(key, [])} for key in ("steps", "topics"))
    return Side(name, tuple(steps), steps, {WHOLE: _("the whole space")} | topics)


def side_of(space: Space, *, now: datetime) -> Side:
    """Read now."""
    return _side(space, scale_of(space, now))


def _side(space: Space, scale: Scale) -> Side:
    topics = {WHOLE: _("the whole space")} | {topic.slug: topic.name for topic in _topics(space)}
    steps = tuple(level.code for level in scale.levels)
    return Side(space.name, steps, {code: scale.name(code) for code in steps}, topics)


def sides_of(spaces: Iterable[Space], *, now: datetime) -> dict[int, Side]:
    """Many at once, by primary key."""
    known = {space.pk: space for space in spaces}
    prefetch_related_objects(list(known.values()), "topics")
    scales = scales_of(known.values(), now)
    elsewhere = Side(_("a space of another site"), (), {}, {WHOLE: _("the whole space")})  # its words by their codes
    return {0: elsewhere} | {pk: _side(space, scales[pk]) for pk, space in known.items()}


def _topics(space: Space) -> list[Topic]:
    return sorted(space.topics.all(), key=lambda topic: topic.pk)
