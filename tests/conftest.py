"""Fixtures every test may use. The servers are started by tests/servers.py."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from time import monotonic, sleep
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core.management import CommandError
from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from apps.gate import limits
from tests import servers
from tests.emptying import emptied
from tests.servers import PLACES
from trustmgmt.launcher import ports, site
from trustmgmt.launcher.postgres import DATABASE

CHROMIUM = "/usr/bin/chromium-headless-shell"
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


LONGEST = (
    "tests/look/test_every_page_in_a_browser.py",
    "tests/journeys/",
    "tests/moderation/test_browser.py",
    "tests/people/test_second_factor_in_a_browser.py",
    "tests/look/test_style_guide_in_a_browser.py",
    "tests/crash/",
    "tests/permissions/test_matrix.py",
    "tests/trustmgmt/test_up.py",
    "tests/trustmgmt/test_demo.py",
    "tests/federation/test_two_sites.py",
)  # those of the running site first: each worker starts it once, and goes on with it
AROUND = ("live_site", "kept")  # a running site; a world that the tests of a file share


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that all workers end together; within a file, what needs more around it last."""
    files = {path: place for place, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (_length(item), files[item.path], *(name in _fixtures(item) for name in AROUND)))


def pytest_collection_finish() -> None:
    """What stands now is looked through for garbage no more."""
    gc.freeze()


def _length(item: pytest.Item) -> int:
    return next((place for place, name in enumerate(LONGEST) if item.nodeid.startswith(name)), len(LONGEST))


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix) -> None:
    """A database that begins with every table has nothing left to migrate."""
    if servers.has_schema():
        connection.settings_dict["TEST"]["TEMPLATE"] = DATABASE


@pytest.fixture(scope="session", autouse=True)
def _settings_of_tests() -> Iterator[None]:
    """Only a live site needs the manifest of collectstatic; a story about reading first says its share itself."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES={**django_settings.STORAGES, **plain}, DESK_BLIND_ONE_IN=0, ASKS_STRICTLY=True):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passphrases() -> Iterator[None]:
    """Hundreds of people sign up in these stories. Each digest says what it cost, so a live site can check it too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScryptPasswordHasher, "work_factor", 2)
        yield


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """What another test did counts towards no limit of this one."""
    for key in limits.client().scan_iter("limit:*"):
        limits.client().delete(key)


@pytest.fixture(autouse=True)
def _language_of_the_site() -> Iterator[None]:
    """A page that another test opened leaves its language behind; each begins and ends with the site's own."""
    translation.deactivate()
    yield
    translation.deactivate()


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
    from tests.making import deliver_all

    return deliver_all


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """`kept(build)` makes a world once for those tests of a file that ask for it: each finds it as it was built.

    It is rows of a transaction around these tests; no other process or thread sees it. One world per file. Each test
    takes a deep copy of what `build` gave, for what it does to objects in memory.
    """
    LIVE.stop()
    around = transaction.atomic()
    around._from_testcase = True
    with django_db_blocker.unblock():
        around.__enter__()
    yield lambda build: _unblocked(django_db_blocker, build)
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def _unblocked(blocker, build: Callable[[], Any]) -> Any:
    with blocker.unblock():
        return build()


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


class LiveSite:
    """Web, worker and beat as in production, on the test database; up from the first journey to the next other test."""

    def __init__(self) -> None:
        self.running, self.address = ExitStack(), ""

    def start(self) -> str:
        """The address; starts what does not run."""
        return self.address or self._start()

    def _start(self) -> str:
        port = ports.number(self.running.enter_context(ports.hold("127.0.0.1", None)))
        address = f"http://127.0.0.1:{port}"
        environment = {
            "DATABASE_URL": _test_database_url(),
            "SITE_URL": address,
            "TRUSTED_PROXIES": "127.0.0.1/32",
            "DESK_BLIND_ONE_IN": "0",
        }
        _collect_static()
        PLACES.make()
        log = PLACES.log
        for child in [
            site.worker(PLACES, environment=environment, log=log / "worker.log"),
            site.beat(PLACES, environment=environment, log=log / "beat.log"),
            site.web(PLACES, host="127.0.0.1", port=port, environment=environment, log=log / "web.log"),
        ]:
            self.running.enter_context(child)
        self.address = address
        return address

    def stop(self) -> None:
        """Else its beat would act, at today's date, on the rows of a test that knows nothing of it."""
        self.running.close()
        self.address = ""


LIVE = LiveSite()


@pytest.fixture(autouse=True)
def _nobody_else_acts(request: pytest.FixtureRequest) -> None:
    if "live_site" not in request.fixturenames:
        LIVE.stop()


@pytest.fixture(scope="session")
def _stopped_at_the_end(django_db_setup) -> Iterator[None]:
    yield
    LIVE.stop()


@pytest.fixture
def live_site(transactional_db, _stopped_at_the_end) -> Iterator[str]:
    """The address of the running site; its tables are emptied after the test."""
    yield LIVE.start()
    _wait_for_the_last_request()


BUSY = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
  AND xact_start IS NOT NULL
"""


def _wait_for_the_last_request(seconds: float = 10) -> None:
    """What a closed page asked for is still answered: emptying its tables meanwhile would lock in a circle.

    Should one begin after the look, PostgreSQL ends whoever first loses patience: that request, not our emptying.
    """
    until = monotonic() + seconds
    with connection.cursor() as cursor:
        cursor.execute("SET deadlock_timeout = '5s'")
        while cursor.execute(BUSY).fetchone()[0] and monotonic() < until:
            sleep(0.02)


@pytest.fixture(scope="session", autouse=True)
def _emptied_at_the_second_try() -> Iterator[None]:
    """Whoever of the site had waited a second before our emptying did looks for no circle any more: then we end it."""
    truncate = TransactionTestCase._fixture_teardown

    def empty(case: TransactionTestCase) -> None:
        if not emptied():
            truncate(case)

    def patiently(case: TransactionTestCase) -> None:
        try:
            empty(case)
        except (CommandError, OperationalError):
            _wait_for_the_last_request()
            empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", patiently)
        yield


@cache
def _collect_static() -> None:
    """Once is enough for all the sites of a session: they share the directory."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, check=True, cwd=django_settings.BASE_DIR)


def _test_database_url() -> str:
    url, name = os.environ["DATABASE_URL"], connection.settings_dict["NAME"]
    before, _, after = url.partition("?")
    return f"{before.rsplit('/', 1)[0]}/{name}" + (f"?{after}" if after else "")
