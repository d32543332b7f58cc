"""`python -m bench.outside_eyes --tools DIR`: what two tools that are not ours find on our pages.

pa11y (HTML_CodeSniffer, WCAG 2 AA) over every page of tests/look/everywhere.py in French and English, light and dark;
Lighthouse, as on a slow phone, over the home page, a review and the red button: the median of five. DIR is made by
`npm install --prefix DIR pa11y lighthouse`; the browser is the one that the tests install.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from collections import Counter, defaultdict
from itertools import product
from pathlib import Path
from typing import Any

from tests.run import CHROMIUM
from trustmgmt.launcher.scratch import ScratchSite, scratch_site

SCRIPT = Path(__file__).with_suffix(".cjs")
LOOKS = list(product(("fr", "en"), ("light", "dark")))
MEASURED = ("home", "review", "red button")


def ask(tools: Path, what: dict[str, Any]) -> list[dict[str, Any]]:
    """What the tools say, a line each."""
    environment = {**os.environ, "NODE_PATH": str(tools / "node_modules")}
    script = tools / SCRIPT.name  # beside its modules: `import` looks nowhere else
    script.write_text(SCRIPT.read_text())
    words = json.dumps({**what, "chromium": str(CHROMIUM)})
    done = subprocess.run(
        ["node", str(script)], input=words, env=environment, check=True, text=True, stdout=subprocess.PIPE
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def barriers(site: ScratchSite, tools: Path, pages: list[dict[str, Any]]) -> dict[str, Any]:
    """pa11y over every page in the four looks."""
    wanted = [{**page, "language": language, "light": light} for page in pages for language, light in LOOKS]
    found = ask(tools, {"site": site.address, "pages": wanted})
    failures = [one for one in found if "failure" in one]
    codes = Counter(issue["code"] for one in found for issue in one.get("issues", []))
    for one in found:
        for issue in one.get("issues", []):
            print(f"{one['name']} ({one['language']}, {one['light']}): {issue['code']} {issue['selector']}")
    for one in failures:
        print(f"{one['name']} ({one['language']}, {one['light']}): {one['failure']}")
    return {"visits": len(found), "issues": codes.total(), "by_code": dict(codes), "failures": len(failures)}


def scores(site: ScratchSite, tools: Path, pages: list[dict[str, Any]], rounds: int) -> dict[str, Any]:
    """Lighthouse's medians."""
    wanted = [{**page, "language": "fr"} for page in pages if page["name"] in MEASURED]
    told = defaultdict(list)
    for one in ask(tools, {"site": site.address, "pages": wanted, "rounds": rounds}):
        told[one["name"]].append(one)
    return {
        name: {
            "performance": statistics.median(one["performance"] for one in runs),
            "accessibility": min(one["accessibility"] for one in runs),
            "below": sorted({audit for one in runs for audit in one["failed"]}),
        }
        for name, runs in told.items()
    }


def main() -> None:
    """Measure, print what was found, and one JSON object as the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("pa11y", "lighthouse"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-eyes-") as var, scratch_site(Path(var)) as site:
        pages = json.loads(site.python("-m", "bench.look_world").splitlines()[-1])
        result: dict[str, Any] = {"bench": "outside_eyes", "pages": len(pages)}
        if options.only != "pa11y":
            result["lighthouse"] = scores(site, options.tools, pages, options.rounds)
        if options.only != "lighthouse":
            result["pa11y"] = barriers(site, options.tools, [page for page in pages if page["status"] == 200])
    print(json.dumps(result))


if __name__ == "__main__":
    main()
