"""A program of another site asks by a signed request; the person answers once, always or not; a no tells nothing."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from apps.badges import verifying
from apps.badges.models import Place
from apps.base import clock
from apps.federation import asking_door
from apps.federation.asked import QuestionHeard
from apps.federation.errors import Later
from apps.federation.models import Peer
from apps.federation.services import actors, questions_heard
from apps.ledger.models import Event
from apps.notices.models import Notice
from apps.people.erasure import Words, account_erase
from apps.signatures.status_lists import is_set
from apps.spaces.models import Space, Visibility
from tests.badges.world import build_world
from tests.federation.world import ACTIVITY, HERE, Somebody
from tests.making import make_persona

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ROADS = "https://there.example/ap/s/roads"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def world(kept):
    return kept(lambda: build_world("inns"))


@pytest.fixture
def roads() -> Somebody:
    made = Somebody(ROADS, "Group")
    made.known(name="Roads")
    return made


@pytest.fixture(autouse=True)
def shown(monkeypatch, roads):
    """Their site answers when it is asked who they are."""
    monkeypatch.setattr(actors, "document_at", lambda *_args, **_more: roads.document(name="Roads"))


def question(world, number=1, **more):
    return {
        "id": f"https://there.example/ap/a/{number}",
        "type": "trust:Question",
        "actor": ROADS,
        "object": f"{HERE}/ap/p/{world.persona.reference}",
        "trust:topic": world.topic.slug,
        "content": "To let you lead a ride.",
        **more,
    }


def ask(who: Somebody, document, *, signed=None, headers=None, at=None, slug="inns"):
    path, body = f"/ap/s/{slug}/questions", json.dumps(document).encode()
    lines = headers or who.headers(signed or body, path=path, at=at)
    sent = {**lines, "host": "here.example"}
    return Client(SERVER_NAME="here.example").post(path, body, content_type=ACTIVITY, headers=sent, secure=True)


def window(account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def consent(world, chosen: str):
    row = QuestionHeard.objects.latest("pk")
    return window(world.account).post(f"/en/elsewhere/asked/{row.reference}/", {"consent": chosen})


def nothing(answer) -> None:
    assert (answer.status_code, answer.json()) == (202, {"type": "trust:NoAnswer"})


def test_nothing_is_told_before_the_person_says_so_then_once_signed_for_one_space_and_an_hour(world, roads):
    nothing(ask(roads, question(world)))
    page = window(world.account).get("/en/elsewhere/asked/").content.decode()
    assert "To let you lead a ride." in page
    assert re.search("They would read: “Known here” in .*, since ", page)  # the date too, for the answer tells it
    assert Notice.objects.get(kind="federation.asked").to == world.persona
    consent(world, "once")

    answer = ask(roads, question(world, 2))

    document = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vc+ld+json")
    assert (document["proof"]["domain"], document["proof"]["challenge"]) == (ROADS, question(world, 2)["id"])
    assert document["credentialSubject"]["id"] == question(world)["object"]
    assert _verdict(document, ROADS) == "valid"
    assert _verdict(document, "https://there.example/ap/s/others") == "not_for_you"
    with time_machine.travel(clock.now() + 61 * MINUTE):
        assert _verdict(document, ROADS) == "expired"
        nothing(ask(roads, question(world, 3)))  # once is once
    assert Event.objects.filter(kind="badge.answered").count() == 1
    assert "roads" not in str(list(Event.objects.filter(kind__startswith="badge.").values_list("payload", flat=True)))


def _verdict(document, audience) -> str:
    def fetch(address):
        return Client().get(address.removeprefix(HERE)).json()

    return verifying.check(document, audience=audience, now=clock.now(), fetch=fetch).state.value


def test_an_answer_that_was_lost_is_said_again_within_its_hour_and_ends_with_it(world, roads):
    ask(roads, question(world))
    consent(world, "once")
    first = ask(roads, question(world, 2)).json()

    with time_machine.travel(clock.now() + 30 * MINUTE):
        again = ask(roads, question(world, 3)).json()

    assert again["validUntil"] == first["validUntil"]
    assert Event.objects.filter(kind="badge.answered").count() == 1


def test_a_yes_for_once_that_nobody_reads_lapses_after_two_weeks(world, roads):
    ask(roads, question(world))
    consent(world, "once")
    with time_machine.travel(clock.now() + 15 * DAY):
        nothing(ask(roads, question(world, 2)))


def test_always_is_until_it_is_taken_back_and_then_what_was_given_is_revoked(world, roads):
    ask(roads, question(world))
    consent(world, "always")
    for days in (0, 100):
        with time_machine.travel(clock.now() + days * DAY):
            answer = ask(roads, question(world, days + 2))
            assert answer.status_code == 200
    consent(world, "refused")

    nothing(ask(roads, question(world, 300)))
    assert Place.objects.get().over_at is not None


def test_a_no_nothing_earned_nobody_and_not_yet_look_the_same_and_nobody_is_asked_twice(world, roads):
    other = make_persona("idle", world.space)
    nothing(ask(roads, question(world)))
    consent(world, "refused")
    nothing(ask(roads, question(world, 2)))
    nothing(ask(roads, question(world, 3, object=f"{HERE}/ap/p/{other.reference}")))
    nothing(ask(roads, question(world, 4, object=f"{HERE}/ap/p/abcd-efgh-jkmn-pqrs")))
    nothing(ask(roads, question(world, 5, **{"trust:topic": "no-such"})))
    outside = make_persona("outside")
    nothing(ask(roads, question(world, 6, object=f"{HERE}/ap/p/{outside.reference}")))

    assert QuestionHeard.objects.filter(persona=world.persona).count() == 1
    assert Notice.objects.filter(kind="federation.asked", to=world.persona).count() == 1


@pytest.mark.parametrize("many", [40, pytest.param(1_000, marks=pytest.mark.prove)])
def test_no_hostile_question_is_answered(world, roads, many, record_property):
    """Unsigned, signed by another, changed, old, sent again, for another place, from who is no space."""
    ask(roads, question(world))
    consent(world, "always")
    person, other = Somebody("https://there.example/u/mallory"), Somebody(f"{ROADS}-two", "Group")
    thief = Somebody(ROADS, "Group", rsa=_another_rsa())
    for one in (person, other):
        one.known()
    good = json.dumps(question(world, 2)).encode()
    used = roads.headers(good, path="/ap/s/inns/questions")
    assert ask(roads, question(world, 2), headers=used).status_code == 200
    answered = 0
    ways = [
        lambda n: ask(roads, question(world, 2), headers=used),
        lambda n: ask(roads, question(world, n), headers={"date": "x"}),
        lambda n: ask(thief, question(world, n)),
        lambda n: ask(roads, question(world, n), signed=json.dumps(question(world, -n)).encode()),
        lambda n: ask(roads, question(world, n), at=clock.now() - 6 * MINUTE),
        lambda n: ask(person, question(world, n)),
        lambda n: ask(other, question(world, n)),
        lambda n: ask(person, question(world, n, actor=person.uri)),
        lambda n: ask(roads, question(world, n, id=f"https://third.example/{n}")),
        lambda n: ask(roads, question(world, n), headers=roads.headers(
            json.dumps(question(world, n)).encode(), path="/ap/s/other/questions")),
    ]  # fmt: skip
    for n in range(10, 10 + many):
        answer = ways[n % len(ways)](n)
        answered += answer.status_code == 200
        assert answer.status_code in {401, 403, 429}, answer.content
        _forget_limits()
    record_property("hostile", many)
    assert answered == 0


def _another_rsa():
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    return generate_private_key(65537, 2048)


def _forget_limits() -> None:
    from apps.gate.limits import client

    for key in client().scan_iter("limit:*"):
        client().delete(key)


def test_too_much_a_limited_site_a_closed_space_and_no_purpose_are_refused_in_words(world, roads):
    assert "what for" in ask(roads, question(world, content=" ")).json()["error"]
    assert ask(roads, question(world, content="x" * 30_000)).status_code == 413
    assert ask(roads, question(world), slug="nowhere").status_code == 404
    Peer.objects.update(state="limited")
    assert "limited" in ask(roads, question(world, 2)).json()["error"]
    Peer.objects.update(state="allowed")
    Space.objects.filter(slug="inns").update(visibility=Visibility.MEMBERS)
    assert ask(roads, question(world, 3)).status_code == 404
    assert not QuestionHeard.objects.exists()


def test_where_many_questions_wait_nobody_learns_who_stands_here(world, roads, monkeypatch):
    monkeypatch.setattr(questions_heard, "MOST_OPEN", 1)
    ask(roads, question(world))
    other, outside = make_persona("other", world.space), make_persona("outside")
    for number, one in enumerate((other, outside), 2):
        nothing(ask(roads, question(world, number, object=f"{HERE}/ap/p/{one.reference}")))
    assert QuestionHeard.objects.count() == 1


def test_whoever_knocks_in_the_name_of_a_space_uses_up_none_of_its_questions(world, roads, monkeypatch):
    monkeypatch.setattr(asking_door, "AN_HOUR", 2)
    thief = Somebody(ROADS, "Group", rsa=_another_rsa())
    for number in range(10, 15):
        assert ask(thief, question(world, number)).status_code == 401
    nothing(ask(roads, question(world)))


def test_a_site_that_does_not_say_who_asks_is_not_believed(world, roads, monkeypatch):
    def silent(*_args, **_more):
        raise Later("silent")

    monkeypatch.setattr(actors, "document_at", silent)
    with time_machine.travel(clock.now() + 2 * DAY):
        answer = ask(roads, question(world))
    assert (answer.status_code, QuestionHeard.objects.count()) == (503, 0)


def test_nobody_answers_for_another_and_whoever_is_erased_takes_their_answers_back(world, roads):
    ask(roads, question(world))
    row = QuestionHeard.objects.get()
    stranger = window(make_persona("stranger").account)
    assert stranger.post(f"/en/elsewhere/asked/{row.reference}/", {"consent": "always"}).status_code == 404
    assert consent(world, "answered").status_code == 422
    consent(world, "always")
    ask(roads, question(world, 2))
    place = Place.objects.get()

    account_erase(account=world.account, words=Words.DELETE, now=clock.now())

    place.refresh_from_db()
    assert place.over_at is not None
    assert not QuestionHeard.objects.exists()
    listed = Client().get("/credentials/badges/inns/status").json()
    assert is_set(listed["credentialSubject"]["encodedList"], place.number)
    nothing(ask(roads, question(world, 3)))


def test_after_its_time_it_is_asked_anew_and_only_the_newer_one_is_answered(world, roads):
    ask(roads, question(world))
    old = QuestionHeard.objects.get()
    with time_machine.travel(clock.now() + 91 * DAY):
        ask(roads, question(world, 2))
        said = window(world.account).post(f"/en/elsewhere/asked/{old.reference}/", {"consent": "always"})
        assert said.status_code == 409
        consent(world, "once")
        assert ask(roads, question(world, 3)).status_code == 200
