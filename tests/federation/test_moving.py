"""Other homes and moves between them: said by both sites, and by a key that is the person's own."""

import pytest

from apps.base import clock
from apps.base.errors import BadInput, NotNow, NotYours
from apps.federation import identity
from apps.federation.addresses import uri
from apps.federation.models import Activity, Follow, Home, IdentityProof, InboxItem, PeerDelivery, RemoteActor
from apps.federation.services import moving
from apps.federation.services.actors import persona_of
from apps.federation.states import FollowState, InboxState
from apps.signatures import keys
from apps.spaces.models import Membership, Space
from apps.spaces.services import space_join
from tests.federation.world import somebody, work_off
from tests.making import make_account, make_persona, make_review, make_space

pytestmark = pytest.mark.django_db
KEY = keys.from_seed(bytes(range(32)))


def last() -> tuple[str, str]:
    item = InboxItem.objects.latest("pk")
    return item.state, item.reason


def attachment(actor: str, key=KEY):
    return {"attachment": [{"type": "PropertyValue", "name": "x"}, identity.statement(key, actor, at=clock.now())]}


@pytest.fixture
def anna():
    return make_persona("anna", make_space("garden"))


@pytest.fixture
def heard(anna, settle):
    """Somebody elsewhere whose site has heard something of Anna."""
    fay = somebody("fay").known()
    Follow.objects.create(actor="s/garden", remote=fay, ours=False, state=FollowState.ACCEPTED, at=clock.now())
    make_review(space=Space.objects.get(), author=anna)
    settle()
    PeerDelivery.objects.update(done_at=clock.now())
    return fay


def test_a_key_proves_one_actor_and_no_other():
    alice = somebody()

    assert identity.proved_by(alice.document(**attachment(alice.uri))) == keys.did(KEY.public_key())
    assert identity.proved_by(alice.document(**attachment("https://there.example/u/bob"))) == ""
    forged = attachment(alice.uri)
    forged["attachment"][1]["subject"] = keys.did(keys.from_seed(bytes(32)).public_key())
    assert identity.proved_by(alice.document(**forged)) == ""


def test_what_is_said_of_other_homes_is_public_and_told_to_who_heard_of_them(client, anna, heard):
    alice = somebody().known()
    text = moving.identity_prove(account=anna.account, persona=anna, private="", now=clock.now())
    moving.home_add(account=anna.account, persona=anna, actor=alice, now=clock.now())

    shown = client.get(f"/ap/p/{anna.reference}", headers={"accept": "application/activity+json"}).json()

    assert shown["alsoKnownAs"] == [alice.uri]
    assert identity.proved_by(shown) == keys.did(keys.private_from_multibase(text).public_key())
    assert "movedTo" not in shown
    told = PeerDelivery.objects.filter(activity__kind="Update", inbox=heard.shared_inbox)
    assert told.count() == 2
    assert text not in str(list(Activity.objects.values_list("document", flat=True)))
    assert not IdentityProof.objects.filter(statement__icontains=text).exists()


def test_a_person_moves_when_both_sites_say_so_with_the_same_key_and_once(anna, heard):
    old = uri(f"p/{anna.reference}")
    alice = somebody()
    home = moving.home_add(account=anna.account, persona=anna, actor=alice.known(), now=clock.now())
    private = keys.private_to_multibase(KEY)
    moving.identity_prove(account=anna.account, persona=anna, private=private, now=clock.now())

    other_key = attachment(alice.uri, keys.from_seed(bytes(32)))
    for more in ({}, {"alsoKnownAs": [old]}, {"alsoKnownAs": [old], **other_key}):
        with pytest.raises(BadInput):
            moving.person_move(account=anna.account, home=home, new=alice.known(**more), now=clock.now())
    new = alice.known(alsoKnownAs=[old], **attachment(alice.uri))
    moving.person_move(account=anna.account, home=home, new=new, now=clock.now())

    (said,) = Activity.objects.filter(kind="Move")
    assert (said.document["object"], said.document["target"]) == (old, alice.uri)
    assert said.deliveries.get().inbox == heard.shared_inbox
    with pytest.raises(NotNow):
        moving.person_move(account=anna.account, home=home, new=new, now=clock.now())


