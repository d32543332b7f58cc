"""A peer on a library that is not ours follows, posts, votes, reviews and reports here, in both forms of signature."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from apps.base import clock
from apps.federation.addresses import uri
from apps.federation.models import Follow, InboxItem, Peer, PeerDelivery, RemoteItem, RemoteVote
from apps.federation.proofs import is_proved_by
from apps.federation.selectors import openness
from apps.federation.services.actors import actor_at
from apps.federation.services.answers import space_mirror
from apps.federation.services.delivery import deliver_due
from apps.federation.services.inbox import process_due
from apps.federation.services.peers import peer_decide, space_choose
from apps.federation.states import FollowState, InboxState, PeerState
from apps.moderation.models import Case, Report
from apps.moderation.rules import RuleCode
from apps.moderation.services.decisions import case_decide
from apps.moderation.services.publication import decisions_publish
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import Outcome
from apps.posts.models import Post, Review
from apps.posts.states import ItemState
from tests.factories import trust_manager
from tests.federation.independent import IndependentPeer, independent_peer
from tests.making import make_review, make_space

pytestmark = pytest.mark.django_db(transaction=True)
FORMS = ("rfc9421", "cavage")


@pytest.fixture(scope="module")
def running() -> Iterator[IndependentPeer]:
    with independent_peer() as peer:
        yield peer


@pytest.fixture
def peer(running, live_server, settings) -> IndependentPeer:
    """It knows our address, and we may call it."""
    settings.SITE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    settings.REACH_ALSO = frozenset(running.places)
    running("forget")
    return running


@pytest.fixture
def work(settle):
    """Everything that is due, both ways, until nothing is."""

    def until_still() -> None:
        while process_due(now=clock.now()) + deliver_due(now=clock.now()):
            settle()
        settle()
        if deliver_due(now=clock.now()):
            until_still()

    return until_still


def outcomes() -> list[tuple[str, str, str]]:
    return list(InboxItem.objects.order_by("pk").values_list("kind", "state", "reason"))


@pytest.mark.parametrize("form", FORMS)
def test_it_follows_posts_votes_reviews_and_reports_in_either_signature(peer, work, form):
    space = make_space("garden")
    group, name = uri("s/garden"), f"fay_{form}"
    fay = peer("person", name=name)
    host = peer.places[0]

    peer("send", who=name, to=group, form=form, activity={"type": "Follow", "object": group, "to": [group]})
    work()
    assert outcomes() == [("Follow", InboxState.DONE, "")]
    assert Follow.objects.get(remote__uri=fay).state == FollowState.ACCEPTED

    page = {
        "type": "Page", "id": f"http://{host}/o/{form}", "attribution": fay, "name": "Which fitter?",
        "content": "<p>Who mended your boiler?</p>", "to": [group], "audience": group,
    }  # fmt: skip
    peer("send", who=name, to=group, form=form, activity={"type": "Create", "object": page, "audience": group})
    about = {"id": f"http://{host}/x/1", "type": "trust:Subject", "name": "Brightwell Boilers", "trust:kind": "service"}
    rating = {"type": "Rating", "value": 2, "best": 5, "worst": 1, "withRegardTo": about["id"]}
    opinion = {
        "type": "Page", "id": f"http://{host}/r/{form}", "attributedTo": fay, "name": "Three visits", "tag": [about],
        "content": "<p>He came three times.</p>", "to": [group], "relatedWith": [rating],
    }  # fmt: skip
    said = {"type": "Create", "actor": fay, "to": [group], "object": opinion}
    assert peer("post", who=name, inbox=uri("inbox"), form=form, document=said) == 202
    work()
    assert Post.objects.get().text == "Who mended your boiler?"
    review = Review.objects.get()
    assert (review.stars, review.author.pseudonym) == (2, f"{name}@{host}")

    mine = make_review(space=space)
    ours = uri(f"r/{mine.reference}")
    like = peer("send", who=name, to=group, form=form, activity={"type": "Like", "object": ours})
    work()
    assert RemoteVote.objects.get().value == 1
    peer("send", who=name, to=group, form=form, activity={"type": "Dislike", "object": ours})
    peer("send", who=name, to=group, form=form, activity={"type": "Flag", "object": ours, "content": "A name is told."})
    note = {
        "type": "Note", "attribution": fay, "content": "<p>Nobody yet.</p>", "to": [group],
        "id": f"http://{host}/n/{form}", "replyTarget": page["id"],
    }  # fmt: skip
    peer("send", who=name, to=group, form=form, activity={"type": "Create", "object": note})
    changed = {**page, "content": "<p>Who mended it well?</p>", "updated": f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"}
    peer("send", who=name, to=group, form=form, activity={"type": "Update", "object": changed})
    work()
    assert RemoteVote.objects.get().value == -1
    assert Report.objects.get().case.item == mine.reference
    assert [post.text for post in Post.objects.order_by("number")] == ["Who mended it well?", "Nobody yet."]

    undone = {"type": "Like", "id": like, "actor": fay, "object": ours}
    peer("send", who=name, to=group, form=form, activity={"type": "Undo", "object": undone})
    gone = {"type": "Tombstone", "id": note["id"]}
    peer("send", who=name, to=group, form=form, activity={"type": "Delete", "object": gone})
    work()
    assert Post.objects.get(number=2).state == ItemState.WITHDRAWN
    assert {state for _kind, state, _reason in outcomes()} == {InboxState.DONE, InboxState.IGNORED}, outcomes()
    assert {one["form"] for one in peer.received("Accept") if one["document"]["to"] == [fay]} == {form}
    assert PeerDelivery.objects.filter(done_at=None).count() == 0


def test_what_is_said_here_reaches_it_signed_and_proved_with_the_reasons(peer, work):
    space = make_space("garden")
    group = uri("s/garden")
    manager, _mandate = trust_manager(of=space)
    peer("person", name="fred")
    peer("send", who="fred", to=group, form="rfc9421", activity={"type": "Follow", "object": group, "to": [group]})
    work()

    review = make_review(space=space)
    peer(
        "send", who="fred", to=group, form="rfc9421", activity={"type": "Flag", "object": uri(f"r/{review.reference}")}
    )
    work()
    draft = DecisionDraft(outcome=Outcome.LABEL, rule=RuleCode.OFF_TOPIC, seen_version=1)
    case_decide(account=manager, case=Case.objects.get(), draft=draft, now=clock.now())
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        decisions_publish(now=clock.now())
        work()

    created = next(one for one in peer.received("Announce") if one["document"]["object"].get("type") == "Create")
    assert (created["signed"], created["proved"], created["inner"], created["taken"]) == (True, True, True, True)
    (resolved,) = peer.received("Resolve")
    assert resolved["inner"] is True  # the reasons; the activity itself is one it has no class for
    assert resolved["document"]["result"]["type"] == "trust:StatementOfReasons"
    forged = resolved["document"]["result"] | {"trust:outcome": "mask"}
    assert peer("holds", document=forged) is not True
    assert {(one["signed"], one["proved"]) for one in peer("received")} == {(True, True)}


@pytest.mark.prove
def test_what_it_proves_is_believed_whoever_passes_it_on_and_nothing_else(peer, work, settings):
    """The author's site has no such object: only the proof speaks for it."""
    first, second = peer.places
    circle, ada = peer("person", name="circle", kind="Group"), peer("person", name="ada")
    ada = ada.replace(first, second)
    mirror = space_mirror(group=actor_at(circle, now=clock.now()), now=clock.now())

    def passed_on(number: int, letter: str) -> None:
        page = {
            "type": "Page", "id": f"http://{second}/o/{number}", "attribution": ada, "name": "A talk",
            "content": "<p>Said at the second site.</p>", "to": [circle],
        }  # fmt: skip
        said = {"type": "Create", "id": f"http://{second}/a/{number}", "object": page, "to": [circle]}
        proved = peer("prove", who="ada", place=second, activity=said)
        proved["object"]["content"] = proved["object"]["content"].replace("S", letter)
        announced = {"type": "Announce", "actor": circle, "object": proved, "to": [uri("site")]}
        assert peer("post", who="circle", inbox=uri("inbox"), form="rfc9421", document=announced) == 202
        work()

    passed_on(1, "S")
    passed_on(2, "P")

    assert [post.text for post in Post.objects.filter(thread__space=mirror)] == ["Said at the second site."]
    assert RemoteItem.objects.get().author.uri == ada
    assert [state for _kind, state, _reason in outcomes()] == [InboxState.DONE, InboxState.IGNORED], outcomes()


