"""`python -m bench.web`: pages per CPU-second of the web processes, as a ratio to a trivial page of the same server.

A scratch site with the demo; each page is asked for by a few clients for a few seconds; what counts is the CPU time
of granian and its workers, from the kernel's own accounts. Median of the rounds. The list of fifty rows, with its
permissions, signs and layout, is asked for by a visitor and by a member: each holds at AT_LEAST of the trivial page.
"""

import argparse
import http.client
import json
import os
import statistics
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from trustmgmt.launcher.scratch import ScratchSite, scratch_site

TRIVIAL = "/.well-known/security.txt"
CLIENTS = 4
ROWS, ROW = 50, b'<li class="entry'
AT_LEAST = 0.05  # of the trivial page, per CPU-second
SIGN_IN = """
from django.test import Client
from apps.people.models import Account
client = Client()
client.force_login(Account.objects.get(username="marelle_75"))
print(client.cookies["session"].value)
"""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Page:
    """One kind of page, and where it is."""

    name: str
    path: str
    cookie: str = ""
    rows: int = 0


def pages(site: ScratchSite) -> list[Page]:
    """The trivial page, a list of 50 rows, and one review with its reasons."""
    query = "SELECT id FROM posts_review WHERE space_id = (SELECT id FROM spaces_space WHERE slug = 'route-garages')"
    import psycopg

    with psycopg.connect(site.places.database_url) as connection:
        review = connection.execute(query + " ORDER BY id LIMIT 1").fetchone()[0]
    session = site.python("manage.py", "shell", "--no-imports", "--command", SIGN_IN).split()[-1]
    return [
        Page("trivial", TRIVIAL),
        Page("list", "/fr/s/route-garages/", rows=ROWS),
        Page("list, signed in", "/fr/s/route-garages/", f"session={session}", rows=ROWS),
        Page("review", f"/fr/s/route-garages/r/{review}/"),
        Page("home", "/fr/"),
    ]


def cpu_seconds(group: int) -> float:
    """User and system time of every process of the web's process group, its dead children included."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            total += sum(int(value) for value in fields[11:15])
    return total / TICKS


def check_rows(site: ScratchSite, page: Page) -> None:
    """The list has as many rows as is said, and a member is greeted as one."""
    request = urllib.request.Request(f"{site.address}{page.path}", headers={"Cookie": page.cookie})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
    found = body.count(ROW)
    if found < page.rows or (page.cookie and b"marelle_75" not in body):
        raise SystemExit(f"{page.name}: {found} rows of {page.rows}, or not signed in")


def ask(site: ScratchSite, page: Page, until: float, counts: list[int], sizes: list[int]) -> None:
    """Ask for one page again and again on one connection."""
    connection = http.client.HTTPConnection(site.address.removeprefix("http://"), timeout=30)
    while time.monotonic() < until:
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "fr", "Cookie": page.cookie}
        connection.request("GET", page.path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{page.path} answered {answer.status}")
        counts.append(1)
        sizes.append(len(body))


def measure(site: ScratchSite, page: Page, seconds: float) -> dict[str, float]:
    """Requests per CPU-second and per second of one round."""
    group = site.child("web").process.pid
    counts: list[int] = []
    sizes: list[int] = []
    before, started = cpu_seconds(group), time.monotonic()
    clients = [
        threading.Thread(target=ask, args=(site, page, started + seconds, counts, sizes)) for _ in range(CLIENTS)
    ]
    [client.start() for client in clients]
    [client.join() for client in clients]
    spent, wall = cpu_seconds(group) - before, time.monotonic() - started
    return {"per_cpu_s": len(counts) / spent, "per_s": len(counts) / wall, "bytes": statistics.median(sizes)}


def main() -> None:
    """Measure, print a table, and one JSON object as the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-web-") as var, scratch_site(Path(var), demo=True) as site:
        wanted = pages(site)
        for page in wanted:
            check_rows(site, page)
            measure(site, page, 1.0)
        rounds = [{p.name: measure(site, p, options.seconds) for p in wanted} for _ in range(options.rounds)]
    report(rounds)


def report(rounds: list[dict[str, dict[str, float]]]) -> None:
    """Medians, and the ratio to the trivial page of the same round."""
    result: dict[str, object] = {"bench": "web", "rounds": len(rounds)}
    print(f"{'page':<17}{'per CPU-s':>12}{'spread':>18}{'per s':>10}{'bytes':>10}{'ratio':>9}")
    for name in rounds[0]:
        rates = [r[name]["per_cpu_s"] for r in rounds]
        ratio = _ratio(rounds, name)
        wall = statistics.median(r[name]["per_s"] for r in rounds)
        size = rounds[0][name]["bytes"]
        spread = f"{min(rates):.0f}–{max(rates):.0f}"
        print(f"{name:<17}{statistics.median(rates):>12.1f}{spread:>18}{wall:>10.1f}{size:>10.0f}{ratio:>9.3f}")
        result[name] = {
            "per_cpu_s": round(statistics.median(rates), 1),
            "min": round(min(rates), 1),
            "max": round(max(rates), 1),
            "per_s": round(wall, 1),
            "bytes": size,
            "ratio_to_trivial": round(ratio, 4),
        }
    lists = [name for name in rounds[0] if name.startswith("list")]
    result["held"] = all(_ratio(rounds, name) >= AT_LEAST for name in lists)
    print(json.dumps(result))


def _ratio(rounds: list[dict[str, dict[str, float]]], name: str) -> float:
    return statistics.median(r[name]["per_cpu_s"] / r["trivial"]["per_cpu_s"] for r in rounds)


if __name__ == "__main__":
    main()
