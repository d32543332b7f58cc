"""How soon a new review has its score: `python -m bench.online [--reviews 1000000] [--new 300] [--runs 5]`.

A seeded space of so many reviews, one in ten with a text, is written through COPY and scored in one batch. Then new
reviews are posted one by one through the real service, by people and about subjects drawn as in the backlog, and each
is scored by the real delivery, as a worker does it: counted, compared, its author's others seen anew, committed; then
it is read with all its reasons in words. `whole` is both together, what the limit of 50 ms is for. On servers of its
own. Milliseconds; the median of the runs. The last line is one JSON object.
"""

import argparse
import json
import sys
from datetime import timedelta
from statistics import median, quantiles
from time import monotonic
from typing import Any

from bench.backlog import START, Backlog
from bench.scratch import servers

PARTS = ("post", "score", "reasons", "whole")  # published; scored and committed; put in words; these two together


def main(arguments: list[str]) -> int:
    """Print the table, then the JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.online", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reviews", type=int, default=1_000_000)
    parser.add_argument("--new", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args(arguments)
    with servers():
        return _measure(options)


def _measure(options: argparse.Namespace) -> int:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    started = monotonic()
    backlog = _built(options.reviews)
    built = monotonic() - started
    print(f"  {options.reviews:,} reviews written and scored in {built:,.0f} s", flush=True)
    runs = [_run(backlog, options.new, number) for number in range(options.runs)]
    told = {part: {name: round(median(run[part][name] for run in runs), 1) for name in runs[0][part]} for part in PARTS}
    for part, figures in told.items():
        print(f"  {part:8}" + "".join(f"  {name} {figure:8.1f} ms" for name, figure in figures.items()))
    print(json.dumps({"bench": "online", "reviews": options.reviews, "built_s": round(built), **told}))
    return 0


def _built(reviews: int) -> Backlog:
    from django.db import connection

    from apps.base import clock
    from apps.scoring.batches import space_score

    backlog = Backlog(reviews, texts=0.1)
    # the last of them was posted just now, so that what comes next comes after
    backlog.write(after=clock.now() - START - timedelta(minutes=30 * reviews))
    space_score(space=backlog.space, now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server does by itself after a while
    return backlog


def _run(backlog: Backlog, count: int, number: int) -> dict[str, dict[str, float]]:
    from trustmgmt.celery import settle_in

    _settle()
    settle_in()  # as each process of a worker does
    times: dict[str, list[float]] = {part: [] for part in PARTS}
    for _ in range(count):
        for part, seconds in _one(backlog).items():
            times[part].append(1000 * seconds)
    found = {part: _spread(values) for part, values in times.items()}
    print(f"  run {number + 1}  " + "  ".join(f"{part} p95 {found[part]['p95_ms']:.1f}" for part in PARTS), flush=True)
    return found


def _one(backlog: Backlog) -> dict[str, float]:
    from django.utils import translation

    from apps.base import clock
    from apps.ledger.services import deliver_due
    from apps.posts.models import DeclaredLink
    from apps.posts.services import ReviewDraft, review_publish
    from apps.scoring.selectors import score_of
    from apps.spaces.services import space_join

    author, now = backlog.author(), clock.now()
    space_join(persona=author, space=backlog.space, now=now)
    _settle()
    draft = ReviewDraft(backlog.stars(), backlog.text(), now.date(), DeclaredLink.NONE)
    marks = [monotonic()]
    review = review_publish(author=author, space=backlog.space, subject=backlog.subject(), draft=draft, now=now)
    marks.append(monotonic())
    deliver_due(now=clock.now())  # as a worker that is woken up
    marks.append(monotonic())
    with translation.override("fr"):
        assert score_of(review) is not None, "it has no score"
    marks.append(monotonic())
    found = {part: after - before for part, before, after in zip(PARTS, marks, marks[1:], strict=False)}
    return found | {"whole": found["score"] + found["reasons"]}


def _settle() -> None:
    from apps.base import clock
    from apps.ledger.services import deliver_due

    while deliver_due(now=clock.now()):
        pass


def _spread(times: list[float]) -> dict[str, float]:
    cuts: list[Any] = quantiles(times, n=100, method="inclusive")
    return {"p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
