"""What is earned, in one sentence that may leave its space: basis, place, topic, date, and no number."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.look.moments import day
from apps.spaces.models import Space, Topic
from apps.trust.standings import Scale, scale_of


def earned_sentence(space: Space, topic: Topic | None, level: str, since: datetime, scale: Scale | None = None) -> str:
    """In the reader's language. Who says it of many brings the scale along."""
    name = (scale or scale_of(space)).name(level)
    told = {"level": name[:1].upper() + name[1:], "space": space.name, "since": day(since)}
    if topic is None:
        return _("“%(level)s” in %(space)s: earned by one’s own activity there, since %(since)s.") % told
    said = _("“%(level)s” in %(space)s, for %(topic)s: earned by one’s own activity there, since %(since)s.")
    return said % (told | {"topic": topic.name})
