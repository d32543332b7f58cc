"""The published sums, read in the database: who is strong enough to be looked at, before anybody's record is loaded.

Decay is computed when it is read. What a page shows is computed by the published algorithm itself, for those few. Every
page of a space asks this: statements of their own, for building them anew each time cost more than all their rows.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.algorithms import apomediary
from apps.base.statements import rows_of
from apps.spaces.models import Space, Topic
from apps.trust.models import Choice

LEAST = -1000.0  # halvings below which a power of two is no number any more
NONE = (0.0, 0.0)

Sums = tuple[float, float]  # what others said of the answers, and how many there are; both decayed

SHOWN = """
    SELECT c.persona_id FROM trust_helperchoice c JOIN people_persona p ON p.id = c.persona_id
    WHERE c.space_id = %(space)s AND c.choice = %(shown)s
    AND EXISTS (SELECT 1 FROM spaces_membership s WHERE s.space_id = c.space_id AND s.persona_id = c.persona_id)
    AND NOT EXISTS (
        SELECT 1 FROM spaces_pause q JOIN people_persona o ON o.id = q.persona_id
        WHERE q.space_id = c.space_id AND o.account_id = p.account_id AND (q.until > %(now)s OR q.until IS NULL)
    )
"""  # as `HelperChoice.objects.shown` says it; a test compares the two


def _decayed(name: str, half_life: str) -> str:
    value, at = (f"(record #>> '{{{name},{part}}}')::float8" for part in ("value", "at"))
    return f"{value} * power(2::float8, greatest(({at} - %(at)s) / %({half_life})s, %(least)s))"


def _sums(prefix: str, half_life: str) -> str:
    best, thanks, below, answers = (
        _decayed(f"{prefix}{name}", half_life) for name in ("best", "thanks", "below", "answers")
    )
    return f"{best} + %(per_thanks)s * {thanks} - %(per_below)s * {below}, {answers}"


STRENGTHS = f"""
    SELECT persona_id, topic_id, {_sums("", "long")}, {_sums("now_", "short")} FROM trust_helpermoment
    WHERE space_id = %(space)s AND record <> '{{}}' AND persona_id IN ({SHOWN})
    AND (topic_id IS NULL OR %(topic)s::bigint IS NULL OR topic_id = %(topic)s)
"""  # noqa: S608 - made of names that stand above
WEIGHTS = {
    "least": LEAST,
    "long": float(apomediary.DAY * apomediary.HALF_LIFE),
    "short": float(apomediary.DAY * apomediary.PRESENCE),
    "per_thanks": float(apomediary.THANKS),
    "per_below": float(apomediary.BELOW_ZERO),
}
BEST = f"""
    SELECT m.persona_id, w.pseudonym, m.topic_id, t.name_fr, t.name_en, count(*) FROM trust_answermark m
    JOIN people_persona w ON w.id = m.persona_id LEFT JOIN spaces_topic t ON t.id = m.topic_id
    WHERE m.space_id = %(space)s AND m.best AND m.at >= %(since)s AND m.persona_id IN ({SHOWN})
    AND (%(topic)s::bigint IS NULL OR m.topic_id = %(topic)s) GROUP BY m.persona_id, w.pseudonym, m.topic_id, t.id
"""  # noqa: S608 - the same


def strongest(
    space: Space, topic: Topic | None, solved: Mapping[int | None, float], *, now: datetime, most: int
) -> list[int]:
    """The personas shown who help most at the moment, each on the topic they help most."""
    rows = rows_of(STRENGTHS, {**_asked(space, topic, now), **WEIGHTS, "at": now.timestamp()})
    there = {persona: (said, given) for persona, about, *_long, said, given in rows if about is None}
    found: dict[int, float] = defaultdict(float)
    for persona, about, said, given, *_short in rows:
        if about is not None:
            share = solved.get(about, 0.0)
            strength = _worth((said, given), share) + apomediary.BACK_OFF * _worth(there.get(persona, NONE), share)
            found[persona] = max(found[persona], strength)
    if topic is None:  # whose answers are on no topic
        others = {row[0]: (row[2], row[3]) for row in rows if row[1] is None and row[0] not in found}
        found |= {persona: _worth(sums, solved[None]) for persona, sums in others.items()}
    return sorted(found, key=lambda persona: (-found[persona], persona))[:most]


@dataclass(frozen=True, slots=True)
class BestOfLate:
    """How many best answers somebody gave lately on one topic."""

    persona: int
    pseudonym: str
    topic: int | None
    topic_name: str
    best: int


def best_of_late(space: Space, topic: Topic | None, *, now: datetime) -> list[BestOfLate]:
    """Of those shown."""
    rows = rows_of(BEST, {**_asked(space, topic, now), "since": now - timedelta(days=apomediary.WINDOW)})
    return [
        BestOfLate(persona, pseudonym, about, Topic(name_fr=french, name_en=english).name if about else "", best)
        for persona, pseudonym, about, french, english, best in rows
    ]


def shown_people(space: Space, *, now: datetime) -> set[int]:
    """Those of whom a page may speak."""
    return {row[0] for row in rows_of(SHOWN, {"space": space.pk, "shown": Choice.SHOWN.value, "now": now})}


def _asked(space: Space, topic: Topic | None, now: datetime) -> dict[str, object]:
    return {"space": space.pk, "topic": topic.pk if topic else None, "shown": Choice.SHOWN.value, "now": now}


def _worth(sums: Sums, solved: float) -> float:
    said, answers = sums
    return said + apomediary.any_answer(solved) * answers
