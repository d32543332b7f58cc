"""How fast files come in, and in how much memory.

`python -m bench.imports [--threads FILE…] [--ratings FILE…] [--terms FILE…] [--runs 5]`

Each kind goes into a fresh database on servers of its own, through the real command, in a process of its own. The last
line is one JSON object. On an idle machine; the median of the runs.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import monotonic

import psycopg

from bench.scratch import MANAGE, database_again, servers
from trustmgmt.launcher.places import Places

# What is measured: the command, and the table that counts what came in.
COMMANDS = {
    "threads": (["import_threads", "--mapping", "docusign-forum", "--space", "bench-forum"], "posts_post"),
    "ratings": (
        ["import_ratings", "--no-scores", "--mapping", "otc-ratings", "--space", "bench-market"],
        "posts_review",
    ),
    "scores": (["score_space", "bench-market"], "scoring_score"),
    "terms": (["import_terms"], "documents_version"),
}


def main(arguments: list[str]) -> int:
    """Print the table, then the JSON object."""
    options = _options(arguments)
    figures: dict[str, list[tuple[int, float, float]]] = {}
    with servers() as places:
        _manage(["migrate", "-v0"], os.environ)
        for number in range(options.runs):
            environment = {**os.environ, "DATABASE_URL": database_again(places, "trustmgmt", "bench")}
            shutil.rmtree(Path(os.environ["DATA_DIR"]) / "imports", ignore_errors=True)
            for name, found in _one_run(options, places, environment):
                figures.setdefault(name, []).append(found)
                print(
                    f"  run {number + 1}  {name:8} {found[0]:8,} rows {found[1]:7.1f} s {found[2]:7.0f} MB", flush=True
                )
    return _tell(figures)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description=(__doc__ or "").splitlines()[0])
    for name in ("threads", "ratings", "terms"):
        parser.add_argument(f"--{name}", nargs="+", default=[], metavar="FILE")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args(arguments)
    if not (options.threads or options.ratings or options.terms):
        parser.error("name at least one file")
    return options


def _one_run(options: argparse.Namespace, places: Places, environment: dict[str, str]):
    files = {"threads": options.threads, "ratings": options.ratings, "scores": [], "terms": options.terms}
    for name, (command, table) in COMMANDS.items():
        if files[name] or (name == "scores" and options.ratings):
            seconds, megabytes = _manage([*command[:1], *files[name], *command[1:]], environment)
            yield name, (_rows(places, table), seconds, megabytes)


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


def _tell(figures: dict[str, list[tuple[int, float, float]]]) -> int:
    told = {}
    print(f"\n  {'':8} {'rows':>8} {'seconds':>8} {'rows/s':>8} {'peak MB':>8}")
    for name, runs in figures.items():
        rows, seconds = runs[0][0], median(run[1] for run in runs)
        memory = max(run[2] for run in runs)
        rate = round(rows / seconds)
        told[name] = {"rows": rows, "seconds": round(seconds, 2), "rows_per_s": rate, "peak_mb": round(memory)}
        print(f"  {name:8} {rows:8,} {seconds:8.1f} {rate:8,} {memory:8,.0f}")
    print(json.dumps({"bench": "imports", **told}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
