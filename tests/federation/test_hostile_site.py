"""Two sites of our own and a third that lies, live: it gets nothing, though one of them is killed in the middle."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.federation.hostile import CLASSES
from tests.federation.hostile_site import TRAPS
from tests.federation.neighbours import WholeSite, eventually, kill, started
from trustmgmt.launcher import ports
from trustmgmt.launcher.up import BASE_DIR

pytestmark = pytest.mark.prove
LIAR = "127.0.0.3"
EACH = 2  # of each class, at each site: below what one stranger may send in a minute
FAN_OUT = 25  # requests that one message may cause


def free(count: int) -> list[tuple[str, str]]:
    with ExitStack() as held:
        return [(LIAR, str(ports.number(held.enter_context(ports.hold(LIAR, None))))) for _ in range(count)]


def begin(place: tuple[str, str], target: WholeSite) -> "subprocess.Popen[str]":
    """The lying site, against one of ours."""
    command = [sys.executable, "-m", "tests.federation.hostile_site", ":".join(place), target.address, str(EACH)]
    environment = {**os.environ, **target.site.environment}
    return subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)


def resident(site: WholeSite) -> int:
    """Kilobytes of everything its web server runs."""
    process = site.site.child("web").process
    assert process is not None
    return sum(_kilobytes(one) for one in Path("/proc").glob("[0-9]*") if _group(one) == process.pid)


def _group(process: Path) -> int:
    try:
        return os.getpgid(int(process.name))
    except ProcessLookupError:
        return 0


def _kilobytes(process: Path) -> int:
    with suppress(OSError):
        lines = (process / "status").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return 0


def test_a_third_site_that_lies_gets_nothing_while_one_of_ours_is_killed(tmp_path, record_property):
    places = free(2)
    liars = [f"{host}:{port}" for host, port in places]
    with started(tmp_path, 2, strangers=places) as sites:
        a, b = sites
        b("space", slug="garden")
        b("person", name="bea")
        b("join", name="bea", address="garden")
        a("person", name="anna")
        there = a("join", name="anna", address=f"garden@{b.host}")
        wanted = {"Said before anybody lied."}
        b("review", name="bea", slug="garden", text="Said before anybody lied.")
        assert eventually(lambda: a("reviews", slug=there), sites)
        before, memory = b("stands"), resident(b)

        attacks, killed = [begin(place, site) for place, site in zip(places, sites, strict=True)], 0
        for number in range(8):
            text = f"Visit number {number}, in the middle of it all."
            a("review", name="anna", slug=there, text=text)
            wanted.add(text)
            if number in {2, 5}:
                killed += kill(a, "worker") + kill(a, "web")
            time.sleep(2)
        told = [json.loads(attack.communicate(timeout=400)[0].splitlines()[-1]) for attack in attacks]

        for site, slug in ((b, "garden"), (a, there)):
            texts = eventually(lambda site=site, slug=slug: _all(site, slug, wanted), sites)
            assert sorted(texts) == sorted(wanted), "nothing lost, nothing doubled"
        eventually(lambda: not _untouched(sites, liars), sites)
        for answers in told:
            statuses = {int(status): count for status, count in answers["statuses"].items()}
            assert answers["errors"] == []
            assert sum(statuses.values()) >= len(CLASSES) * EACH + len(TRAPS)
            assert max(answers["asked"].values()) <= FAN_OUT * sum(statuses.values())
        for site in sites:
            assert [row for row in site("came_from", hosts=liars) if row[1] == "done"] == []
            with urllib.request.urlopen(f"{site.address}/en/", timeout=30) as page:
                assert page.status == 200
        after = b("stands")
        assert {name: after[name] - before[name] for name in after} == {
            **dict.fromkeys(after, 0), "Review": len(wanted) - 1, "RemoteItem": len(wanted) - 1,
        }  # fmt: skip
        assert resident(b) - memory < 50 * 1024
        record_property("lies", sum(sum(answers["statuses"].values()) for answers in told))
        record_property("killed", killed)
        record_property("statuses", [answers["statuses"] for answers in told])


def _untouched(sites: list[WholeSite], liars: list[str]) -> list[list[str]]:
    """What nobody has looked at yet; what hangs in a trap is asked again later, and later."""
    return [row for site in sites for row in site("came_from", hosts=liars) if row[1:] == ["waiting", ""]]


def _all(site: WholeSite, slug: str, wanted: set[str]) -> list[str]:
    found = [row["text"] for row in site("reviews", slug=slug)]
    return found if wanted <= set(found) else []
