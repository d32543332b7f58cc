"""Killing worker, web, Valkey and PostgreSQL amid hundreds of postings loses nothing and doubles nothing."""

import http.client
import threading
import time
import urllib.parse
import uuid
from collections.abc import Iterator
from queue import Empty, Queue

import pytest

from tests.crash.site import Faults, Target, prepare, wait_until
from tests.servers import begin_with_tables
from trustmgmt.launcher.places import Places
from trustmgmt.launcher.scratch import ScratchSite, scratch_site

POSTINGS = 300
FEWER = 120  # in `make test`: long enough for every piece to die meanwhile
MEMBERS = 30
CLIENTS = 4
PATIENCE = 90.0
CSRF = "a" * 32


class Poster(threading.Thread):
    """Posts reviews as a browser would, and tries again with the same key until it is told where the review is."""

    def __init__(self, target: Target, jobs: Queue) -> None:
        super().__init__(daemon=True)
        self.target, self.jobs = target, jobs
        self.acknowledged: dict[int, str] = {}
        self.retries = 0
        self.refused: list[str] = []

    def run(self) -> None:
        while True:
            try:
                number = self.jobs.get_nowait()
            except Empty:
                return
            self._insist(number, str(uuid.uuid4()))

    def _insist(self, number: int, key: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            status, place = self._post(number, key)
            if status == 302:
                self.acknowledged[number] = place
                return
            if status and status < 500:
                self.refused.append(f"{number}: {status} {place}")
                return
            self.retries += 1
            time.sleep(0.3)
        self.refused.append(f"{number}: no answer in {PATIENCE:.0f} s")

    def _post(self, number: int, key: str) -> tuple[int, str]:
        host = self.target.site.address.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=10)
        body = urllib.parse.urlencode(
            {
                "idempotency_key": key,
                "csrfmiddlewaretoken": CSRF,
                "subject": self.target.subject,
                "stars": str(1 + number % 5),
                "text": f"Posting number {number}: bought on a Tuesday, broken on a Wednesday.",
                "experience_on": "2026-01-15",
                "link": "client",
            }
        )
        cookies = f"csrf={CSRF}; session={self.target.sessions[number % len(self.target.sessions)]}"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies, "Idempotency-Key": key}
        try:
            connection.request("POST", f"/en/s/{self.target.space}/write/", body, headers)
            answer = connection.getresponse()
            text = answer.read(2000).decode(errors="replace")
            return answer.status, answer.headers.get("Location") or text[:300]
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()


def post_through_faults(target: Target, seed: int, postings: int) -> tuple[list[Poster], Faults]:
    jobs: Queue = Queue()
    for number in range(postings):
        jobs.put(number)
    posters = [Poster(target, jobs) for _ in range(CLIENTS)]
    faults = Faults(target, seed)
    faults.start()
    [poster.start() for poster in posters]
    [poster.join() for poster in posters]
    faults.join(timeout=30)
    return posters, faults


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[ScratchSite]:
    """One site for all seeds: each finds it as the kills before have left it."""
    var = tmp_path_factory.mktemp("crash") / "var"
    begin_with_tables(Places(var))
    with scratch_site(var) as running:
        yield running


def check_nothing_lost_nothing_doubled(site, seed, record_property, postings=POSTINGS):
    target = prepare(site, name=f"crash{seed}", accounts=MEMBERS)
    posters, faults = post_through_faults(target, seed, postings)

    places = {number: place for poster in posters for number, place in poster.acknowledged.items()}
    assert [line for poster in posters for line in poster.refused] == []
    assert len(places) == postings
    undelivered = "SELECT count(*) FROM ledger_delivery WHERE done_at IS NULL"
    assert wait_until(lambda: target.one(undelivered) == 0), target.rows(
        "SELECT handler, attempts, failure FROM ledger_delivery WHERE done_at IS NULL"
    )
    here = f"posts_review r WHERE r.space_id = {target.space_id}"
    assert target.one(f"SELECT count(*) FROM {here}") == postings
    assert target.one(f"SELECT count(DISTINCT text) FROM {here}") == postings
    published = "SELECT count(*) FROM ledger_event WHERE kind = 'review.published'"
    assert target.one(f"{published} AND object IN (SELECT r.reference FROM {here})") == postings
    assert len(set(places.values())) == postings
    unscored = f"{here} AND NOT EXISTS (SELECT 1 FROM scoring_score s WHERE s.review_id = r.id)"
    assert target.one(f"SELECT count(*) FROM {unscored}") == 0
    assert len(faults.killed) >= 4, faults.killed
    record_property("faults", len(faults.killed))
    record_property("retries", sum(poster.retries for poster in posters))


def test_killing_pieces_of_the_site_loses_nothing_and_doubles_nothing(site, record_property):
    """One seed and fewer postings; two hundred others, with 300 each, in `make prove`."""
    check_nothing_lost_nothing_doubled(site, 1, record_property, FEWER)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_two_hundred_seeds(site, seed, record_property):
    check_nothing_lost_nothing_doubled(site, seed, record_property)
