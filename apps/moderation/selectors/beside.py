"""The other reviews of a wave, beside the one that is read: nobody is asked to read them one by one."""

from dataclasses import dataclass
from datetime import datetime

from apps.posts.models import Post, Review
from apps.posts.selectors import path_of, title_of
from apps.scoring.waves import wave_of


@dataclass(frozen=True, slots=True)
class WaveLine:
    """One of them."""

    title: str
    path: str
    stars: int | None
    at: datetime
    asked: bool  # for a look of its own


def wave_lines(item: Post | Review | None) -> list[WaveLine]:
    """Nearest in time first; none for a message."""
    if not isinstance(item, Review):
        return []
    wave = wave_of(item)
    return [
        WaveLine(title_of(m.review), path_of(m.review), m.review.stars, m.review.published_at, m.asked) for m in wave
    ]
