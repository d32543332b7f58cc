"""Fixtures every test may use. The servers are started by tests/servers.py."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers import PLACES
from trustmgmt.launcher.children import Child

CHROMIUM = "/usr/bin/chromium"
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(autouse=True)
def _plain_static_files(settings) -> None:
    """Only a live site needs the manifest that collectstatic writes."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def french() -> Iterator[None]:
    """Sentences in French."""
    with translation.override("fr"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    """Sentences in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def settle(db) -> Callable[..., None]:
    """Deliver everything that is due, and what that made due, until nothing is."""
    from apps.base import clock
    from apps.ledger import services

    def deliver(now: datetime | None = None) -> None:
        while services.deliver_due(now=now or clock.now()):
            pass

    return deliver


# --- a real browser on the real site -----------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium. One per module: playwright's loop must not outlive the journeys."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")  # that loop runs in the thread of the test
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, live_site: str) -> Iterator[Callable[..., Page]]:
    """Another person's window: its own cookies. Options go to playwright's new_context."""
    contexts, complaints = [], []

    def open_window(**options) -> Page:
        context = browser.new_context(base_url=live_site, **{"locale": "en-GB", **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda line: _note_policy(complaints, page, line.text))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One window on the live site."""
    return new_page()


def _note_policy(complaints: list[str], page: Page, text: str) -> None:
    if "Content Security Policy" in text or "Content-Security-Policy" in text:
        complaints.append(f"{page.url}: {text}")


@pytest.fixture(scope="session")
def _live_processes(django_db_setup) -> Iterator[str]:
    """Web, worker and beat as in production, on the test database, for all journeys of the session."""
    address = f"http://127.0.0.1:{_free_port()}"
    environment = {"DATABASE_URL": _test_database_url(), "SITE_URL": address}
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        check=True,
        cwd=django_settings.BASE_DIR,
        env={**os.environ, **environment},
    )
    celery = [sys.executable, "-m", "celery", "-A", "trustmgmt"]
    schedule = str(PLACES.var / "beat-schedule")
    children = [
        Child("web", _granian(address), PLACES.log / "web.log", environment),
        Child("worker", [*celery, "worker", "-c", "2", "-l", "INFO"], PLACES.log / "worker.log", environment),
        Child("beat", [*celery, "beat", "-s", schedule], PLACES.log / "beat.log", environment),
    ]
    PLACES.make()
    for child in children:
        child.start()
    _wait_for(address, children[0])
    yield address
    for child in children:
        child.stop()


@pytest.fixture
def live_site(transactional_db, _live_processes: str) -> str:
    """The address of the running site; its tables are emptied after the test."""
    return _live_processes


def _granian(address: str) -> list[str]:
    port = address.rsplit(":", 1)[1]
    granian = str(Path(sys.executable).with_name("granian"))
    return [
        granian,
        "--interface",
        "asgi",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "trustmgmt.asgi:application",
    ]


def _test_database_url() -> str:
    url, name = os.environ["DATABASE_URL"], connection.settings_dict["NAME"]
    before, _, after = url.partition("?")
    return f"{before.rsplit('/', 1)[0]}/{name}" + (f"?{after}" if after else "")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, web: Child) -> None:
    for _ in range(300):
        assert web.is_running(), web.last_words()
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The site did not answer.\n{web.last_words()}")
