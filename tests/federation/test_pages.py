"""Other sites on our pages: decided about under a mandate, joined by one field, told from ours in one word."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.federation.models import InboxItem, Peer, PeerDecision, PeerDelivery, SpaceFederation
from apps.federation.selectors import Door
from apps.federation.services.delivery import deliver_due
from apps.federation.services.sending import say
from apps.ledger.models import Pending
from apps.posts.models import Review
from apps.spaces.models import Role
from apps.spaces.services import mandate_grant
from tests.federation.world import HERE, somebody, work_off
from tests.making import make_account, make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    account = make_account()
    mandate_grant(account=account, role=Role.TRUST_MANAGER, public_name="tm one", now=clock.now())
    client.force_login(account)
    return account


def get(client, name, *args, **more):
    with translation.override("en"):
        path = reverse(name, args=args)
    return client.get(path, secure=True, **more)


def test_what_came_from_a_site_and_why_it_failed_is_read_on_its_page(client, manager):
    make_space("garden")
    alice = somebody()
    alice.known()
    alice.send(alice.says("Create", alice.page(f"{HERE}/ap/s/none")))
    work_off()
    peer = Peer.objects.get()

    listed, page = get(client, "federation:sites"), get(client, "federation:site", peer.reference)

    assert "there.example" in listed.content.decode()
    assert "It was said in no space here." in page.content.decode()


def test_a_site_is_blocked_with_a_public_reason_on_the_log(client, manager):
    somebody().known()
    peer = Peer.objects.get()
    where = reverse("federation:decide", args=[peer.reference])

    short = client.post(where, {"state": "blocked", "reason": "no"}, secure=True)
    client.post(where, {"state": "blocked", "reason": "Thousands of false reports in one night."}, secure=True)

    assert short.status_code == 422
    peer.refresh_from_db()
    assert peer.state == "blocked"
    assert PeerDecision.objects.get().reason.startswith("Thousands")
    assert Pending.objects.filter(kind="peer.decided").exists()
    assert client.get("/ap/sites", secure=True).json()["orderedItems"][0]["object"] == "there.example"


def test_without_a_mandate_for_the_whole_site_nobody_decides(client):
    somebody().known()
    client.force_login(make_account())

    assert get(client, "federation:sites").status_code == 403


@contextmanager
def somebody_answers():
    """A site that says 202 to everything; what it heard."""
    heard = []

    class Inbox(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(202)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_args):
            """In a test nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Inbox) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}", heard
        server.shutdown()
        thread.join()


def test_one_dead_site_delays_no_other(settings):
    dead, alive = somebody().known().peer, somebody("bob", "third.example").known().peer
    now = clock.now()
    with somebody_answers() as (place, heard):
        settings.REACH_ALSO = {place, "127.0.0.1:9"}
        for number in range(5):
            to = [Door(dead.pk, "http://127.0.0.1:9/inbox"), Door(alive.pk, f"http://{place}/inbox")]
            document = {"type": "Announce", "actor": f"{HERE}/ap/site", "object": f"https://x.example/{number}"}
            say(actor="site", document=document, key=f"test:{number}", to=to, now=now)

        deliver_due(now=now)

    assert [json.loads(body)["object"] for body in heard] == [f"https://x.example/{number}" for number in range(5)]
    waiting = PeerDelivery.objects.waiting()
    assert waiting.count() == 5
    assert sum(waiting.values_list("attempts", flat=True)) == 1  # it was asked once; the others wait with it
    dead.refresh_from_db()
    assert (dead.failures, dead.again_at > now) == (1, True)


def test_a_review_from_elsewhere_says_so_with_a_link_to_the_original(client):
    make_space("garden")
    alice = somebody()
    alice.known()
    said = alice.review(f"{HERE}/ap/s/garden")
    alice.send(alice.says("Create", said))
    work_off()
    assert InboxItem.objects.get().state == "done"
    review = Review.objects.get()

    page = get(client, "pages:review", "garden", review.pk).content.decode()
    space = get(client, "pages:space", "garden").content.decode()

    assert "alice@there.example" in page
    assert f'href="{said["id"]}"' in page
    assert "Join from there" in space


def test_a_space_says_with_whom_it_federates_and_what_was_refused(client):
    make_space("garden")
    alice = somebody()
    alice.known()
    alice.send(alice.says("Follow", f"{HERE}/ap/s/garden"))
    late = {**alice.page(f"{HERE}/ap/s/garden"), "content": "", "name": "x"}
    alice.send(alice.says("Create", late))
    work_off()

    page = get(client, "federation:space", "garden").content.decode()

    assert "there.example" in page
    assert "garden@here.example" in page


def test_a_space_for_members_offers_no_choice_that_would_change_nothing(client, manager):
    make_space("circle", visibility="members")

    assert 'name="open"' not in get(client, "federation:space", "circle").content.decode()
    with translation.override("en"):
        said = client.post(reverse("federation:space", args=["circle"]), {"open": "on"}, secure=True)
    assert (said.status_code, SpaceFederation.objects.count()) == (409, 0)
