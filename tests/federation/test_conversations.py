"""Conversations as forums pass them on: each message several times, as an object and in an activity, in any order."""

import json

import pytest

from apps.base import clock
from apps.federation.models import InboxItem, RemoteItem, RemoteSpace, RemoteVote
from apps.posts.models import HelpfulVote, JoinedTalk, Post, Thread
from tests.federation.world import HERE, Somebody, somebody, work_off
from tests.making import make_persona, make_post, make_space
from tests.outside.conftest import peer, say  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def test_conversations_replay_into_their_own_talks_whatever_comes_first_and_however_often():
    group = somebody("garden", "forum.example", "Group")
    RemoteSpace.objects.create(actor=group.known(), space=make_space("garden"), known_since=clock.now())
    frank, julia = somebody("frank", "forum.example"), somebody("julia", "forum.example")
    sabre, blaze = somebody("sabre", "third.example"), somebody("blaze", "fourth.example")
    for who in (frank, julia, sabre, blaze):
        who.known()
    rye = frank.page(group.uri, type="Note", name="Rye?", audience=group.uri, context="https://forum.example/t/1")
    oats = julia.page(group.uri, type="Note", name="Oats!", audience=group.uri, context="https://forum.example/t/2")
    answer = julia.page(group.uri, type="Note", name="", content="<p>All night.</p>", inReplyTo=rye["id"])

    for passed_on in (
        rye, frank.says("Create", rye), sabre.prove(sabre.says("Like", rye)), rye,  # the object first
        julia.says("Create", oats), oats, blaze.prove(blaze.says("Like", oats)), oats,  # the activity first
        julia.says("Create", answer), answer, blaze.says("Like", answer),  # and a vote that nobody proves
    ):  # fmt: skip
        group.send(group.says("Announce", passed_on))
        work_off()

    talks = {talk.title: [post.text for post in talk.posts.order_by("number")] for talk in Thread.objects.all()}
    said = "He came twice.\n\nAnd charged once."
    assert talks == {"Rye?": [said, "All night."], "Oats!": [said]}
    assert RemoteItem.objects.count() == 3
    assert sorted(RemoteVote.objects.values_list("actor__handle", flat=True)) == ["blaze", "sabre"]
    assert not HelpfulVote.objects.exists()  # votes from elsewhere are no evidence of trust
    assert InboxItem.objects.filter(state="waiting").count() == 1

    group.send(
        group.says("Announce", julia.says("Delete", answer["id"]))
    )  # nobody waits for whoever vouches for a vote
    work_off()
    assert InboxItem.objects.filter(state="waiting").count() == 1
    assert Post.objects.get(text="All night.").state == "withdrawn"


# --- answers before what they answer ----------------------------------------------------------------------------------


@pytest.fixture
def forum(peer, settings):  # noqa: F811 - the fixture of that name
    """A site whose documents can be asked for: what it shows, by path."""
    settings.REACH_ALSO = {f"127.0.0.1:{peer.port}"}
    shown: dict[str, dict] = {}

    def answer(handler):
        found = shown.get(handler.path)
        if found is None:
            return say(handler, 404)
        return say(handler, 200, json.dumps(found).encode(), **{"content-type": "application/activity+json"})

    peer.answer = answer
    where = peer.url("", host="127.0.0.1")
    rosa = Somebody(f"{where}/u/rosa")
    shown["/u/rosa"] = rosa.document(inbox=f"{where}/inbox", endpoints={})
    return rosa, where, shown


def line(rosa, where: str, number: int, group: str, **more) -> dict:
    """The messages of a talk, each answering the one before."""
    answers = {"inReplyTo": f"{where}/o/{number - 1}"} if number > 1 else {}
    kind = {"type": "Note", "name": ""} if number > 1 else {}
    return rosa.page(group, id=f"{where}/o/{number}", content=f"<p>Line {number}.</p>", **kind, **answers, **more)


def lines() -> list[list[str]]:
    return [[post.text for post in talk.posts.order_by("number")] for talk in Thread.objects.order_by("pk")]


def test_what_an_answer_answers_is_asked_for_first(forum):
    rosa, where, shown = forum
    make_space("garden")
    group = f"{HERE}/ap/s/garden"
    shown |= {f"/o/{n}": line(rosa, where, n, group) for n in (1, 2, 3)}
    alice = somebody()
    alice.known()
    answer = alice.page(group, type="Note", name="", content="<p>Mine.</p>", inReplyTo=f"{where}/o/3")
    stray = alice.page("https://there.example/u/nobody", inReplyTo=f"{where}/o/9")

    for said in (answer, stray):
        alice.send(alice.says("Create", said))
        work_off()

    assert lines() == [["Line 1.", "Line 2.", "Line 3.", "Mine."]]
    assert InboxItem.objects.latest("pk").reason == "It was said in no space here."


def test_a_line_without_end_is_followed_so_far_and_no_further(forum):
    rosa, where, shown = forum
    make_space("garden")
    group = f"{HERE}/ap/s/garden"
    shown |= {f"/o/{n}": line(rosa, where, n, group) for n in range(100, 141)}
    shown["/o/99"] = {**shown["/o/100"], "id": f"{where}/o/99", "inReplyTo": f"{where}/o/100"}  # round and round
    alice = somebody()
    alice.known()

    for number in (140, 99):
        alice.send(alice.says("Create", alice.page(group, inReplyTo=f"{where}/o/{number}")))
        work_off()
        assert InboxItem.objects.latest("pk").state == "done"
    assert Post.objects.count() <= 24


def test_an_answer_that_came_first_is_put_under_what_it_answers(client, settle):
    space = make_space("garden")
    group, rosa, alice = f"{HERE}/ap/s/garden", somebody("rosa", "host.example"), somebody()
    for who in (rosa, alice):
        who.known()
    begins = rosa.page(group, content="<p>Rye?</p>")
    answer = alice.page(group, type="Note", name="", content="<p>All night.</p>", inReplyTo=begins["id"])
    alice.send(alice.says("Create", answer))
    work_off()
    early = Thread.objects.get()
    make_post(early, make_persona("bea", space), text="In the cold?")
    settle()

    rosa.send(rosa.says("Create", begins))
    work_off()
    settle()

    assert lines() == [["Rye?", "All night.", "In the cold?"]]
    talk = Thread.objects.get()
    assert (talk.post_count, JoinedTalk.objects.get().was) == (3, early.pk)
    assert "In the cold?" in client.get(f"/en/s/garden/t/{early.pk}/", follow=True).content.decode()


def test_an_answer_that_came_before_a_review_becomes_the_talk_about_it(settle):
    make_space("garden")
    group, rosa, alice = f"{HERE}/ap/s/garden", somebody("rosa", "host.example"), somebody()
    for who in (rosa, alice):
        who.known()
    review = rosa.review(group)
    answers = [
        alice.page(group, type="Note", name="", content=f"<p>{words}</p>", inReplyTo=review["id"])
        for words in ("Me too.", "And again.")
    ]

    for who, said in ((alice, answers[0]), (rosa, review), (alice, answers[1])):
        who.send(who.says("Create", said))
        work_off()
        settle()

    assert lines() == [["Me too.", "And again."]]
