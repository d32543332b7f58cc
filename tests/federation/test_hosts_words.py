"""What a host says of things in its space is shown and changes nothing here; lists of sites are only proposals."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from apps.base import clock
from apps.base.errors import NotFound, NotNow, NotYours
from apps.federation.errors import Refused
from apps.federation.models import Activity, Follow, HostWord, InboxItem, Peer, PeerDecision, RemoteItem, RemoteSpace
from apps.federation.services import shared_lists
from apps.federation.services.actors import actor_at, peer_at
from apps.federation.services.answers import space_mirror
from apps.federation.services.peers import peer_decide
from apps.federation.states import FollowState, HostSays, InboxState, PeerState
from apps.moderation.rules import RuleCode
from apps.moderation.services.appeals import appeal_file
from apps.moderation.states import Outcome
from apps.notices.kinds import sentence_of
from apps.notices.models import Notice
from apps.posts.models import Post, Review
from apps.posts.states import ItemState
from apps.spaces.services import posting_pause, space_join
from tests.factories import trust_manager
from tests.federation.world import HERE, Somebody, somebody, work_off
from tests.making import make_persona, make_post, make_review, make_space, make_thread
from tests.moderation.world import decided, report
from tests.outside.conftest import peer, say  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
OURS = f"{HERE}/ap/r/"


@pytest.fixture
def group():
    return somebody("garden", "host.example", "Group")


@pytest.fixture
def mirror(group):
    space = make_space("garden-at-host")
    actor = group.known(moderators="https://host.example/u/garden/moderators")
    RemoteSpace.objects.create(actor=actor, space=space, known_since=clock.now())
    return space


def last() -> tuple[str, str]:
    item = InboxItem.objects.latest("pk")
    return item.state, item.reason


def words() -> list[tuple[str, str]]:
    return list(HostWord.objects.order_by("kind").values_list("kind", "reason"))


@pytest.mark.parametrize("kind", ["Lock", "Warn", "Remove", "Delete"])
def test_the_hosts_word_is_kept_beside_the_thing_which_stays_as_it_is(client, group, mirror, kind):
    review = make_review(space=mirror)
    moderator = somebody("mod", "host.example")
    said = moderator.says(kind, f"{OURS}{review.reference}", summary="<p>Off <b>topic</b>.</p>")

    group.send(group.says("Announce", said))
    work_off()

    assert last() == (InboxState.DONE, "")
    (word,) = words()
    assert word[1] == "Off topic."
    assert Review.objects.get().state == ItemState.PUBLISHED
    page = client.get(f"/en/s/{mirror.slug}/r/{review.pk}/", follow=True).content.decode()
    assert "Off topic." in page
    assert Notice.objects.filter(kind="federation.warned").count() == (kind == "Warn")


def test_what_a_host_takes_back_is_gone(group, mirror):
    review = make_review(space=mirror)
    moderator = somebody("mod", "host.example")
    lock = moderator.says("Lock", f"{OURS}{review.reference}")

    for said in (lock, moderator.says("Undo", lock)):
        group.send(group.says("Announce", said))
        work_off()

    assert last() == (InboxState.DONE, "")
    assert words() == []


@pytest.mark.parametrize("kind", ["Lock", "Warn", "Remove"])
def test_nobody_but_the_host_and_whom_it_lists_says_so(group, mirror, kind):
    review, mine = make_review(space=mirror), make_review(space=make_space("kitchen"))
    mallory, listed = somebody("mallory", "evil.example"), somebody("lee", "third.example")
    for actor in (mallory, listed):
        actor.known()
    RemoteSpace.objects.update(moderated_by=[listed.uri])

    for speaker, about in ((mallory, review), (group, mine), (mallory, mine), (listed, mine)):
        speaker.send(speaker.says(kind, f"{OURS}{about.reference}"))
        work_off()
        assert last() == (InboxState.REFUSED, "Only the site that hosts the space says so.")
    assert words() == []

    listed.send(listed.says(kind, f"{OURS}{review.reference}"))
    work_off()
    assert last() == (InboxState.DONE, "")


def on_a_talk(mirror, group):
    rosa = somebody("rosa", "host.example")
    rosa.known()
    group.send(group.says("Announce", rosa.says("Create", rosa.page(group.uri))))
    work_off()
    return Post.objects.get()


def test_what_the_host_says_of_a_message_stands_beside_it_in_the_talk(client, group, mirror):
    post = on_a_talk(mirror, group)
    moderator = somebody("mod", "host.example")

    group.send(group.says("Announce", moderator.says("Lock", RemoteItem.objects.get().uri, summary="Said enough.")))
    work_off()

    page = client.get(f"/en/s/{mirror.slug}/t/{post.thread_id}/", follow=True).content.decode()
    assert "closed there: no answer is taken any more" in page
    assert "Said enough." in page


def test_a_talk_that_its_host_closed_takes_no_answer_from_here_until_it_takes_that_back(client, group, mirror):
    post, moderator, rosa = on_a_talk(mirror, group), somebody("mod", "host.example"), somebody("rosa", "host.example")
    anna = make_persona("anna", mirror)
    lock = moderator.says("Lock", RemoteItem.objects.get().uri, summary="Said enough.")
    for said in (lock, lock):
        group.send(group.says("Announce", {**said, "id": f"{said['id']}/again"}))
        work_off()

    why = r"host\.example, which hosts .* closed this talk .* “Said enough\.”"
    with translation.override("en"), pytest.raises(NotNow, match=why):
        make_post(post.thread, anna)
    page = client.get(f"/en/s/{mirror.slug}/t/{post.thread_id}/").content.decode()
    assert "Closed to answers on" in page
    assert 'name="text"' not in page
    still = {**rosa.page(group.uri), "type": "Note", "inReplyTo": RemoteItem.objects.get().uri}
    group.send(group.says("Announce", rosa.says("Create", still)))  # the host let it through
    work_off()
    assert Post.objects.count() == 2

    group.send(group.says("Announce", moderator.says("Undo", lock)))
    work_off()
    make_post(post.thread, anna)


@pytest.mark.parametrize("form", ["by the group", "passed on by it", "by a moderator elsewhere"])
def test_whom_the_host_paused_writes_nothing_there_until_the_end_or_its_word(group, mirror, form):
    anna, far = make_persona("anna", mirror), clock.now() + timedelta(days=400)
    lee = somebody("lee", "third.example")
    lee.known()
    RemoteSpace.objects.update(moderated_by=[lee.uri])
    speaker = {"by the group": group, "passed on by it": somebody("mod", "host.example")}.get(form, lee)
    whom, until = f"{HERE}/ap/p/{anna.reference}", f"{far:%Y-%m-%dT%H:%M:%SZ}"
    block = speaker.says("Block", whom, target=group.uri, endTime=until)

    def send(said):
        (group.send(group.says("Announce", said)) if form == "passed on by it" else speaker.send(said))
        work_off()
        assert last() == (InboxState.DONE, "")

    send(block)
    with (
        translation.override("en"),
        pytest.raises(NotYours, match=rf"host\.example, which hosts this space, .* until .*{far.year}"),
    ):
        make_review(mirror, anna)
    make_review(mirror, anna, now=far + timedelta(days=1))  # it is over

    send(speaker.says("Undo", block))
    make_review(mirror, anna)
    assert [n.kind for n in Notice.objects.order_by("pk")] == ["federation.paused", "federation.resumed"]


def test_a_pause_without_an_end_holds_and_leaves_ours_alone(group, mirror):
    anna, now = make_persona("anna", mirror), clock.now()
    block = group.says("Block", f"{HERE}/ap/p/{anna.reference}", target=group.uri)
    posting_pause(persona=anna, space=mirror, until=now + timedelta(days=7), now=now)

    for said, sentence in ((block, "It gave no end"), (group.says("Undo", block), "The case says why")):
        group.send(said)
        work_off()
        with translation.override("en"), pytest.raises(NotYours, match=sentence):
            make_review(mirror, anna)


def test_who_is_put_out_of_a_whole_site_writes_in_none_of_its_spaces_and_reads_why(english, group, mirror):
    other, third = somebody("kitchen", "host.example", "Group"), make_space("kitchen-at-host")
    RemoteSpace.objects.create(actor=other.known(), space=third, known_since=clock.now())
    anna, elsewhere = make_persona("anna", mirror, third), make_space("here")
    space_join(persona=anna, space=elsewhere, now=clock.now())
    admin = somebody("admin", "host.example")
    admin.known()
    block = admin.says(
        "Block", f"{HERE}/ap/p/{anna.reference}", target="https://host.example/", summary="<b>Spam</b>, for ever."
    )

    admin.send(block)
    work_off()

    for space in (mirror, third):
        with pytest.raises(NotYours):
            make_review(space, anna)
    make_review(elsewhere, anna)
    told = [sentence_of(n.kind, n.context) for n in Notice.objects.all()]
    assert len([one for one in told if "Spam, for ever." in one]) == 2

    admin.send(admin.says("Undo", block))
    work_off()
    make_review(mirror, anna)


def test_nobody_else_pauses_anybody(group, mirror):
    anna, mallory = make_persona("anna", mirror), somebody("mallory", "evil.example")
    mallory.known()
    whom = f"{HERE}/ap/p/{anna.reference}"

    mallory.send(mallory.says("Block", whom, target=group.uri))
    work_off()
    assert last() == (InboxState.REFUSED, "Only the site that hosts the space says so.")
    for target in ({}, {"target": f"{HERE}/ap/s/{mirror.slug}"}):  # one who only wants to see nobody of ours; ours
        mallory.send(mallory.says("Block", whom, **target))
        work_off()
        assert last()[0] == InboxState.IGNORED
    make_review(mirror, anna)


def test_our_pause_of_somebody_elsewhere_has_an_end_and_can_be_undone(settle):
    space = make_space("garden")
    alice = somebody()
    alice.known()
    alice.send(alice.says("Create", alice.page(f"{HERE}/ap/s/garden")))
    work_off()
    persona, now = Post.objects.get().author, clock.now()

    posting_pause(persona=persona, space=space, until=now.replace(year=now.year + 1), now=now)
    settle()
    posting_pause(persona=persona, space=space, until=None, now=now)
    settle()

    block, undo = Activity.objects.filter(kind__in=["Block", "Undo"]).order_by("pk")
    assert block.document["endTime"].startswith(str(now.year + 1))
    assert undo.document["object"]["id"] == block.document["id"]
    assert {d.inbox for a in (block, undo) for d in a.deliveries.all()} == {"https://there.example/inbox"}


def test_a_decision_that_asks_for_an_edit_warns_the_author_elsewhere(settle):
    space = make_space("garden")
    manager, _mandate = trust_manager(space)
    alice = somebody()
    alice.known()
    alice.send(alice.says("Create", alice.page(f"{HERE}/ap/s/garden")))
    work_off()
    case = report(Post.objects.get(), make_persona("bea", space), now=clock.now()).report.case

    decided(manager, case, Outcome.ASK_EDIT, rule=RuleCode.PRIVATE_PERSON, now=clock.now())
    settle(clock.now() + timedelta(minutes=1))

    (warn,) = Activity.objects.filter(kind="Warn")
    assert warn.document["object"].startswith("https://there.example/o/")
    assert warn.document["summary"]


def test_our_closing_of_a_talk_goes_out_and_answers_to_it_are_refused_in_words(settle):
    space = make_space("garden")
    (manager, _one), (other, _two), now = trust_manager(space), trust_manager(space), clock.now()
    author, lena = make_persona("anna", space), somebody("lena")
    Follow.objects.create(actor="s/garden", remote=lena.known(), ours=False, state=FollowState.ACCEPTED, at=now)
    post = make_thread(space, author).posts.get()
    case = report(post, make_persona("bea", space), now=now).report.case
    decided(manager, case, Outcome.CLOSE, now=now)
    settle(now + timedelta(minutes=1))

    about = f"{HERE}/ap/n/{post.reference}"
    lena.send(lena.says("Create", {**lena.page(f"{HERE}/ap/s/garden"), "type": "Note", "inReplyTo": about}))
    work_off()

    assert last() == (InboxState.REFUSED, "This talk was closed to answers here.")
    appeal_file(account=author.account, case=case, text="One word was wrong.", now=now + timedelta(minutes=1))
    decided(other, case, Outcome.KEEP, rule=None, now=now + timedelta(minutes=1))
    settle(now + timedelta(minutes=3))
    lock, undo = Activity.objects.filter(kind__in=["Lock", "Undo"]).order_by("pk")
    assert lock.document["object"] == about
    assert f"/en/case/{case.reference}/" in lock.document["summary"]
    assert undo.document["object"]["id"] == lock.document["id"]
    for said in (lock, undo):
        passed_on = Activity.objects.get(kind="Announce", document__object__id=said.document["id"])
        assert passed_on.document["actor"] == f"{HERE}/ap/s/garden"
        assert [d.inbox for d in passed_on.deliveries.all()] == ["https://there.example/inbox"]


# --- lists of a group -------------------------------------------------------------------------------------------------


@pytest.fixture
def there(peer, settings):  # noqa: F811 - the fixture of that name
    """A group that can be asked, at its own site: what it shows, by path."""
    settings.REACH_ALSO = {f"127.0.0.1:{peer.port}"}
    where, shown = peer.url("", host="127.0.0.1"), {}
    group = Somebody(f"{where}/c/garden", "Group")

    def answer(handler):
        found = json.dumps(shown.get(handler.path, {})).encode()
        say(handler, 200 if handler.path in shown else 404, found, **{"content-type": "application/activity+json"})

    peer.answer = answer
    lists = {"moderators": f"{where}/c/garden/moderators", "featured": f"{where}/c/garden/featured"}
    shown["/c/garden"] = group.document(inbox=f"{where}/inbox", endpoints={}, **lists)
    shown["/c/garden/moderators"] = moderators(where)
    return group, where, shown


def moderators(where: str, *named: str) -> dict:
    return {"id": f"{where}/c/garden/moderators", "type": "OrderedCollection", "orderedItems": list(named)}


def test_who_moderates_there_is_what_its_own_list_says_and_no_message(there):
    group, where, shown = there
    lee, mallory, now = somebody("lee", "third.example"), somebody("mallory", "evil.example"), clock.now()
    shown["/c/garden/moderators"] = moderators(where, lee.uri)
    actor = actor_at(group.uri, now=now)
    mirror = RemoteSpace.objects.get(space=space_mirror(group=actor, now=now))
    assert mirror.moderated_by == [lee.uri]  # from the beginning

    for kind, named, listed in (("Add", mallory, [lee.uri]), ("Remove", lee, [])):
        shown["/c/garden/moderators"] = moderators(where, *listed)
        group.send(group.says("Announce", group.says(kind, named.uri, target=actor.moderators)))
        work_off()
        assert last() == (InboxState.DONE, "")
        mirror.refresh_from_db()
        assert mirror.moderated_by == listed


def test_what_is_put_first_there_says_so_until_it_no_longer_is(client, there):
    group, where, _shown = there
    now = clock.now()
    space = space_mirror(group=actor_at(group.uri, now=now), now=now)
    review = make_review(space=space)
    about, there_first = f"{OURS}{review.reference}", f"{where}/c/garden/featured"

    for kind, target, state, first in (
        ("Add", f"{where}/c/garden/anything", InboxState.IGNORED, False),
        ("Add", there_first, InboxState.DONE, True),
        ("Remove", there_first, InboxState.DONE, False),
    ):
        group.send(group.says("Announce", group.says(kind, about, target=target)))
        work_off()
        assert last()[0] == state
        page = client.get(f"/en/s/{space.slug}/r/{review.pk}/", follow=True).content.decode()
        assert ("put first there" in page) == first


# --- lists of sites ---------------------------------------------------------------------------------------------------


def shared(site, *lines: tuple[str, str], by=None):
    said = [
        {"type": "trust:PeerDecision", "object": host, "trust:state": state, "summary": "Sends advertising, every day."}
        for host, state in lines
    ]
    document = {"id": f"https://{site.host}/ap/sites", "type": "OrderedCollection", "attributedTo": site.uri}
    return (by or site).prove({**document, "totalItems": len(said), "orderedItems": said})


def test_a_list_proposes_and_a_person_decides():
    site, (_manager, mandate) = somebody("site", "friend.example", "Application"), trust_manager()
    author, now = site.known(), clock.now()
    bad = [("bad.example", "blocked"), ("loud.example", "limited"), ("here.example", "blocked"), ("x/../y", "blocked")]

    kept = shared_lists.list_keep(shared(site, *bad, ("fine.example", "allowed")), author=author, now=now)

    assert [p.host for p in shared_lists.proposals(kept)] == ["bad.example", "loud.example", "x/../y"]
    assert not PeerDecision.objects.exists()
    shared_lists.proposal_adopt(shared=kept, host="bad.example", mandate=mandate, now=now)
    decision = PeerDecision.objects.get()
    assert (decision.peer.host, decision.state) == ("bad.example", PeerState.BLOCKED)
    assert "friend.example" in decision.reason
    assert "Sends advertising" in decision.reason
    assert [p.host for p in shared_lists.proposals(kept)] == ["loud.example", "x/../y"]
    with pytest.raises(NotFound):
        shared_lists.proposal_adopt(shared=kept, host="bad.example", mandate=mandate, now=now)


def test_a_list_that_somebody_else_signed_or_changed_is_not_read():
    site, other = somebody("site", "friend.example", "Application"), somebody("site", "evil.example", "Application")
    author, now = site.known(), clock.now()
    signed = shared(site, ("bad.example", "blocked"))

    for wrong in (shared(site, by=other), {**signed, "orderedItems": []}, {**signed, "attributedTo": other.uri}):
        with pytest.raises(Refused):
            shared_lists.list_keep(wrong, author=author, now=now)


def test_our_decisions_about_sites_reach_who_follows_our_list(settle):
    site, (_manager, mandate) = somebody("site", "friend.example", "Application"), trust_manager()
    Follow.objects.create(actor="site", remote=site.known(), ours=False, state=FollowState.ACCEPTED, at=clock.now())
    bad = peer_at("bad.example", now=clock.now())

    for state in (PeerState.BLOCKED, PeerState.ALLOWED):
        peer_decide(peer=bad, state=state, reason="It sends advertising.", mandate=mandate, now=clock.now())
        settle()

    said = Activity.objects.filter(actor="site", kind__in=["Add", "Remove"]).order_by("pk")
    assert [one.kind for one in said] == ["Add", "Remove"]
    assert {one.document["target"] for one in said} == {f"{HERE}/ap/sites"}
    assert Peer.objects.get(host="bad.example").state == PeerState.ALLOWED
    assert HostSays.FIRST not in dict(words())
