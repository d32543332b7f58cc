"""The form of signature a site is spoken to in: what it took last; another only when it would not take that."""

from types import SimpleNamespace

import pytest

from apps.base import clock
from apps.federation.knocking import RFC_9421, knock_twice
from apps.federation.models import Peer
from apps.federation.services.actors import peer_at
from tests.federation.world import HERE, somebody
from tests.making import make_space

pytestmark = pytest.mark.django_db
HOST = "there.example"


def door(**answers: int):
    """A site that answers so to each form, and what it heard."""
    heard = []

    def knock(form: str):
        heard.append(form)
        return SimpleNamespace(status=answers[form])

    return heard, knock


@pytest.mark.parametrize(
    ("speaks", "answers", "heard", "status", "after"),
    [
        ("", {"cavage": 202}, ["cavage"], 202, ""),
        ("", {"cavage": 401, "rfc9421": 202}, ["cavage", "rfc9421"], 202, "rfc9421"),
        ("", {"cavage": 400, "rfc9421": 200}, ["cavage", "rfc9421"], 200, "rfc9421"),
        ("rfc9421", {"rfc9421": 202}, ["rfc9421"], 202, "rfc9421"),
        ("rfc9421", {"rfc9421": 401, "cavage": 202}, ["rfc9421", "cavage"], 202, "cavage"),
        ("rfc9421", {"rfc9421": 400}, ["rfc9421"], 400, "rfc9421"),
        ("", {"cavage": 401, "rfc9421": 403}, ["cavage", "rfc9421"], 401, ""),
        ("cavage", {"cavage": 500}, ["cavage"], 500, "cavage"),
    ],
)
def test_the_second_knock_is_paid_once(speaks, answers, heard, status, after):
    peer = peer_at(HOST, now=clock.now())
    Peer.objects.filter(pk=peer.pk).update(speaks=speaks)
    knocks, knock = door(**answers)

    assert knock_twice(HOST, knock).status == status
    assert knocks == heard
    assert Peer.objects.get(pk=peer.pk).speaks == after


@pytest.mark.parametrize("of_all", [True, False])
def test_who_says_that_it_reads_the_newer_form_is_spoken_to_in_it(of_all):
    said = {"implements": [{"href": RFC_9421, "name": "RFC-9421: HTTP Message Signatures"}]}

    somebody().known(**(said if of_all else {"generator": {"type": "Application", **said}}))

    assert Peer.objects.get().speaks == "rfc9421"
    Peer.objects.update(speaks="cavage")  # what it took last says more
    somebody().known(**said)
    assert Peer.objects.get().speaks == "cavage"


@pytest.mark.parametrize("form", [1, "x", [1], [{"href": 5}], [{"href": RFC_9421}] * 51, {"href": RFC_9421}])
def test_what_is_no_list_of_abilities_says_nothing(form):
    somebody().known(implements=form, generator="https://there.example/about")

    assert Peer.objects.get().speaks == ""


def test_who_signs_in_the_newer_form_is_answered_in_it():
    make_space("garden")
    alice = somebody()
    alice.known()

    for form in ("cavage", "rfc9421", "cavage"):
        assert alice.send(alice.says("Like", f"{HERE}/ap/n/1"), form=form).status_code == 202

    assert Peer.objects.get().speaks == "rfc9421"
