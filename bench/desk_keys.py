"""Decisions by two keys in a real browser: `python -m bench.desk_keys [--runs 5 --decisions 60]`.

A whole site of its own (web, worker, clock) with as many cases as are decided. A trust manager presses the number of a
rule, then the key of an act, and waits; no mouse. Three times run from the second key, by the browser's own clocks:
until the next case is painted and answers to keys (`paint`), until the server has answered that the decision stands
(`stored`), and until both are so (`p50_ms`, `p95_ms`: what is held to the limit). The next decision begins only then.
Nobody thinks between decisions: the pace is what the tool allows, not what a person should do. Each decision is counted
in the database at the end. The page itself waits and says when it is done: asking it again and again from outside takes
the processor from what is measured. On an idle machine. The last line is one JSON object.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright

from bench.tables import show
from trustmgmt.launcher.scratch import ScratchSite, scratch_site

NAME, PASSPHRASE = "bench_reader", "four plain words here"
LIMITS = {"p95_ms": 150.0, "per_minute": 300.0}
KEPT = """(() => {
  const now = () => performance.timeOrigin + performance.now();
  const keep = (what, at) => sessionStorage.setItem(what, at);
  const shown = () => document.querySelector("#item")?.dataset.item || "";
  addEventListener("keydown", (event) => keep("pressed", performance.timeOrigin + event.timeStamp), true);
  let last = "";
  const painted = () => {
    const name = shown();
    if (name === last) return;
    last = name;
    requestAnimationFrame(() => setTimeout(() => keep("painted:" + name, now())));  // after the frame is drawn
  };
  addEventListener("DOMContentLoaded", () => {
    const [page] = performance.getEntriesByType("navigation");
    if (page.redirectCount) keep("stored", performance.timeOrigin + page.redirectEnd);  // it came by a redirect
    painted();
    new MutationObserver(painted).observe(document.body, { childList: true, subtree: true });
  });
  const fetched = window.fetch;
  window.fetch = async (address, given) => {
    const answer = await fetched(address, given);
    if (given?.method === "POST" && String(address).includes("/decide/") && answer.ok) keep("stored", now());
    return answer;
  };
})()"""
WAITED = """(before) => new Promise((say) => {
  const until = Date.now() + 20000;
  const look = () => {
    if (Date.now() > until) return say(null);
    const name = document.querySelector("#item")?.dataset.item;
    const [pressed, painted, stored] = ["pressed", "painted:" + name, "stored"].map((at) => sessionStorage.getItem(at));
    if (!name || name === before || !painted || stored < pressed) return setTimeout(look, 5);
    say([name, painted - pressed, stored - pressed]);
  };
  look();
})"""


def measured(runs: int, decisions: int, chromium: str) -> dict[str, Any]:
    """Each run in a window of its own, on one site."""
    with tempfile.TemporaryDirectory(prefix="bench-desk-") as var, scratch_site(Path(var)) as site:
        site.python("-c", f"from bench.desk_keys import make_cases; make_cases({runs * (decisions + 5) + 5})")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            found = [
                _run(browser.new_page(viewport={"width": 1280, "height": 800}), site, decisions) for _ in range(runs)
            ]
            browser.close()
        decided = int(site.python("-c", "from bench.desk_keys import count; count()"))
    show("per run", {f"run {n}": row for n, row in enumerate(found, 1)})
    figures = {name: round(median(row[name] for row in found), 1) for name in found[0]}
    return figures | {"runs": runs, "decisions": decided, "keys": 2, "mouse": 0}


def _run(page: Page, site: ScratchSite, decisions: int) -> dict[str, float]:
    page.add_init_script(KEPT)
    page.goto(f"{site.address}/en/accounts/login/")
    page.fill("[name=login]", NAME)
    page.fill("[name=password]", PASSPHRASE)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    page.goto(f"{site.address}/en/desk/")
    page.wait_for_load_state("networkidle")
    name = page.locator("#item").get_attribute("data-item")
    for _ in range(5):  # what is read for the first time is kept
        name, *_times = _decide(page, name)
    started, found = time.monotonic(), []
    for _ in range(decisions):
        name, *times = _decide(page, name)
        found.append(times)
    pace = 60 * decisions / (time.monotonic() - started)
    page.close()
    waits = [max(times) for times in found]
    return {
        "p50_ms": median(waits),
        "p95_ms": quantiles(waits, n=20)[-1],
        "paint_p50_ms": median(paint for paint, _stored in found),
        "paint_p95_ms": quantiles([paint for paint, _stored in found], n=20)[-1],
        "stored_p50_ms": median(stored for _paint, stored in found),
        "stored_p95_ms": quantiles([stored for _paint, stored in found], n=20)[-1],
        "per_minute": pace,
    }


def _decide(page: Page, before: str) -> tuple[str, float, float]:
    """A rule, an act, the next case: which it is, when it was painted, and when the decision stood."""
    page.keyboard.press("6")
    page.keyboard.press("l")
    until = time.monotonic() + 30
    while not (found := _waited(page, before)):
        if time.monotonic() > until:
            raise SystemExit("A decision was not stored, or no case came after it, within thirty seconds.")
    name, painted, stored = found
    return name, float(painted), float(stored)


def _waited(page: Page, before: str) -> Any:
    """Nothing while the browser is between two pages: where no case was fetched ahead, the form goes its plain way."""
    try:
        return page.evaluate(WAITED, before)
    except PlaywrightError:
        return None


def make_cases(number: int) -> None:
    """In a process of the site: a space, a trust manager, and so many messages that somebody reported."""
    import django

    django.setup()
    from apps.base import clock
    from apps.moderation.rules import Ground
    from apps.moderation.services.reports import ReportDraft, report_file
    from apps.moderation.targets import of_item
    from apps.people.services import account_create
    from apps.posts.services import thread_start
    from apps.spaces.models import Operator, Role, Space
    from apps.spaces.services import mandate_grant, space_join

    now = clock.now()
    operator = Operator.objects.create(slug="bench", name="Bench", created_at=now)
    space = Space.objects.create(slug="bench", name_fr="B", name_en="B", operator=operator, created_at=now)
    account = account_create(pseudonym=NAME, passphrase=PASSPHRASE, language="en", now=now)
    mandate_grant(account=account, role=Role.TRUST_MANAGER, public_name="tm_bench", space=space, now=now)
    authors = []
    for n in range(10):
        persona = account_create(pseudonym=f"bench author {n}", passphrase=None, language="en", now=now).personas.get()
        space_join(persona=persona, space=space, consent=True, now=now)
        authors.append(persona)
    for n in range(number):
        words = f"Message {n} of many. It hums in the morning. Nobody knows why."
        post = thread_start(author=authors[n % 10], space=space, title=f"Talk {n}", text=words, now=now).posts.get()
        report_file(target=of_item(post), draft=ReportDraft(ground=Ground.OFF_TOPIC), reporter=None, now=now)


def count() -> None:
    """How many decisions stand."""
    import django

    django.setup()
    from apps.moderation.models import Decision

    print(Decision.objects.standing().count())


def main(arguments: list[str]) -> int:
    """Print the table; end with 1 when a figure misses its limit."""
    parser = argparse.ArgumentParser(prog="python -m bench.desk_keys", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--decisions", type=int, default=60)
    parser.add_argument("--chromium", default="/usr/bin/chromium-headless-shell")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")
    found = measured(options.runs, options.decisions, options.chromium)
    print(json.dumps(found))
    return int(found["p95_ms"] > LIMITS["p95_ms"] or found["per_minute"] < LIMITS["per_minute"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
