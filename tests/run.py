"""`make test`: every check, in the order in which they fail fastest, then the tests; the types are read beside them.

Nothing is skipped: what cannot be had is a sentence and exit code 1. The checks share a pair of servers; each worker
of the tests has its own, whose database begins as a copy of theirs.
"""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT
from time import monotonic

BASE_DIR = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SEED = "20260101"
CORES = len(os.sched_getaffinity(0))
WORKERS = min(4, CORES)  # each has a PostgreSQL and a Valkey of its own, which want their share: one more was slower
SHELL = "chromium-headless-shell"  # Debian's chromium without a window: the same engine for a quarter of the work
CHROMIUM = Path("/usr/bin", SHELL)
GO_LIBRARY = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")
PRODUCTION = {
    "SITE_URL": "https://trust.example",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "DEBUG": "no",
    "TRUSTED_PROXIES": "10.0.0.0/8",
    "PUBLISHER": "The Trust Society, 1 Example Street, Paris",
    "PUBLICATION_DIRECTOR": "Ada Roy",
    "HOSTED_BY": "Example Hosting, 2 Example Street, Paris, +33 1 00 00 00 00",
    "CONTACT": "contact@trust.example",
    "WITNESSES": "https://witness.example witness.example/w1+e75f6532+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One command, and what differs in its environment."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] | None = None

    def passes(self) -> bool:
        """Run it; show what it said only when it has something to say."""
        started = monotonic()
        done = subprocess.run(
            self.command,
            check=False,
            cwd=BASE_DIR,
            env={**os.environ, **(self.environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        told = "ok" if done.returncode == 0 else "FAILED"
        print(f"  {self.name:<22}{told:<8}{monotonic() - started:6.1f} s", flush=True)
        if done.returncode:
            print(done.stdout, flush=True)
        return done.returncode == 0


def tool(name: str) -> str:
    return str(BIN / name)


def steps() -> list[Step]:
    """What is checked before the tests."""
    python, templates = sys.executable, [str(path) for path in sorted((BASE_DIR / "templates").rglob("*.html"))]
    return [
        Step("lint", [tool("ruff"), "check", "."]),
        Step("format", [tool("ruff"), "format", "--check", "."]),
        Step("floors", [tool("lint-imports"), "--no-cache"]),
        Step("templates", [tool("djade"), "--check", "--target-version", "5.2", *templates]),
        Step("templates' HTML", [tool("djlint"), "--lint", "--quiet", "templates"]),
        Step("translations", [python, "-m", "trustmgmt.messages", "check"]),
        Step("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
        Step("production settings", [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ]


# Every table, once for all workers, beside the checks.
TABLES = Step("tables", [sys.executable, "manage.py", "migrate", "--verbosity", "0"])
# They take a minute of one core: what stories leave of it while they wait for a page or a process.
TYPES = Step("types", ["nice", tool("mypy")])


def have_chromium() -> None:
    """The journeys need Debian's browser; install it where we may."""
    if not CHROMIUM.exists():
        _install("The browser journeys need", "Debian's chromium", SHELL)


def have_go() -> None:
    """The auditor's kit is checked as an auditor runs it: built with Debian's Go, and Go's own library of logs."""
    if not shutil.which("go") or not GO_LIBRARY.exists():
        _install("The auditor's kit needs", "Debian's Go", "golang-go", "golang-golang-x-mod-dev")


def _install(who: str, what: str, *packages: str) -> None:
    apt = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if not shutil.which("apt-get") or (root and not _runs([*root, "true"])):
        raise SystemExit(
            f"{who} {what}, and it cannot be installed from here: "
            f"ask the machine's administrator for `apt-get install {' '.join(packages)}`."
        )
    print(f"  Installing {what}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if not _runs([*root, *apt], quiet) and not (
        _runs([*root, "apt-get", "update"], quiet) and _runs([*root, *apt], quiet)
    ):
        raise SystemExit(f"{what} could not be installed with apt-get: is there a network?")


def _runs(command: list[str], environment: dict[str, str] | None = None) -> bool:
    if not shutil.which(command[0]):
        return False
    return subprocess.run(command, check=False, env=environment, capture_output=True).returncode == 0


def main() -> int:
    """The checks, all of them; then, if they pass, the tests: pytest has the last word."""
    have_chromium()
    have_go()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the stories start Django some eighty times: compile it once
    from tests import servers

    with ThreadPoolExecutor() as beside:
        made, typed = beside.submit(TABLES.passes), beside.submit(TYPES.passes)
        failed = [step.name for step in steps() if not step.passes()]
        failed += [] if made.result() else [TABLES.name]
        servers.keep_schema()
        if failed:
            print(f"\nNot green: {', '.join(failed)}. The tests were not run.")
            return 1
        return tests(typed)


def tests(typed: Future[bool]) -> int:
    """Wrong types end them at once."""
    print("  tests", flush=True)
    spread = ["-n", str(WORKERS), "--dist", "loadfile", "--no-loadscope-reorder", "--durations", "15"]
    pytest = [sys.executable, "-m", "pytest", "-q", f"--randomly-seed={SEED}", "-m", "not prove", *spread]
    running = subprocess.Popen(pytest, cwd=BASE_DIR)
    typed.add_done_callback(lambda done: None if done.result() else running.send_signal(SIGINT))
    code = running.wait()
    return code if typed.result() else 1


if __name__ == "__main__":
    sys.exit(main())
