"""`make prove`: the full counts that the issues ask for, resumable, ending with one JSON object.

What has passed is kept under var/prove/<digest of the sources>/: the same code resumes, changed code begins
anew. A test says its figures with pytest's record_property.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.run import have_go

BASE_DIR = Path(__file__).resolve().parent.parent
SOURCES = ("apps", "trustmgmt", "templates", "static", "tests", "pyproject.toml")


def digest() -> str:
    """Everything a result depends on: the files git knows or could know."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *SOURCES],
        check=True,
        capture_output=True,
        cwd=BASE_DIR,
    )
    whole = hashlib.sha256()
    for name in sorted(filter(None, listed.stdout.split(b"\0"))):
        path = BASE_DIR / name.decode()
        if path.is_file():
            whole.update(name + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


class Kept:
    """A pytest plugin that remembers what passed and leaves it out the next time."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.results: dict[str, dict[str, Any]] = {}
        self.counts = {"passed": 0, "failed": 0, "resumed": 0}
        directory.mkdir(parents=True, exist_ok=True)

    @pytest.hookimpl(trylast=True)  # what -k and -m leave
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        done = [item for item in items if self._place(item.nodeid).exists()]
        for item in done:
            self.results[item.nodeid] = json.loads(self._place(item.nodeid).read_text())
        self.counts["resumed"] = len(done)
        config.hook.pytest_deselected(items=done)
        items[:] = [item for item in items if item not in done]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.counts["failed"] += 1
        elif report.when == "call":
            self.counts["passed"] += 1
            result = {"seconds": round(report.duration, 2), "figures": dict(report.user_properties)}
            self.results[report.nodeid] = result
            self._place(report.nodeid).write_text(json.dumps(result, default=str))

    def _place(self, nodeid: str) -> Path:
        return self.directory / f"{hashlib.sha256(nodeid.encode()).hexdigest()[:24]}.json"


def main(arguments: list[str]) -> int:
    """Run what has not passed yet; the last line is for machines."""
    have_go()
    started, kept = monotonic(), Kept(BASE_DIR / "var" / "prove" / digest())
    code = int(pytest.main(["-m", "prove", "-v", "-p", "no:randomly", *arguments], plugins=[kept]))
    proved = code in {0, int(pytest.ExitCode.NO_TESTS_COLLECTED)} and not kept.counts["failed"]
    figures = {nodeid: found["figures"] for nodeid, found in sorted(kept.results.items()) if found["figures"]}
    summary = {
        "command": "prove",
        "proved": proved,
        **kept.counts,
        "tests": len(kept.results) + kept.counts["failed"],
        "seconds": round(monotonic() - started, 1),
        "figures": figures,
    }
    print(json.dumps(summary, ensure_ascii=False, default=str))
    return 0 if proved else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
