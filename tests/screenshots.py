"""`make screenshots`: photograph the pages of a fresh demo, as its readers see them.

English by day on a desk, French by night on a phone. Addresses are found by following links, as a visitor does;
a page that is not there ends the command with its name.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.run import CHROMIUM, have_chromium
from trustmgmt.launcher.scratch import ScratchSite, scratch_site

BASE_DIR = Path(__file__).resolve().parent.parent
TARGET = BASE_DIR / "docs" / "screenshots"
MEMBER, MANAGER = "quiet_kettle", "tm_alder"


@dataclass(frozen=True, slots=True)
class Shot:
    """A page: where to begin, the links to follow, and as whom."""

    name: str
    start: str
    follow: tuple[str, ...] = ()
    person: str | None = None


SHOTS = (
    Shot("home", ""),
    Shot("space", "s/", (r"/s/[\w-]+/$",)),
    Shot("thread", "s/", (r"/s/[\w-]+/$", r"/s/[\w-]+/t/\w+/$")),
    Shot("review", "s/", (r"/s/[\w-]+/$", r"/s/[\w-]+/r/\w+/$")),
    Shot("write", "s/", (r"/s/[\w-]+/$", r"/s/[\w-]+/write/"), MEMBER),
    Shot("case", "cases/", (r"/case/[\w-]+/$",)),
    Shot("desk", "desk/", (), MANAGER),
    Shot("operator", "o/voix-de-table/"),
    Shot("alert", "o/voix-de-table/", (r"/o/[\w-]+/alert/[\w-]+/$",)),
    Shot("red-button", "o/voix-de-table/", (r"/o/[\w-]+/red/$",)),
    Shot("console", "o/voix-de-table/console/", (), "awa.ndour"),
    Shot("about-us", "about/us/"),
    Shot("report", "o/trustmgmt/reports/", (r"/o/trustmgmt/reports/[\w-]+/$",)),
    Shot("log", "log/"),
    Shot("log-state", "log/state/"),
    Shot("me", "me/", (), MEMBER),
    Shot("my-trust", "me/trust/", (), MEMBER),
    Shot("audit", "audit/"),
    Shot("federation", "s/slow-roads/federation/"),
    Shot("from-elsewhere", "search/?q=courroie+Voie", (r"/s/route-garages/t/\w+/",)),
    Shot("hosts-word", "me/notices/", (r"/elsewhere/decision/[\w-]+/$",), "marelle_75"),
    Shot("algorithm", "o/trustmgmt/algorithms/review-suspicion/"),
)


@dataclass(frozen=True, slots=True)
class Camera:
    """A reader's screen."""

    name: str
    language: str
    scheme: str
    width: int
    height: int


CAMERAS = (Camera("en-desk", "en", "light", 1280, 800), Camera("fr-phone", "fr", "dark", 390, 844))


SETTLE = """
from apps.base import clock
from apps.ledger import sequencer, services
while services.deliver_due(now=clock.now()): pass
sequencer.seal(now=clock.now())
"""
SIGN_IN = """
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
client = Client()
client.force_login(get_user_model().objects.get(username={pseudonym!r}))
print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def _shell(site: ScratchSite, code: str) -> str:
    return site.manage("shell", "--no-imports", "-c", code)


def _cookie(site: ScratchSite, pseudonym: str) -> dict[str, str]:
    """Signed in, without typing the passphrase once per photograph."""
    name, value = _shell(site, SIGN_IN.format(pseudonym=pseudonym)).split()
    return {"name": name, "value": value, "url": site.address}


def photograph(site: ScratchSite) -> list[str]:
    """Write every picture; the pages that were not found."""
    missing = []
    TARGET.mkdir(parents=True, exist_ok=True)
    cookies = {person: _cookie(site, person) for person in {shot.person for shot in SHOTS if shot.person}}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        for camera in CAMERAS:
            for shot in SHOTS:
                context = browser.new_context(
                    base_url=site.address,
                    color_scheme=camera.scheme,
                    viewport={"width": camera.width, "height": camera.height},
                    reduced_motion="reduce",
                )
                if shot.person:
                    context.add_cookies([cookies[shot.person]])
                if not _shoot(context.new_page(), shot, camera):
                    missing.append(f"{shot.name} ({camera.language})")
                context.close()
        browser.close()
    return missing


def _shoot(page: Page, shot: Shot, camera: Camera) -> bool:
    response = page.goto(f"/{camera.language}/{shot.start}")
    for pattern in shot.follow:
        links = page.eval_on_selector_all("a[href]", "found => found.map(a => a.getAttribute('href'))")
        wanted = next((link for link in links if re.search(pattern, link)), None)
        if wanted is None:
            return False
        response = page.goto(wanted.partition("#")[0])
    if response is None or response.status != 200:
        return False
    page.screenshot(path=str(TARGET / f"{shot.name}-{camera.name}.png"), full_page=False)
    print(f"  {shot.name}-{camera.name}.png  {page.url}", flush=True)
    return True


def main() -> int:
    """Pictures, or the names of the pages that were not there."""
    have_chromium()
    with TemporaryDirectory(prefix="trustmgmt-screenshots-") as place, scratch_site(Path(place), demo=True) as site:
        _shell(site, SETTLE)
        missing = photograph(site)
    if missing:
        print(f"Not found: {', '.join(missing)}.", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
