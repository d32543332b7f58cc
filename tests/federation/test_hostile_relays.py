"""Hostile groups and redirects: what is passed on, or led elsewhere, is believed of nobody but its own site."""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from apps.base import clock
from apps.base.errors import BadInput
from apps.federation.models import InboxItem, RemoteActor, RemoteItem, RemoteSpace, RemoteVote
from apps.federation.services.answers import actor_found
from apps.federation.services.delivery import deliver_due
from apps.federation.states import InboxState
from apps.outside import Why
from apps.posts.models import Post
from apps.posts.states import ItemState
from tests.federation.world import HERE, Somebody, work_off
from tests.making import make_space

pytestmark = pytest.mark.django_db


@dataclass
class Site:
    """A site that shows what it is told to show, and leads on where it is told to."""

    place: str
    shows: dict[str, dict[str, Any]] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{self.place}"

    def show(self, document: dict[str, Any]) -> dict[str, Any]:
        self.shows[document["id"].removeprefix(self.url)] = document
        return document

    def somebody(self, name: str, kind: str = "Person") -> Somebody:
        """An actor of this site, which shows it."""
        made = Somebody(f"{self.url}/u/{name}", kind)
        self.show(made.document())
        return made


@contextmanager
def standing(host: str) -> Iterator[Site]:
    """A site that answers, until the test is over."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            self.rfile.read(int(self.headers.get("content-length") or 0))
            there, found = site.leads.get(self.path), site.shows.get(self.path)
            body = json.dumps(found or {}).encode()
            self.send_response(self._status(there, found))
            for name, value in {"location": there, "content-type": "application/activity+json"}.items():
                if value:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - its name in the base class

        def _status(self, there: str | None, found: Any) -> int:
            """The end of a way wants the other form of signature each time, so that the whole way is gone twice."""
            if there:
                return 307
            if self.path.startswith("/newer" if "signature-input" not in self.headers else "/older"):
                return 401
            return 200 if found else 404

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base class
            """Quiet."""

    with ThreadingHTTPServer((host, 0), Handler) as server:
        site = Site(f"{host}:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site
        server.shutdown()


@pytest.fixture(scope="module")
def sites() -> Iterator[list[Site]]:
    with ExitStack() as standing_:
        yield [standing_.enter_context(standing(host)) for host in ("127.0.0.1", "127.0.0.2", "127.0.0.3")]


@pytest.fixture
def evil(sites, settings) -> Site:
    settings.REACH_ALSO = frozenset(site.place for site in sites[:2])
    return sites[0]


@pytest.fixture
def house(sites) -> Site:
    """A server of the house, which no message may make us call."""
    sites[2].asked.clear()
    return sites[2]


@pytest.fixture
def honest(sites, evil) -> Site:
    return sites[1]


@pytest.fixture
def group(evil) -> Somebody:
    """A group of the hostile site, in which somebody here takes part."""
    made = evil.somebody("group", "Group")
    RemoteSpace.objects.create(actor=made.known(), space=make_space("mirror"), known_since=clock.now())
    return made


@pytest.fixture
def anna(honest, group) -> Somebody:
    """Somebody of another site, who has said something in the group."""
    made = honest.somebody("anna")
    made.known()
    return made


def said_by(anna: Somebody, group: Somebody) -> str:
    page = anna.page(group.uri)
    anna.send(anna.says("Create", page))
    work_off()
    assert Post.objects.get().state == ItemState.PUBLISHED
    return str(page["id"])


def last() -> tuple[str, str]:
    item = InboxItem.objects.latest("pk")
    return item.state, item.reason


def test_whoever_leads_on_to_anna_does_not_take_her_over(evil, anna):
    ghost = Somebody(f"{evil.url}/u/ghost")
    evil.leads["/u/ghost"] = anna.uri

    ghost.send(ghost.says("Like", f"{evil.url}/o/1"))
    work_off()

    assert last()[0] == InboxState.REFUSED
    assert RemoteActor.objects.get(uri=anna.uri).peer.host == anna.host
    assert not RemoteActor.objects.filter(uri=ghost.uri).exists()


@pytest.mark.parametrize("by_name", [True, False])
def test_a_group_that_shows_at_its_own_site_what_anna_never_did_is_not_believed(evil, group, anna, by_name):
    mine = said_by(anna, group)
    false = {"content": "<p>Never said.</p>"}
    forged = [
        anna.says("Create", anna.page(group.uri, **false), id=f"{evil.url}/a/forged-create"),
        anna.says("Update", anna.page(group.uri, id=mine, **false), id=f"{evil.url}/a/forged-update"),
        anna.says("Delete", mine, id=f"{evil.url}/a/forged-delete"),
        anna.says("Dislike", mine, id=f"{evil.url}/a/forged-vote"),
    ]

    for document in forged:
        evil.show(document)
        group.send(group.says("Announce", document["id"] if by_name else document))
        work_off()
        assert last()[0] in {InboxState.REFUSED, InboxState.IGNORED}, document["type"]

    (post,) = Post.objects.all()
    assert (post.state, post.text[:14]) == (ItemState.PUBLISHED, "He came twice.")
    assert not RemoteVote.objects.exists()


def test_what_anna_did_is_believed_once_her_site_says_so(honest, group, anna):
    mine = said_by(anna, group)
    vote = honest.show(anna.says("Dislike", mine))

    group.send(group.says("Announce", {**vote, "summary": "as it was passed on"}))
    work_off()

    assert last() == (InboxState.DONE, "")
    assert RemoteVote.objects.get().value == -1


def test_a_neighbour_cannot_delete_what_anna_has_yet_to_say(honest, group, anna):
    neighbour = honest.somebody("trudy")
    neighbour.known()
    page = anna.page(group.uri)

    neighbour.send(neighbour.says("Delete", page["id"]))
    anna.send(anna.says("Create", page))
    work_off()

    assert Post.objects.get().author.pseudonym.startswith("anna@")
    assert RemoteItem.objects.get().author.uri == anna.uri
    neighbour.send(neighbour.says("Delete", page["id"]))
    anna.send(anna.says("Delete", page["id"]))
    anna.send(anna.says("Update", page))
    work_off()
    assert Post.objects.get().state == ItemState.WITHDRAWN


def test_no_message_makes_us_call_inside_the_house(evil, house, group, anna, client):
    """Every call that a message can cause, by an address or by somebody who leads there."""
    mallory, within = evil.somebody("mallory"), Somebody(f"{house.url}/u/x")
    mallory.known()
    evil.leads |= {f"/led/{name}": f"{house.url}/{name}" for name in ("note", "moderators", "u")}
    led = f"{evil.url}/led"
    assert within.send(within.says("Like", group.uri)).status_code == 400
    for said in (
        group.says("Announce", f"{house.url}/note"),
        group.says("Announce", f"{led}/note"),
        group.says("Announce", within.says("Create", within.page(group.uri))),
        group.says("Announce", {**mallory.says("Like", f"{evil.url}/o/1"), "actor": f"{led}/u"}),
        group.says("Announce", mallory.says("Delete", f"{evil.url}/o/1", id=f"{led}/note")),
        group.says(
            "Announce", evil.somebody("far-away").says("Create", {**mallory.page(group.uri), "id": f"{led}/note"})
        ),
        group.says("Add", mallory.uri, target=f"{house.url}/moderators"),
        mallory.says("Move", mallory.uri, target=within.uri),
        mallory.says("Move", mallory.uri, target=f"{led}/u"),
        mallory.says("Flag", f"{house.url}/note"),
        mallory.says("Create", mallory.page(group.uri, inReplyTo=f"{house.url}/note", image=f"{house.url}/image")),
        mallory.says("Follow", f"{HERE}/ap/s/mirror"),
    ):
        (group if said["actor"] == group.uri else mallory).send(said)
        work_off()
    evil.leads["/u/mallory/inbox"] = f"{house.url}/inbox"
    deliver_due(now=clock.now())
    lines = within.headers(b"", path="/ap/s/mirror/outbox", method="GET")
    client.get("/ap/s/mirror/outbox", headers={**lines, "host": "here.example"}, secure=True)
    for typed in (f"x@{house.place}", within.uri, f"{led}/u"):
        with pytest.raises(BadInput):
            actor_found(typed, now=clock.now())

    assert {"/led/note", "/led/u", "/u/mallory/inbox"} <= set(evil.asked)
    assert house.asked == []


def test_one_message_makes_us_ask_so_much_and_no_more(evil, group, anna):
    """Each address leads on three times, to who reads the other form of signature, who then bears another name."""

    def far(name: str, document: dict[str, Any]) -> str:
        shown = evil.show({**document, "id": f"{evil.url}/{name.partition('-')[2]}"})
        steps = [f"/step/{name}/{number}" for number in range(3)]
        for step, following in zip(steps, [*steps[1:], f"/{name}"], strict=True):
            evil.leads[step] = f"{evil.url}{following}"
        evil.shows[f"/{name}"] = shown
        return f"{evil.url}{steps[0]}"

    author = far("older-author", Somebody(f"{evil.url}/author").document())
    thing = far("newer-thing", anna.page(group.uri, attributedTo=f"{evil.url}/author"))
    act = far("newer-act", {**anna.says("Create", thing), "actor": author, "object": thing})
    evil.asked.clear()

    group.send(group.says("Announce", act))
    work_off()

    assert len(evil.asked) == 20
    assert last() == (InboxState.REFUSED, Why.FETCHES)
