"""How long one word takes to change what it touches, and all statuses anew, with a million words in the database.

`python -m bench.trust_speed [--rows 1000000] [--events 200] [--peer-seconds 60]`

On servers of its own, durable as in production. A word is given, its status read, the word taken back, its status read
again: through the real services, each event in a transaction of its own. Beside the clock stand the processor time of
both sides, ours and the database's, and the number of questions: these hold on a busy machine too. All statuses anew:
numpy over arrays, and with the reading of the database. There are a hundred rows to each member, and two members to
an event: the figures say how many of both there were. Then `solidago`, in a Python of its own under `var/solidago`
where it installs, and we over the same vouches, a thousand and up, until its seconds are spent (`--peer-seconds 0`
leaves it out). The last line is one JSON object; an idle machine.
"""

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bench.scratch import BASE_DIR, servers
from bench.vouches import EACH

LEAST = 2 * EACH
PLACE = BASE_DIR / "var" / "solidago"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.trust_speed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--peer-seconds", type=float, default=60, help="how long solidago may take in all; 0: without")
    options = parser.parse_args(arguments)
    if options.rows < LEAST or options.events < 1:
        parser.error(f"at least {LEAST} rows and one event: each member has {EACH} words, and somebody else speaks")
    options.rows -= options.rows % EACH
    options.events = min(options.events, options.rows // LEAST)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")
    with servers():
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        told = _measure(options.rows, options.events)
    told["peer"] = _peer(options.peer_seconds) if options.peer_seconds else "solidago: not asked for"
    print(json.dumps(told))
    return 0


def _measure(rows: int, events: int) -> dict:
    from bench.trust_world import fill

    space, givers, posts = fill(rows, events, now=NOW)
    _one_event(givers[0], posts[0], space)  # what is loaded once per process is not counted
    asked = _questions(givers[0], posts[0], space)
    before = _spent()
    given, taken = zip(*(_one_event(*pair, space) for pair in zip(givers, posts, strict=True)), strict=True)
    both = 1000 * (_spent() - before) / len(given)
    over_arrays, with_reading = _all_anew(rows)
    for name, times in (("a word given", given), ("a word taken back", taken)):
        print(f"  {rows:,} words: {name} {median(times):.1f} ms, at most {max(times):.1f}")
    print(f"  both together {both:.1f} ms of processor time, {asked} questions")
    print(f"  all statuses anew {over_arrays:.2f} s, with the reading {with_reading:.2f} s")
    figures = {
        "given_ms": median(given), "given_max_ms": max(given), "taken_ms": median(taken), "taken_max_ms": max(taken),
        "given_and_taken_cpu_ms": both, "given_and_taken_queries": asked,
        "full_s": over_arrays, "full_with_reading_s": with_reading,
    }  # fmt: skip
    return {"rows": rows, "events": events, **{name: round(figure, 2) for name, figure in figures.items()}}


def _one_event(giver, post, space) -> tuple[float, float]:
    from apps.posts.models import HelpfulVote
    from apps.trust.services import helpful_count
    from apps.trust.statuses import statuses_of

    times = []
    for there in (True, False):
        if there:
            HelpfulVote.objects.create(persona=giver, post=post, cast_at=NOW)
        else:
            HelpfulVote.objects.filter(persona=giver, post=post).delete()
        started = perf_counter()
        helpful_count(item=post, giver=giver.reference, now=NOW)
        statuses_of(post.author, space, NOW + timedelta(seconds=1))
        times.append(1000 * (perf_counter() - started))
    return times[0], times[1]


def _questions(giver, post, space) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        _one_event(giver, post, space)
    return len(asked)


def _spent() -> float:
    """Seconds of processor time so far: ours, and of the server process that answers us."""
    from django.db import connection

    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rsplit(")", 1)[1].split()
    return process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _all_anew(rows: int) -> tuple[float, float]:
    from apps.trust.many import earned_everywhere
    from bench.trust_world import read_all

    started = perf_counter()
    words, places = read_all()
    read = perf_counter()
    found = earned_everywhere(words, places, NOW.timestamp())
    done = perf_counter()
    if len(words.place) < rows or not found.in_favour.sum():
        raise AssertionError("not all of it was read")
    return done - read, done - started


def _peer(seconds: float) -> dict | str:
    from bench.trust_speed_beside import beside, installed

    try:
        found = beside(installed(PLACE), seconds)
    except subprocess.CalledProcessError as failed:
        return f"solidago: {(failed.stderr.strip() or 'failed').splitlines()[-1]}"
    for size in found["sizes"]:
        print("  {rows:,} vouches: solidago {peer_s:.2f} s, ours {ours_s:.4f} s".format(**size))
    if "no_answer_at" in found:
        print(f"  {found['no_answer_at']:,} vouches: solidago gave no answer in what was left of its {seconds:.0f} s")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
