"""FEP-fe34: an origin speaks for itself and for nobody else."""

import pytest

from apps.federation import origins
from apps.federation.origins import Believe

ANNA = "https://peer.example/users/anna"
SAME = [
    "https://peer.example/n/1",
    "https://PEER.example/n/1",
    "HTTPS://peer.example:443/n/1",
    "https://peer.example/n/1#x",
]
OTHER = [
    "http://peer.example/n/1", "https://peer.example:8443/n/1", "https://peer.example.evil.example/n/1",
    "https://evil.example/https://peer.example/n/1", "https://peer.example@evil.example/n/1",
    "https://a.peer.example/n/1",
    "https://peer.example./n/1", "https://peer.example\\@evil.example/", "https://pеer.example/n/1",
    "https://peer.example%2f/n",
    "//peer.example/n/1", "peer.example/n/1", "", "https://", "urn:x", "https:/peer.example/n/1",
    "https://peer.example:0443/n/1",
    "https://peer.example /n/1", "https://xn--per-qdd.example/n/1", "https://[::1]/n/1",
]  # fmt: skip


@pytest.mark.parametrize("address", SAME)
def test_case_port_and_fragment_do_not_make_another_origin(address):
    assert origins.same(ANNA, address)
    assert origins.host(address) == "peer.example"


@pytest.mark.parametrize("address", OTHER)
def test_nothing_else_is_the_same_origin(address):
    assert not origins.same(ANNA, address)
    assert origins.believe_sent(signer=ANNA, actor=ANNA, activity=address) == Believe.NO
    assert origins.believe_embedded(actor=ANNA, document=address, authors=(ANNA,)) != Believe.YES
    assert origins.believe_fetched(answered_at="https://peer.example/n/1", document=address) == Believe.NO
    assert not origins.key_speaks_for(key_id=address, owner=ANNA, actor=ANNA)
    assert not origins.may_change(actor=ANNA, authors=(ANNA,), document=address)
    assert not origins.authors_are_local(address, (ANNA,))


def test_an_unreadable_address_is_never_the_same_as_itself():
    assert not origins.same("https://[", "https://[")


def test_a_document_is_itself_only_at_its_own_address():
    own = "https://peer.example/n/1"
    assert origins.believe_fetched(answered_at=own, document=own) == Believe.YES
    assert origins.believe_fetched(answered_at=own, document=f"{own}#part") == Believe.YES
    assert origins.believe_fetched(answered_at="https://peer.example/@anna/1", document=own) == Believe.FETCH
    assert origins.believe_fetched(answered_at="https://mirror.example/n/1", document=own) == Believe.NO


def test_nobody_speaks_for_a_neighbour_of_the_same_house():
    bob = "https://peer.example/users/bob"
    note = "https://peer.example/n/1"
    assert origins.believe_sent(signer=ANNA, actor=bob, activity=note) == Believe.NO
    assert origins.believe_embedded(actor=ANNA, document=note, authors=(bob,)) == Believe.NO
    assert not origins.may_change(actor=ANNA, authors=(bob,), document=note)
    assert not origins.key_speaks_for(key_id=f"{bob}#key", owner=bob, actor=ANNA)
    assert origins.may_change(actor=ANNA, authors=(ANNA,), document=note)


def test_what_lives_elsewhere_is_asked_there():
    assert origins.believe_embedded(actor=ANNA, document="https://other.example/n/9", authors=(ANNA,)) == Believe.FETCH
    assert not origins.authors_are_local("https://peer.example/n/1", (ANNA, "https://other.example/u/x"))
    assert not origins.authors_are_local("https://peer.example/n/1", ())
