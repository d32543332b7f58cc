"""Two sites of our own, whole, each with its servers: what is said at one, and decided at the other."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from trustmgmt.launcher import ports
from trustmgmt.launcher.federate import neighbours
from trustmgmt.launcher.scratch import ScratchSite
from trustmgmt.launcher.up import BASE_DIR

pytestmark = pytest.mark.prove
SECONDS = 120
TEXT = "The fitter came three times. Sandra Bell took my call and hung up."


@dataclass
class Neighbour:
    """A site, and somebody inside who does what its people do."""

    site: ScratchSite
    inside: "subprocess.Popen[str]"

    def __call__(self, act: str, **more: Any) -> Any:
        assert self.inside.stdin is not None
        assert self.inside.stdout is not None
        self.inside.stdin.write(json.dumps({"act": act, **more}) + "\n")
        self.inside.stdin.flush()
        answer = json.loads(self.inside.stdout.readline())
        assert "error" not in answer, answer
        return answer["told"]

    @property
    def host(self) -> str:
        return self.site.address.removeprefix("http://")


def free_places(count: int) -> list[tuple[str, str]]:
    """Ports that nobody uses, held only until the sites hold them."""
    with ExitStack() as held:
        return [
            ("127.0.0.1", str(ports.number(held.enter_context(ports.hold("127.0.0.1", None))))) for _ in range(count)
        ]


@contextmanager
def inside(site: ScratchSite) -> Iterator["subprocess.Popen[str]"]:
    """A Python process with the site's environment that waits for acts."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.federation.inside"],
        cwd=BASE_DIR,
        env={**os.environ, **site.environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        process.kill()


@contextmanager
def started(tmp_path: Path, count: int, strangers: list[tuple[str, str]] | None = None) -> Iterator[list[Neighbour]]:
    """So many sites, ready for acts."""
    with neighbours(tmp_path, free_places(count), strangers=strangers) as running, ExitStack() as insides:
        made = [Neighbour(site, insides.enter_context(inside(site))) for site in running]
        for neighbour in made:
            assert neighbour.inside.stdout is not None
            assert neighbour.inside.stdout.readline() == "ready\n"
        yield made


@pytest.fixture
def two_sites(tmp_path) -> Iterator[list[Neighbour]]:
    with started(tmp_path, 2) as sites:
        yield sites


@pytest.fixture
def three_sites(tmp_path) -> Iterator[list[Neighbour]]:
    with started(tmp_path, 3) as sites:
        yield sites


def eventually(look: Callable[[], Any], sites: list[Neighbour]) -> Any:
    """What is seen once it is true."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        seen = look()
        if seen:
            return seen
        time.sleep(0.5)
    pytest.fail("\n".join(json.dumps(site("traffic"), indent=1) for site in sites))


def test_a_review_travels_and_the_reasons_come_back(two_sites, record_property):
    sites = a, b = two_sites
    started = time.monotonic()
    b("space", slug="garden")
    for name in ("bea", "tm_bo"):
        b("person", name=name, manager=name.startswith("tm"))
    for name in ("anna", "arno"):
        a("person", name=name)
    there = a("join", name="anna", address=f"garden@{b.host}")
    a("join", name="arno", address=f"garden@{b.host}")

    mine = a("review", name="anna", slug=there, text=TEXT)
    (seen,) = eventually(lambda: b("reviews", slug="garden"), sites)
    assert (seen["text"], seen["stars"], seen["author"]) == (TEXT, 2, f"anna@{a.host}"[:40])

    b("report", name="bea", reference=seen["reference"], text="She is named.")
    a("report", name="arno", reference=mine, text="A private person is named.")
    case = eventually(lambda: [c for c in b("cases") if c["reports"] == 2], sites)[0]
    b("decide", name="tm_bo", case=case["case"], words="Say what was done, not who did it.")

    author = eventually(lambda: [n for n in a("notices", name="anna") if n["kind"] == "federation.author"], sites)
    reporter = eventually(lambda: [n for n in a("notices", name="arno") if n["kind"] == "federation.reporter"], sites)
    assert eventually(lambda: [n for n in b("notices", name="bea") if n["kind"] == "moderation.reporter"], sites)
    assert b.host in author[0]["says"]
    assert len(author[0]["says"]) > len(b.host) + 40
    assert reporter[0]["path"] == author[0]["path"]
    assert b("reviews", slug="garden")[0]["state"] == "masked"
    assert a("reviews", slug=there)[0]["state"] == "published"  # the author's site decides about its own copy

    b("rules", text="A review is published at once. Its author has fourteen days.")
    assert eventually(lambda: [h for h in a("heard") if h["kind"] == "trust:OperatorRules"], sites)
    assert len(a("reviews", slug=there)) == len(b("reviews", slug="garden")) == 1
    record_property("seconds", round(time.monotonic() - started, 1))


def kill(neighbour: Neighbour, name: str) -> bool:
    """kill -9, the whole group; its supervisor starts it again. What is down already stays down."""
    process = neighbour.site.child(name).process
    if process is None or process.poll() is not None:
        return False
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return True


def test_a_site_killed_in_the_middle_loses_and_doubles_nothing_at_the_third(three_sites, record_property):
    sites = a, b, c = three_sites
    b("space", slug="garden")
    b("person", name="bea")
    b("join", name="bea", address="garden")
    b("review", name="bea", slug="garden", text="Said before anybody came.")
    a("person", name="anna")
    c("person", name="cleo")
    at_a = a("join", name="anna", address=f"garden@{b.host}")
    at_c = c("join", name="cleo", address=f"garden@{b.host}")
    wanted, killed = {"Said before anybody came."}, 0
    assert eventually(lambda: c("reviews", slug=at_c), sites)  # read page by page, what was said before

    for number in range(12):
        text = f"Visit number {number}: they came on time."
        a("review", name="anna", slug=at_a, text=text)
        wanted.add(text)
        if number in {2, 8}:
            killed += kill(a, "worker") + kill(b, "web")
        if number == 5:
            killed += kill(b, "worker") + kill(c, "web")
        time.sleep(1)

    for site, slug in ((b, "garden"), (c, at_c), (a, at_a)):
        found = eventually(lambda site=site, slug=slug: _all(site, slug, wanted), sites)
        assert sorted(found) == sorted(wanted)
    assert killed >= 3
    record_property("reviews", len(wanted))
    record_property("killed", killed)


def _all(site: Neighbour, slug: str, wanted: set[str]) -> list[str]:
    """The texts there, once none is missing."""
    found = [row["text"] for row in site("reviews", slug=slug)]
    return found if wanted <= set(found) else []
