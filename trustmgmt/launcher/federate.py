"""`make federate`: two or three sites of our own on this machine, each with its own database, Valkey and port.

They speak plain http with one another, and with nobody else. Everything is under var/federate/ and kept.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from trustmgmt.launcher.scratch import ScratchSite, scratch_site
from trustmgmt.launcher.supervisor import Stopped, stoppable
from trustmgmt.launcher.up import BASE_DIR, say

NAMES = ("a", "b", "c")
FIRST_PORT = 8101
# Each its own number: browsers keep cookies apart by host, not by port.
HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
LIAR = "127.0.0.4"
Told = dict[str, Any]


def addresses(count: int) -> list[tuple[str, str]]:
    """Host and port of each."""
    first = int(os.environ.get("PORT") or FIRST_PORT)
    return [(HOSTS[number], str(first + number)) for number in range(count)]


@contextmanager
def neighbours(
    var: Path, at: list[tuple[str, str]], *, demo: bool = False, strangers: list[tuple[str, str]] | None = None
) -> Iterator[list[ScratchSite]]:
    """So many sites, started side by side; all are stopped at the end. They may be called by `strangers` too, and ask
    them who they are."""
    reach = ",".join(f"{host}:{port}" for host, port in [*at, *(strangers or [])])
    with ExitStack() as running, ThreadPoolExecutor(len(at)) as starting:
        named = zip(NAMES, at, strict=False)
        sites = [scratch_site(var / name, demo=demo, at=place, reach=reach) for name, place in named]
        yield list(starting.map(running.enter_context, sites))


def liars(count: int) -> list[tuple[str, str]]:
    """With HOSTILE=yes, a site that lies for each of ours; it lives where no other does."""
    first = int(os.environ.get("PORT") or FIRST_PORT) + len(NAMES)
    return [(LIAR, str(first + number)) for number in range(count)] if os.environ.get("HOSTILE") else []


def lie(sites: list[ScratchSite], places: list[tuple[str, str]]) -> None:
    """Each tries the whole catalogue of the tests on one of ours. Said in words and as JSON: what each lie was
    answered at the door, what became of what was taken in, and what it changed there."""
    for site, place in zip(sites, places, strict=False):
        liar = ":".join(place)
        try:
            told = json.loads(_last_line(site, "tests.federation.hostile_site", liar, site.address))
            became = json.loads(_last_line(site, "tests.federation.hostile_effects", liar))
        except (ValueError, IndexError) as failed:
            say(f"  The lies told to {site.address} could not be counted: {failed}")
            continue
        say(f"  {in_words(site.address, told, became)}")
        say(f"  {json.dumps(by_lie(told, became), sort_keys=True)}")


def _last_line(site: ScratchSite, module: str, *arguments: str) -> str:
    try:
        said = site.python("-m", module, *arguments)
    except subprocess.CalledProcessError as failed:  # it met an error of the site's own, and says so
        said = failed.stdout
    return said.strip().splitlines()[-1]


def by_lie(told: Told, became: Told) -> Told:
    """Each lie by its name: what it was answered, what became of it, what it changed (nothing is an empty object)."""
    nothing: Told = {"came_to": [], "left": {}}
    found = {name: (answers, became.get(name, nothing)) for name, answers in told["answered"].items()}
    return {
        name: {"answered": answers, "came_to": one["came_to"], "changed": one["left"]}
        for name, (answers, one) in found.items()
    }


def in_words(address: str, told: Told, became: Told) -> str:
    """A sentence that anybody can check against the JSON below it."""
    lies = by_lie(told, became)
    kept = [one["came_to"] for one in lies.values() if one["came_to"]]
    waiting = sum(any(state.startswith("waiting") for state in states) for states in kept)
    changed = {name: one["changed"] for name, one in lies.items() if one["changed"]}
    return (
        f"{len(lies)} lies told to {address}: {len(lies) - len(kept)} refused at the door; {len(kept)} taken in to be "
        f"looked at, {waiting} of them until the liar's own site answers; errors of ours: "
        f"{', '.join(sorted(set(told['errors']))) or 'none'}. "
        f"What they changed: {json.dumps(changed, sort_keys=True) if changed else 'nothing'}."
    )


def let_trust_travel(there: ScratchSite, here: ScratchSite) -> None:
    """A badge and a letter from the first to the second, a question back; what cannot be carried, the sites stand
    without."""
    home, _space, group = _told(here, "who").partition(" ")
    shown = _told(there, "show", home).split() if home else []
    for site, act, given in ((here, "bring", shown), (there, "write", [group]), (here, "ask", shown[:3])):
        told = _told(site, act, *given) if shown else ""
        if told:
            say(f"  {told}")


def _told(site: ScratchSite, *act: str) -> str:
    try:
        return site.manage("demo_badge", *act).strip()
    except subprocess.CalledProcessError as failed:
        say(f"  Not carried ({act[0]}): {(failed.stderr or '').strip().rpartition(chr(10))[2]}")
        return ""


def until_stopped() -> int:
    """SITES=3 starts three; HOSTILE=yes lets another site lie to them."""
    count = min(max(int(os.environ.get("SITES") or 2), 2), len(NAMES))
    strangers = liars(count)
    say(f"Starting {count} sites that federate; the first time takes a minute or two.")
    with stoppable():
        try:
            at = addresses(count)
            with neighbours(BASE_DIR / "var" / "federate", at, demo=True, strangers=strangers) as sites:
                for name, site in zip(NAMES, sites, strict=False):
                    say(f"  {name}: {site.address}/")
                say(sites[0].manage("load_demo", "--accounts").rstrip())
                say("The same accounts live on each site. Ctrl-C stops all of them.")
                let_trust_travel(sites[0], sites[1])
                lie(sites, strangers)
                while True:
                    time.sleep(1)
        except Stopped:
            say("\nStopping.")
    say("Stopped. Everything is kept under var/federate/.")
    return 0
