"""What a space counts now, for whoever wants to compute a score again."""

from apps.algorithms.review_suspicion import SpaceBaseline
from apps.scoring.models import About, Tally
from apps.spaces.models import Space


def baseline_of(space: Space) -> SpaceBaseline:
    """What its reviews are compared with."""
    row = Tally.objects.filter(space=space, about=About.BASELINE, key="").first()
    return SpaceBaseline.from_json(row.counters) if row and row.counters else SpaceBaseline()
