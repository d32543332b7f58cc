"""Two conversations as forums pass them on: each message several times, as an object and inside an activity."""

import pytest

from apps.base import clock
from apps.federation.models import InboxItem, RemoteItem, RemoteSpace, RemoteVote
from apps.posts.models import HelpfulVote, Thread
from tests.federation.world import somebody, work_off
from tests.making import make_space

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
