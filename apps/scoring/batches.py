"""Count and score all reviews of a space at once, from its history: the same figures as one by one.

Used after an import, and each night where something was edited or taken back: the counters are made anew from the
reviews as they stand.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from apps.algorithms.review_facts import day_of
from apps.algorithms.review_suspicion import Scores, SpaceBaseline, score_many
from apps.posts.models import STANDING, Review
from apps.scoring.company import company_in
from apps.scoring.counting import Tallies, pooled
from apps.scoring.heard import heard_in
from apps.scoring.history import CHUNK, Columns, History
from apps.scoring.imprints import imprints_take_in, likeness_in
from apps.scoring.lines import ahead, fact_lines, score_lines
from apps.scoring.models import About, Imprint, Pool, Reading, Score, Tally, Telling, Vote
from apps.scoring.services import AGAIN, flags_say
from apps.scoring.serving import serving
from apps.scoring.storing import copy_lines, scores_store
from apps.scoring.wording import votes_in
from apps.spaces.models import Space

Tell = Callable[[int, int], None]  # how many are done, of how many


def _in_silence(done: int, total: int) -> None:
    """Nobody watches."""


@transaction.atomic
def space_score(*, space: Space, now: datetime, tell: Tell = _in_silence) -> int:
    """Count and score every review of a space; return how many. All or nothing."""
    tallies = Tallies.locked(space)
    _forget_what_left(space)
    history = History.of(space)
    posted, today = history.facts(hindsight=False), history.facts(hindsight=True)
    likeness = _likeness(space, history)
    baseline = SpaceBaseline.of(posted)

    _tallies_write(tallies, history, baseline)
    _readings_write(history, posted | likeness)
    told = heard_in(space, history) | company_in(space, history) | votes_in(space, history)
    scores = score_many(today | likeness | told, baseline, pooled())
    for done in _scores_write(space, history, scores, now):
        tell(done, len(history))
    return len(history)


def _forget_what_left(space: Space) -> None:
    left = Review.objects.filter(space=space).exclude(STANDING).values("pk")
    for model in (Score, Reading, Imprint, Telling, Vote):
        model._default_manager.filter(review_id__in=left).delete()


# --- texts that are nearly the same ----------------------------------------------------------------------------------


def _likeness(space: Space, history: History) -> dict[str, NDArray[Any]]:
    """Take every text's imprint, then compare each with the earlier ones."""
    imprints_take_in(space)
    found = likeness_in(space)
    similarity, count = np.zeros(len(history)), np.zeros(len(history))
    order = np.argsort(history.ids)
    place = np.searchsorted(history.ids, found.reviews, sorter=order).clip(max=max(len(history) - 1, 0))
    rated = history.ids[order[place]] == found.reviews if len(history) else np.zeros(len(found.reviews), bool)
    similarity[order[place[rated]]], count[order[place[rated]]] = found.similarity[rated], found.count[rated]
    return {"duplicate_similarity": similarity, "duplicate_count": count}


# --- what is written -------------------------------------------------------------------------------------------------


def _tallies_write(tallies: Tallies, history: History, baseline: SpaceBaseline) -> None:
    """The counters as the reviews, one after the other, would have left them."""
    authors, subjects, space = history.counted()
    rows = [(About.AUTHOR, key, counters.as_json()) for key, counters in authors.items()]
    rows += [(About.SUBJECT, key, counters.as_json()) for key, counters in subjects.items()]
    rows += [(About.BASELINE, "", baseline.as_json())]
    Tally.objects.filter(space=tallies.space).exclude(about=About.SPACE).delete()
    columns = ("space_id", "about", "key", "counters")
    _copy("scoring_tally", columns, ((tallies.space.pk, a.value, key, json.dumps(c)) for a, key, c in rows))
    Tally.objects.filter(space=tallies.space, about=About.SPACE).update(counters=space.as_json())


def _readings_write(history: History, posted: Columns) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS scoring_read (LIKE scoring_reading) ON COMMIT DELETE ROWS")
        cursor.execute("TRUNCATE scoring_read")
        copy_lines("scoring_read (review_id, facts)", fact_lines(history.ids, posted))
        cursor.execute(
            "INSERT INTO scoring_reading (review_id, facts) SELECT review_id, facts FROM scoring_read "
            "ON CONFLICT (review_id) DO UPDATE SET facts = excluded.facts"
        )


def _copy(table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _scores_write(space: Space, history: History, scores: Scores, now: datetime) -> Iterator[int]:
    """Chunk after chunk; nothing of an imported space asks anybody to look by itself."""
    verdicts = serving().verdicts(scores)

    def lines_of(start: int) -> tuple[int, list[str]]:
        rows = slice(start, min(start + CHUNK, len(history)))
        return rows.stop, list(score_lines(history.ids, scores, verdicts, rows))

    for stop, lines in ahead(lines_of, range(0, len(history), CHUNK)):
        flagged = scores_store(lines, flag=not space.imported, now=now)
        flags_say(flagged, _references(flagged), now=now)
        yield stop


def _references(flagged: Sequence[tuple[int, int]]) -> Mapping[int, str]:
    reviews = Review.objects.filter(pk__in=[review for _score, review in flagged])
    return dict(reviews.values_list("pk", "reference"))


# --- all spaces together ---------------------------------------------------------------------------------------------


@transaction.atomic
def pool_take(*, now: datetime) -> None:
    """Add up the baselines of all spaces of this site: what a small space is drawn to. Imports do not count."""
    total = SpaceBaseline()
    own = Tally.objects.filter(about=About.BASELINE, space__imported=False)
    for counters in own.values_list("counters", flat=True).iterator():
        total = _added(total, SpaceBaseline.from_json(counters))
    Pool.objects.all().delete()
    Pool.objects.create(baseline=total.as_json(), taken_at=now)


def _added(one: SpaceBaseline, other: SpaceBaseline) -> SpaceBaseline:
    bins = dict(one.bins)
    for name, counts in other.bins.items():
        bins[name] = tuple(map(sum, zip(bins.get(name, [0] * len(counts)), counts, strict=True)))
    return SpaceBaseline(one.reviews + other.reviews, bins)


def spaces_to_recount(*, since: datetime) -> list[int]:
    """Spaces where something counted was edited since, or has left, or whose busiest authors acted since."""
    edited = Reading.objects.filter(review__edited_at__gte=since)
    left = Reading.objects.exclude(review__state__in=["published", "masked"])
    found = set((edited | left).values_list("review__space", flat=True))
    return sorted(found | set(_with_busy_authors(since)))


def _with_busy_authors(since: datetime) -> Iterable[int]:
    """Only the latest reviews of an author are scored anew at once: the others wait for the night."""
    busy = Tally.objects.filter(about=About.AUTHOR, counters__reviews__gt=AGAIN)
    return busy.filter(counters__last_day__gte=day_of(since.timestamp())).values_list("space", flat=True).distinct()
