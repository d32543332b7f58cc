"""How fast a backlog is scored: `python -m bench.pipeline [--reviews 100000] [--singles 300] [--runs 3]`.

A seeded space of invented reviews, half of them with a text, is scored in one batch with progress: fresh, then again.
Then all that was computed is forgotten, and a real Celery worker does it twice over one broker: as one batch, and new
reviews as one task each. On servers of its own. The last line is one JSON object: `peak_mb` is of the process that
scores the batch, `ratio` how many times one task per review the batch is.
"""

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import monotonic, sleep
from typing import Any

from bench.backlog import Backlog
from bench.scratch import BASE_DIR, servers

WORKER = [sys.executable, "-m", "celery", "-A", "bench.worker", "worker", "--pool", "solo", "--loglevel", "error"]
PATIENCE = 600  # seconds
Figures = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Print the table, then the JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.pipeline", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--singles", type=int, default=300)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args(arguments)
    with servers():
        return _measure(options)


def _measure(options: argparse.Namespace) -> int:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    backlog = Backlog(options.reviews)
    backlog.write()
    figures: Figures = {"reviews": options.reviews}
    figures |= _in_process(backlog, options)
    figures |= _through_a_worker(backlog, options)
    for name, figure in figures.items():
        print(f"  {name:22} {figure:10,}")
    print(json.dumps({"bench": "pipeline", **figures}))
    return 0


def _in_process(backlog: Backlog, options: argparse.Namespace) -> Figures:
    times = [_batch(backlog.space) for _ in range(options.runs)]
    return {
        "first_batch_per_s": round(options.reviews / times[0]),
        "batch_per_s": round(options.reviews / median(times[1:] or times)),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _batch(space: Any) -> float:
    from apps.base import clock
    from apps.gate.imports.progress import Bar
    from apps.scoring.batches import space_score

    started = monotonic()
    with Bar("scored") as bar:
        space_score(space=space, now=clock.now(), tell=bar.at)
    return monotonic() - started


def _through_a_worker(backlog: Backlog, options: argparse.Namespace) -> Figures:
    from apps.scoring.models import Score
    from apps.scoring.tasks import score_space
    from bench.worker import score_one

    _forget()
    new = backlog.more(options.singles + 1)
    with _worker():
        score_one.delay(new[0])
        _wait(lambda: Score.objects.filter(review=new[0]).exists())  # it is awake
        single = _timed(lambda: [score_one.delay(review) for review in new[1:]], lambda: _scored(new[1:]))
        together = _timed(lambda: score_space.delay(backlog.space.pk), lambda: _scored_all(options.reviews + len(new)))
    batch, alone = options.reviews / together, options.singles / single
    return {
        "worker_batch_per_s": round(batch),
        "worker_one_task_per_s": round(alone, 1),
        "ratio": round(batch / alone, 1),
    }


def _forget() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE scoring_score, scoring_reading, scoring_imprint, scoring_tally")


@contextmanager
def _worker() -> Iterator[None]:
    process = subprocess.Popen(WORKER, cwd=BASE_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _timed(send: Callable[[], Any], is_done: Callable[[], bool]) -> float:
    started = monotonic()
    send()
    _wait(is_done)
    return monotonic() - started


def _wait(is_done: Callable[[], bool]) -> None:
    until = monotonic() + PATIENCE
    while not is_done():
        if monotonic() > until:
            raise SystemExit("The worker has not finished in time.")
        sleep(0.05)


def _scored(reviews: list[int]) -> bool:
    from apps.scoring.models import Score

    return Score.objects.current().filter(review__in=reviews).count() == len(reviews)


def _scored_all(reviews: int) -> bool:
    from apps.scoring.models import Score

    return Score.objects.current().count() == reviews


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
