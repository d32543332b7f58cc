"""At the desk a space asks another site about one of its members; what is answered is read, and kept nowhere."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from apps.base import clock
from apps.federation.asked_elsewhere import QuestionSent
from apps.federation.models import Peer
from apps.federation.services.contents import actor_gone
from apps.federation.tasks import forget
from apps.outside import Client, instead
from apps.outside.client import Answer
from apps.outside.errors import NoAnswer, Why
from apps.signatures import documents
from apps.signatures.documents import moment
from apps.spaces.models import Visibility
from tests.factories import trust_manager
from tests.federation.badges_elsewhere import HOST, Issuer
from tests.federation.world import ACTIVITY
from tests.making import make_persona, make_space

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PAGE = "/en/desk/asked-elsewhere/"
TOPICS = [{"trust:slug": "food", "nameMap": {"fr": "Table", "en": "Food"}}]
DAY = timedelta(days=1)


class There(Client):
    """The other site, as the world shows it: its space, its member, and what it answers to a question."""

    issuer = Issuer()
    says = "nothing"
    asked: list[dict[str, str]] = []

    def hop(self, request, target, budget, sign):
        return self.answered(request.url, request.body) if request.method == "POST" else self.page(request.url)

    def page(self, url):
        shown = {
            self.issuer.space.uri: self.issuer.shown()
            | {"trust:topics": TOPICS, "trust:questions": f"{self.issuer.space.uri}/questions"},
            self.issuer.person.uri: self.issuer.person.document(),
            f"https://{HOST}/credentials/badges/inns/status": self.issuer.fetch(
                f"https://{HOST}/credentials/badges/inns/status"
            ),
        }
        if self.says == "silence" or url not in shown:
            raise NoAnswer(Why.NO_CONNECTION)
        return Answer(url, 200, {"content-type": ACTIVITY}, json.dumps(shown[url]).encode())

    def answered(self, url, body):
        question = json.loads(body)
        self.asked.append(question)
        if self.says == "nothing":
            return Answer(url, 202, {}, b'{"type": "trust:NoAnswer"}')
        bound = {"domain": question["actor"], "challenge": question["id"]}
        if self.says == "another question":
            bound["challenge"] = "https://here.example/ap/a/another"
        if self.says == "another space":
            bound["domain"] = "https://here.example/ap/s/another"
        now = clock.now()
        unsigned = {k: v for k, v in self.issuer.badge().items() if k != "proof"}
        unsigned |= {"validUntil": moment(now + timedelta(hours=1))}
        bound["expires"] = unsigned["validUntil"]
        signed = documents.sign(unsigned, self.issuer.space.ed25519, at=now, bound=bound)
        return Answer(url, 200, {}, json.dumps(signed).encode())


@pytest.fixture
def there(settings, monkeypatch):
    settings.SITE_URL = "https://here.example"
    monkeypatch.setattr(There, "says", "nothing")
    monkeypatch.setattr(There, "asked", [])
    with instead(There()):
        yield There


@pytest.fixture
def desk(there) -> Browser:
    browser = Browser()
    browser.force_login(trust_manager(make_space("slow-roads"))[0])
    return browser


def typed(**more):
    return {
        "space": "slow-roads", "person": There.issuer.person.uri, "of": There.issuer.space.uri, "topic": "Food",
        "purpose": "To let you lead a ride.", **more,
    }  # fmt: skip


def told(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_no_answer_first_then_the_word_of_that_space_read_again_and_kept_nowhere(desk, there):
    first = desk.post(PAGE, typed())
    assert first.status_code == 200
    assert "it always looks the same" in told(first)
    assert (there.asked[0]["trust:topic"], there.asked[0]["content"]) == ("food", "To let you lead a ride.")

    there.says = "answer"
    row = QuestionSent.objects.get()
    said = told(desk.post(f"{PAGE}{row.reference}/"))

    assert "Recognised" in said
    assert "signature verified now" in said
    assert "no table reads it" in said
    row.refresh_from_db()
    assert row.answered_at is not None
    assert "ecognised" not in str(list(QuestionSent.objects.values()))


def test_the_topic_reads_as_people_there_call_it_in_the_language_of_the_reader(desk, there):
    desk.post(PAGE, typed(topic="food"))

    assert "<bdi>Food</bdi>" in told(desk.get(PAGE))
    assert "<bdi>Table</bdi>" in told(desk.get(PAGE.replace("/en/", "/fr/")))
    QuestionSent.objects.update(topic_names={})  # asked before we kept them
    assert "<bdi>food</bdi>" in told(desk.get(PAGE))


@pytest.mark.parametrize(
    ("says", "why"),
    [("another question", "made for somebody else"), ("another space", "made for somebody else")],
)
def test_an_answer_to_another_question_or_for_another_space_is_not_verified(desk, there, says, why):
    there.says = says
    said = told(desk.post(PAGE, typed()))
    assert "not verified" in said
    assert why in said
    assert "Recognised" not in said


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"topic": "Knitting"}, "no such topic"),
        ({"purpose": " "}, "Say what for"),
        ({"person": There.issuer.space.uri}, "somebody of that very site"),
        ({"of": There.issuer.person.uri}, "takes no questions"),
        ({"person": "https://third.example/u/x"}, "could not be read there"),
        ({"space": "of-others"}, "one of your spaces"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field_and_nothing_typed_is_lost(desk, there, wrong, why):
    make_space("of-others")
    answer = desk.post(PAGE, typed(**wrong))
    assert answer.status_code == 422
    assert why in told(answer)
    assert "To let you lead a ride." in told(answer) or "purpose" in wrong
    assert not QuestionSent.objects.exists()


def test_a_silent_site_a_blocked_one_and_a_closed_space_are_said_in_words(desk, there):
    there.says = "silence"
    silent = desk.post(PAGE, typed())
    assert silent.status_code == 422
    assert "could not be read there" in told(silent)
    there.says = "nothing"
    desk.post(PAGE, typed())
    row = QuestionSent.objects.get()
    Peer.objects.update(state="blocked")
    assert "do not speak" in told(desk.post(f"{PAGE}{row.reference}/"))
    Peer.objects.update(state="allowed")
    row.space.visibility = Visibility.MEMBERS
    row.space.save()
    assert "takes no part" in told(desk.post(f"{PAGE}{row.reference}/"))
    assert len(there.asked) == 1


def test_only_who_manages_the_space_asks_reads_and_sees_what_was_asked(desk, there):
    desk.post(PAGE, typed())
    row = QuestionSent.objects.get()
    member, other = Browser(), Browser()
    member.force_login(make_persona("idle", row.space).account)
    other.force_login(trust_manager(make_space("others"))[0])

    assert member.get(PAGE).status_code == 403
    assert row.person not in told(other.get(PAGE))
    assert other.post(f"{PAGE}{row.reference}/").status_code == 404
    assert other.post(PAGE, typed()).status_code == 422
    assert len(there.asked) == 1


def test_that_it_was_asked_is_forgotten_after_three_months_and_when_the_person_goes(desk, there):
    desk.post(PAGE, typed())
    kept = QuestionSent.objects.get()
    with time_machine.travel(clock.now() + 91 * DAY):
        forget()
    assert not QuestionSent.objects.exists()
    kept.save(force_insert=True)
    actor_gone(actor=There.issuer.person.known(), now=clock.now())
    assert not QuestionSent.objects.exists()
