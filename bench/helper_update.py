"""How long one thank-you takes to count for whoever it thanks, with a million answers in the database.

`python -m bench.helper_update [--rows 1000000] [--events 300]`

On servers of its own, durable as in production: the answers of many people are put into the tables of helpers, then
real events go through the real service, each in its own transaction. Reading who helps decays when it reads: it is
measured too, with a thousand people who said yes to being shown. The last line is one JSON object; an idle machine.
"""

import argparse
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

from bench.scratch import servers

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.helper_update", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=300)
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")
    with servers():
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(json.dumps(_measure(options.rows, options.events)))
    return 0


def _measure(rows: int, events: int) -> dict:
    from apps.trust.helpers import helpers_now
    from apps.trust.services import answer_count
    from bench.helper_world import fill

    space, topic, posts = fill(rows, events, now=NOW)
    updates = []
    for post in posts:
        post.helpful_count += 1
        post.save(update_fields=["helpful_count"])
        started = perf_counter()
        answer_count(post_id=post.pk)
        updates.append(1000 * (perf_counter() - started))
    reads = []
    for later in range(11):
        started = perf_counter()
        helpers_now(space, topic, now=NOW + timedelta(days=later))
        reads.append(1000 * (perf_counter() - started))
    updates.sort()
    p95 = updates[int(0.95 * len(updates))]
    print(f"  {rows:,} answers: one event {median(updates):.1f} ms, p95 {p95:.1f}")
    print(f"  who helps on the topic, of a thousand people shown: {median(reads):.0f} ms")
    figures = {"rows": rows, "events": len(updates), "update_ms": median(updates), "update_p95_ms": p95}
    return {name: round(figure, 2) for name, figure in {**figures, "read_ms": median(reads)}.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