@pytest.mark.prove
def test_a_site_is_spoken_to_in_the_form_it_reads_and_that_is_remembered(peer, work):
    space = make_space("garden")
    group = uri("s/garden")
    gil = peer("person", name="gil")
    said = {"type": "Follow", "object": group, "to": [group]}
    peer("send", who="gil", to=group, form="cavage", activity=said)
    spoken = []
    for only in ("rfc9421", "cavage", None):
        peer("speak", only=only)
        make_review(space=space)
        work()
        spoken.append(Peer.objects.get().speaks)

    assert spoken == ["rfc9421", "cavage", "cavage"]
    mine = [one for one in peer.received("Announce") if group in one["document"]["actor"]]
    assert {one["signed"] for one in mine} == {True}
    assert PeerDelivery.objects.filter(done_at=None).count() == 0
    assert Follow.objects.get().remote.uri == gil


@pytest.mark.prove
@pytest.mark.parametrize("form", FORMS)
def test_a_space_for_patients_is_read_by_signed_requests_of_sites_that_are_not_blocked(peer, form):
    space = make_space("patients", health_data=True)
    _manager, mandate = trust_manager()
    space_choose(
        space=space, open_=True, signed_reading=openness(space).signed_reading, mandate=mandate, now=clock.now()
    )
    review = make_review(space=space)
    peer("person", name="gil")
    places = [uri(f"r/{review.reference}"), uri("s/patients/outbox"), uri("s/patients/contents?page=1")]

    assert [peer("read", who="gil", address=place, form=form) for place in places] == [200, 200, 200]
    assert peer("look", address=places[0]) is None

    blocked = Peer.objects.get()
    peer_decide(peer=blocked, state=PeerState.BLOCKED, reason="It asked for a test.", mandate=mandate, now=clock.now())
    assert [peer("read", who="gil", address=place, form=form) for place in places] == [401, 401, 401]


def test_what_it_proves_is_proved_for_us_too(peer, work):
    ada = peer("person", name="ada")
    said = {"type": "Like", "id": f"http://{peer.places[0]}/a/like", "object": "https://here.example/ap/n/1"}
    proved = peer("prove", who="ada", activity=said)
    actor = actor_at(ada, now=clock.now())

    assert is_proved_by(proved, actor)
    assert not is_proved_by({**proved, "type": "Dislike"}, actor)