def test_the_new_home_is_asked_for_while_nothing_is_held_and_they_move_once(client, anna, heard, elsewhere):
    alice = somebody()
    home = moving.home_add(account=anna.account, persona=anna, actor=alice.known(), now=clock.now())
    client.force_login(anna.account)
    address, pressed = f"/en/elsewhere/homes/{home.pk}/move/", {"idempotency_key": "twice"}

    client.post(address, pressed)
    assert not Activity.objects.filter(kind="Move").exists()  # its site answers, and shows nobody
    elsewhere.shown[alice.uri] = alice.document(alsoKnownAs=[uri(f"p/{anna.reference}")])
    for _again in range(2):
        client.post(address, pressed)

    assert Activity.objects.filter(kind="Move").count() == 1


def test_the_new_home_is_told_though_it_never_heard_of_them(anna, settle):
    alice = somebody()
    home = moving.home_add(account=anna.account, persona=anna, actor=alice.known(), now=clock.now())

    new = alice.known(alsoKnownAs=[uri(f"p/{anna.reference}")])
    moving.person_move(account=anna.account, home=home, new=new, now=clock.now())

    (said,) = Activity.objects.filter(kind="Move")
    assert [row.inbox for row in said.deliveries.all()] == [new.shared_inbox]


def test_only_ones_own_names_are_spoken_for(anna):
    other = make_account("otto")
    alice = somebody().known()

    with pytest.raises(NotYours):
        moving.home_add(account=other, persona=anna, actor=alice, now=clock.now())
    with pytest.raises(NotYours):
        moving.identity_prove(account=other, persona=anna, private="", now=clock.now())
    with pytest.raises(BadInput):
        moving.identity_prove(account=anna.account, persona=anna, private="z3uWrong", now=clock.now())


@pytest.mark.parametrize("shows", ["the same key", "another key", "no key"])
def test_whoever_comes_from_elsewhere_keeps_their_key(anna, shows):
    alice = somebody()
    place = make_space("kitchen")
    space_join(persona=persona_of(alice.known(**attachment(alice.uri)), now=clock.now()), space=place, now=clock.now())
    moving.home_add(account=anna.account, persona=anna, actor=RemoteActor.objects.get(), now=clock.now())
    given = {"the same key": keys.private_to_multibase(KEY), "another key": ""}
    if shows in given:
        moving.identity_prove(account=anna.account, persona=anna, private=given[shows], now=clock.now())

    alice.send(alice.says("Move", alice.uri, target=uri(f"p/{anna.reference}")))
    work_off()

    came = shows == "the same key"
    assert last()[0] == (InboxState.DONE if came else InboxState.REFUSED), last()
    assert Membership.objects.filter(persona=anna, space=place).exists() is came
    assert (Home.objects.get().came_at is not None) is came


def test_nobody_comes_to_a_name_that_does_not_say_the_same(anna):
    alice = somebody()
    alice.known()

    alice.send(alice.says("Move", alice.uri, target=uri(f"p/{anna.reference}")))
    work_off()

    assert last() == (InboxState.REFUSED, "The new home does not know the old one.")


def test_the_page_shows_a_new_key_once(client, anna):
    client.force_login(anna.account)

    first = client.post("/en/elsewhere/homes/key/", {"persona": anna.reference, "private": ""})
    again = client.get("/en/elsewhere/homes/")

    assert "z3u2" in first.content.decode()
    assert first["Cache-Control"] == "no-store"
    assert "z3u2" not in again.content.decode()
    assert IdentityProof.objects.get().did[:20] in again.content.decode()


@pytest.mark.parametrize("later", ["no key", "another key"])
def test_a_site_in_wrong_hands_moves_nobody_by_taking_the_key_off_first(anna, later):
    """It shows the actor anew without the key, or with one of its own, and only then says that they moved."""
    alice, thief = somebody(), keys.from_seed(bytes(32))
    alice.known(**attachment(alice.uri))
    moving.home_add(account=anna.account, persona=anna, actor=RemoteActor.objects.get(), now=clock.now())
    alice.known(**(attachment(alice.uri, thief) if later == "another key" else {}))
    private = keys.private_to_multibase(thief)
    moving.identity_prove(account=anna.account, persona=anna, private=private, now=clock.now())

    alice.send(alice.says("Move", alice.uri, target=uri(f"p/{anna.reference}")))
    work_off()

    assert last()[0] == InboxState.REFUSED, last()
    assert Home.objects.get().came_at is None
