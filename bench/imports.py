"""How fast files come in, and in how much memory.

`python -m bench.imports [--threads FILE…] [--posts FILE…] [--ratings FILE…] [--reviews FILE…] [--terms FILE…]
[--made-up N] [--runs 5]`

Each kind goes into a fresh database on servers of its own, through the real command, in a process of its own; then the
same command again, which takes nothing in any more: what that costs (starting, reading the mapping) is no part of the
rate. `--made-up N` writes N seeded ratings into a file and takes that. The last line is one JSON object. On an idle
machine; the median of the runs.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic

import psycopg

from bench.scratch import MANAGE, database_again, servers
from trustmgmt.launcher.places import Places

# What is measured: the command, and the table that counts what came in.
COMMANDS = {
    "threads": (["import_threads", "--mapping", "docusign-forum", "--space", "bench-forum"], "posts_post"),
    "posts": (["import_threads", "--mapping", "travel-forum", "--space", "bench-travel"], "posts_post"),
    "reviews": (["import_reviews", "--mapping", "hotel-reviews", "--space", "bench-hotels"], "posts_review"),
    "ratings": (
        ["import_ratings", "--no-scores", "--mapping", "otc-ratings", "--space", "bench-market"],
        "posts_review",
    ),
    "scores": (["score_space", "bench-market"], "scoring_score"),
    "terms": (["import_terms"], "documents_version"),
}


KINDS = ("threads", "posts", "ratings", "reviews", "terms")


@dataclass(frozen=True)
class Figures:
    """One run of a command: what came in, how long it took, how long it takes when there is nothing left to take."""

    rows: int
    seconds: float
    start: float
    megabytes: float

    @property
    def rate(self) -> float:
        """Rows per second, starting not counted; of a small file, what starting costs is known too badly for more."""
        return self.rows / max(self.seconds - self.start, self.seconds / 4)

    def __str__(self) -> str:
        return f"{self.rows:9,} rows {self.seconds:7.2f} s, {self.start:5.2f} of start {self.megabytes:7.0f} MB"


def main(arguments: list[str]) -> int:
    """Print the table, then the JSON object."""
    options = _options(arguments)
    figures: dict[str, list[Figures]] = {}
    with servers() as places, tempfile.TemporaryDirectory(prefix="trustmgmt-bench-") as folder:
        if options.made_up:
            options.ratings = [made_up(Path(folder) / "ratings.csv", options.made_up)]
        _manage(["migrate", "-v0"], os.environ)
        for number in range(options.runs):
            environment = {**os.environ, "DATABASE_URL": database_again(places, "trustmgmt", "bench")}
            shutil.rmtree(Path(os.environ["DATA_DIR"]) / "imports", ignore_errors=True)
            for name, found in _one_run(options, places, environment):
                figures.setdefault(name, []).append(found)
                print(f"  run {number + 1}  {name:8} {found}", flush=True)
    return _tell(figures)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description=(__doc__ or "").splitlines()[0])
    for name in KINDS:
        parser.add_argument(f"--{name}", nargs="+", default=[], metavar="FILE")
    parser.add_argument("--made-up", type=int, default=0, metavar="N", help="take N invented ratings in")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args(arguments)
    if not any(getattr(options, name) for name in (*KINDS, "made_up")):
        parser.error("name at least one file")
    return options


def made_up(path: Path, count: int) -> Path:
    """Ratings as members of a market give them: a few give and get many."""
    rng, members = random.Random(20261122), max(count // 7, 2)
    with path.open("w") as file:
        file.write("source,target,rating,time\n")
        for number in range(count):
            source, target = (int(rng.random() ** 2 * members) for _end in range(2))
            rating = rng.choices((-10, 1, 2, 3, 5, 10), (7, 56, 20, 7, 6, 4))[0]
            file.write(f"{source},{target},{rating},{1289241911 + 60 * number}\n")
    return path


def _one_run(options: argparse.Namespace, places: Places, environment: dict[str, str]):
    for name, (command, table) in COMMANDS.items():
        files = [] if name == "scores" else getattr(options, name)
        if files or (name == "scores" and options.ratings):
            before = _rows(places, table)
            line = [*command[:1], *map(str, files), *command[1:]]
            seconds, megabytes = _manage(line, environment)
            rows = _rows(places, table) - before
            start = 0.0 if name == "scores" else _manage(line, environment)[0]
            yield name, Figures(rows, seconds, start, megabytes)


def _manage(command: list[str], environment) -> tuple[float, float]:
    """Seconds and peak megabytes of one command in its own process."""
    started = monotonic()
    process = subprocess.Popen([*MANAGE, *command], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: {complaint.decode(errors='replace')}")
    return monotonic() - started, usage.ru_maxrss / 1024


def _rows(places: Places, table: str) -> int:
    with psycopg.connect(host=str(places.run), user="postgres", dbname="bench") as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def _tell(figures: dict[str, list[Figures]]) -> int:
    told = {}
    print(f"\n  {'':8} {'rows':>9} {'seconds':>9} {'of start':>9} {'rows/s':>9} {'peak MB':>9}")
    for name, runs in figures.items():
        rate, memory = round(median(run.rate for run in runs)), max(run.megabytes for run in runs)
        seconds, start = (median(getattr(run, key) for run in runs) for key in ("seconds", "start"))
        told[name] = {"rows": runs[0].rows, "seconds": round(seconds, 2), "start_s": round(start, 2)}
        told[name] |= {"rows_per_s": rate, "peak_mb": round(memory)}
        print(f"  {name:8} {runs[0].rows:9,} {seconds:9.2f} {start:9.2f} {rate:9,} {memory:9,.0f}")
    print(json.dumps({"bench": "imports", **told}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
