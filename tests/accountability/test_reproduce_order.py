"""Who owes us nothing puts a published list in order again, from the card and the public API alone."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.test import Client

from apps.accountability.platform.install import platform_install
from apps.base import clock
from apps.posts.models import Review, Subject
from tests.factories import person, space

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[2] / "deploy" / "auditor" / "reproduce_order.py"
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def subject() -> Subject:
    forum, author = space(), person().personas.get()
    thing = Subject.objects.create(slug="the-harbour", name="The Harbour", kind="place")
    for number in range(60):
        rated = {"stars": 1 + number * 7 % 5} if number % 6 else {"original_rating": number % 11 - 5}
        Review.objects.create(
            space=forum,
            subject=thing,
            author=author,
            text="A table by the water.",
            html="<p>A table by the water.</p>",
            published_at=START + timedelta(hours=number * 37 % 60, minutes=number),
            helpful_count=number * 13 % 4,
            **rated,
        )
    return thing


def reproduced(subject: Subject, *, turned: bool = False) -> subprocess.CompletedProcess:
    """The script in a process of its own, speaking to this site by HTTP; `turned`: a site that shows another order."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = Client().get(self.path, headers={"accept-language": self.headers["Accept-Language"]})
            said = answer.json()
            if turned and "reviews" in said:
                said["reviews"] = said["reviews"][::-1]
            self.send_response(answer.status_code)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_words: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Door) as site:
        site.timeout = 0.1
        line = [sys.executable, "-I", SCRIPT, f"http://127.0.0.1:{site.server_port}", f"/x/{subject.slug}/"]
        process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while process.poll() is None:
            site.handle_request()
        out, error = process.communicate()
    return subprocess.CompletedProcess(line, process.returncode, out, error)


def test_every_published_order_of_reviews_is_reproduced(subject):
    platform_install(now=clock.now())

    done = reproduced(subject)

    assert done.returncode == 0, done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["order"], row["reviews"]) for row in said] == [
        (o, 60) for o in ("new", "old", "low", "high", "helpful")
    ]
    assert min(row["kendall_tau"] for row in said) >= 0.95


def test_another_order_than_the_cards_is_found_out(subject):
    platform_install(now=clock.now())

    assert reproduced(subject, turned=True).returncode == 1
