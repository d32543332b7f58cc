"""Who judges how severely in a space: taken out of what they say, and told to its trust managers alone.

It is about a way of judging, not about a person: only words that were not to be expected say anything of it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from apps.algorithms.earned_status import HALF_LIFE, SEVERE, Sums, leniency
from apps.people.models import Persona
from apps.spaces.models import Space
from apps.trust.models import Feedback

LEAST_WORDS = 5  # under which nothing is told of anybody
MOST = 50


@dataclass(frozen=True, slots=True)
class Judge:
    """How somebody judges here."""

    pseudonym: str
    space: str
    space_name: str
    words: int
    against: int
    leniency: float
    counts: float  # the part of a word against that counts
    severe: bool


def leniency_of(giver: str, space: Space, *, now: datetime) -> float:
    """Of one giver, from all that they said here before, under any name: another name makes nobody less severe."""
    person = Persona.objects.filter(reference=giver, account__isnull=False).values("account")
    names = Persona.objects.filter(account__in=person).values("reference")
    said = Feedback.objects.filter(Q(giver=giver) | Q(giver__in=names), space=space, at__lt=now)
    return _leniency(said.order_by("at", "pk"), now)


def judges(spaces: Iterable[Space], *, now: datetime) -> list[Judge]:
    """Those who spoke against anybody, the most severe first; one query for all words of theirs."""
    named = {space.pk: space for space in spaces}
    spoke = Feedback.objects.filter(space__in=named, favourable=False).values("giver")
    told: dict[tuple[str, int], list[Feedback]] = defaultdict(list)
    for row in Feedback.objects.filter(space__in=named, giver__in=spoke).order_by("at", "pk"):
        told[row.giver, row.space_id].append(row)
    names = dict(Persona.objects.filter(reference__in={who for who, _ in told}).values_list("reference", "pseudonym"))
    found = [
        _judge(names[who], named[place], rows, now)
        for (who, place), rows in told.items()
        if who in names and len(rows) >= LEAST_WORDS
    ]
    return sorted((one for one in found if one.against), key=lambda one: (one.leniency, one.pseudonym))[:MOST]


def _judge(pseudonym: str, space: Space, rows: list[Feedback], now: datetime) -> Judge:
    share = _leniency(rows, now)
    return Judge(
        pseudonym=pseudonym,
        space=space.slug,
        space_name=space.name,
        words=len(rows),
        against=sum(not row.favourable for row in rows),
        leniency=round(share, 2),
        counts=round(min(1.0, share / SEVERE), 2),
        severe=share < SEVERE,
    )


def _leniency(rows: Iterable[Feedback], now: datetime) -> float:
    sums = Sums(HALF_LIFE)
    for row in rows:
        sums.add(row.surprise, row.favourable, row.at.timestamp())
    return leniency(*sums.read(now.timestamp())) if sums.at > 0 else leniency(0.0, 0.0)
