"""`make federate`: two or three sites of our own on this machine, each with its own database, Valkey and port.

They speak plain http with one another, and with nobody else. Everything is under var/federate/ and kept.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from trustmgmt.launcher.scratch import ScratchSite, scratch_site
from trustmgmt.launcher.supervisor import Stopped, stoppable
from trustmgmt.launcher.up import BASE_DIR, say

NAMES = ("a", "b", "c")
FIRST_PORT = 8101
# Each its own number: browsers keep cookies apart by host, not by port.
HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")


def addresses(count: int) -> list[tuple[str, str]]:
    """Host and port of each."""
    first = int(os.environ.get("PORT") or FIRST_PORT)
    return [(HOSTS[number], str(first + number)) for number in range(count)]


@contextmanager
def neighbours(var: Path, at: list[tuple[str, str]], *, demo: bool = False) -> Iterator[list[ScratchSite]]:
    """So many sites, started side by side; all are stopped at the end."""
    reach = ",".join(f"{host}:{port}" for host, port in at)
    with ExitStack() as running, ThreadPoolExecutor(len(at)) as starting:
        named = zip(NAMES, at, strict=False)
        sites = [scratch_site(var / name, demo=demo, at=place, reach=reach) for name, place in named]
        yield list(starting.map(running.enter_context, sites))


def until_stopped() -> int:
    """SITES=3 starts three."""
    count = min(max(int(os.environ.get("SITES") or 2), 2), len(NAMES))
    say(f"Starting {count} sites that federate; the first time takes a minute or two.")
    with stoppable():
        try:
            with neighbours(BASE_DIR / "var" / "federate", addresses(count), demo=True) as sites:
                for name, site in zip(NAMES, sites, strict=False):
                    say(f"  {name}: {site.address}/")
                say(sites[0].manage("load_demo", "--accounts").rstrip())
                say("The same accounts live on each site. Ctrl-C stops all of them.")
                while True:
                    time.sleep(1)
        except Stopped:
            say("\nStopping.")
    say("Stopped. Everything is kept under var/federate/.")
    return 0
