"""A space asks; the person answers once, always, or not; whoever asked cannot tell why there is no answer."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta

import pytest

from apps.badges import services
from apps.badges.answering import audience_of
from apps.badges.consents import Consent
from apps.badges.models import Place, Question
from apps.badges.own import at as at_ours
from apps.badges.services import questions
from apps.badges.verifying import State, check
from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow, NotYours
from apps.notices.models import Notice
from apps.people.models import Account, Consultation
from apps.people.services import main_persona
from apps.spaces.models import Membership, Space, Visibility
from apps.spaces.services import space_join
from tests.badges.world import World, build_world
from tests.factories import member, space, trust_manager
from tests.making import make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@dataclass
class Asked(World):
    """A trust manager of another space, in which Margaux stands too."""

    there: Space
    boss: Account

    def ask(self, **changed) -> Question:
        told = {"pseudonym": "Margaux", "of": self.space.slug, "topic": "general", "purpose": "To guide newcomers."}
        draft = services.QuestionDraft(**{**told, **changed})
        return services.question_ask(account=self.boss, asking=self.there, draft=draft, now=clock.now())

    def say(self, question: Question, consent: Consent) -> None:
        services.question_consent(account=self.account, question=question, consent=consent, now=clock.now())

    def read(self, question: Question):
        return services.question_read(account=self.boss, question=question, now=clock.now())


def build() -> Asked:
    world, there = build_world(), space()
    space_join(persona=world.persona, space=there, now=clock.now())
    return Asked(**world.__dict__, there=there, boss=trust_manager(there)[0])


@pytest.fixture(scope="module")
def made(kept):
    return kept(build)


@pytest.fixture
def world(made, db) -> Asked:
    return deepcopy(made)


def verdict(document, audience: str, now=None):
    now = now or clock.now()
    return check(document, audience=audience, now=now, fetch=lambda address: at_ours(address, now))


def test_nothing_is_answered_before_the_person_says_so_and_then_it_is_signed_for_that_space_alone(world):
    question = world.ask()
    assert world.read(question) is None

    world.say(question, Consent.ALWAYS)
    answer = world.read(question)

    here, elsewhere = audience_of(world.there), audience_of(world.space)
    found = verdict(answer.document, here)
    assert (found.state, found.claim.level, found.claim.challenge) == (State.VALID, "known", question.reference)
    assert verdict(answer.document, elsewhere).state == State.NOT_FOR_YOU
    assert verdict(answer.document, here, clock.now() + timedelta(hours=2)).state == State.EXPIRED
    assert "Margaux" not in str(answer.document)
    assert answer.sentence.startswith(f"“Known here” in {world.space.name}, for General: earned by one’s own activity")


def test_an_answer_holds_for_an_hour(world):
    question = world.ask()
    world.say(question, Consent.ONCE)
    answer, minute = world.read(question), timedelta(minutes=1)

    assert verdict(answer.document, audience_of(world.there), answer.until - minute).state == State.VALID
    assert verdict(answer.document, audience_of(world.there), answer.until).state == State.EXPIRED
    assert clock.now() + 59 * minute < answer.until <= clock.now() + 60 * minute


def test_once_is_once_and_always_is_until_it_is_taken_back(world):
    question = world.ask()
    world.say(question, Consent.ONCE)
    once = world.read(question)
    assert once
    assert world.read(question) is None

    world.say(question, Consent.ALWAYS)
    assert verdict(once.document, audience_of(world.there)).state == State.VALID  # saying more takes nothing back
    first, second = world.read(question), world.read(question)
    assert first
    assert second
    world.say(question, Consent.REFUSED)

    assert world.read(question) is None
    assert verdict(second.document, audience_of(world.there)).state == State.REVOKED


def test_refusing_and_having_nothing_look_the_same(world):
    question = world.ask()
    world.say(question, Consent.REFUSED)
    nobody = member(world.there, "Nolwenn")
    empty = world.ask(pseudonym="Nolwenn")
    services.question_consent(account=nobody, question=empty, consent=Consent.ALWAYS, now=clock.now())

    assert world.read(question) is None
    assert world.read(empty) is None


def test_whoever_has_nothing_uses_up_no_place_of_the_public_list(world):
    nobody = member(world.there, "Nolwenn")
    empty = world.ask(pseudonym="Nolwenn")
    services.question_consent(account=nobody, question=empty, consent=Consent.ALWAYS, now=clock.now())

    assert world.read(empty) is None
    assert not Place.objects.exists()


def test_after_three_months_of_silence_the_same_may_be_asked_again_and_only_the_newer_is_answered(world):
    silent, later = world.ask(), clock.now() + timedelta(days=91)
    draft = services.QuestionDraft("Margaux", world.space.slug, "general", "To guide newcomers.")

    again = services.question_ask(account=world.boss, asking=world.there, draft=draft, now=later)

    assert again.pk != silent.pk
    world.say(again, Consent.REFUSED)
    Question.objects.filter(pk=again.pk).update(asked_at=clock.now() - timedelta(days=100))
    newest = world.ask()
    with pytest.raises(NotNow, match="newer question"):
        world.say(again, Consent.ALWAYS)
    assert newest.consent == Consent.WAITING
    world.say(newest, Consent.ALWAYS)
    assert world.read(newest)


def test_a_topic_of_another_space_is_none_of_that_space(world):
    make_topic(world.there, "only-here")

    with pytest.raises(BadInput) as refused:
        world.ask(topic="only-here")
    assert list(refused.value.errors) == ["topic"]


def test_an_answer_given_once_is_not_kept_for_later(world):
    question = world.ask()
    world.say(question, Consent.ONCE)
    Question.objects.update(consented_at=clock.now() - timedelta(days=14))

    assert world.read(question) is None


def test_whoever_left_the_space_that_asks_answers_it_no_more(world):
    question = world.ask()
    world.say(question, Consent.ALWAYS)
    Membership.objects.filter(space=world.there, persona=world.persona).delete()

    assert world.read(question) is None


def test_of_a_space_for_members_nothing_is_asked_nor_answered(world):
    question = world.ask()
    world.say(question, Consent.ALWAYS)
    Space.objects.filter(pk=world.space.pk).update(visibility=Visibility.MEMBERS)

    assert world.read(question) is None
    with pytest.raises(BadInput) as refused:
        world.ask(topic="")
    assert list(refused.value.errors) == ["of"]


def test_the_person_is_told_once_and_reads_in_their_journal_that_an_answer_was_read(world):
    question = world.ask()
    assert world.ask().pk == question.pk
    assert world.ask(topic="Général").pk == question.pk
    assert Notice.objects.filter(kind="badge.asked").count() == 1
    world.say(question, Consent.ALWAYS)
    assert not Consultation.objects.filter(account=world.account).exists()

    world.read(question)

    assert Consultation.objects.get(account=world.account).purpose == "badge"


def test_only_a_trust_manager_of_the_space_asks_and_reads_and_only_the_person_answers(world):
    question = world.ask()
    stranger = member(world.there)

    with pytest.raises(NotYours):
        services.question_read(account=stranger, question=question, now=clock.now())
    with pytest.raises(NotFound):
        services.question_consent(account=stranger, question=question, consent=Consent.ALWAYS, now=clock.now())
    draft = services.QuestionDraft("Margaux", world.space.slug, "", "Curious.")
    with pytest.raises(NotYours):
        services.question_ask(account=stranger, asking=world.there, draft=draft, now=clock.now())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"pseudonym": "Nobody"}, "pseudonym"),
        ({"of": "nowhere"}, "of"),
        ({"topic": "none"}, "topic"),
        ({"purpose": " "}, "purpose"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(world, changed, field):
    with pytest.raises(BadInput) as refused:
        world.ask(**changed)

    assert list(refused.value.errors) == [field]


def test_the_desk_asks_and_reads_and_my_page_answers(client, world, monkeypatch):
    client.force_login(world.boss)
    asked = {
        "asking": world.there.slug,
        "pseudonym": "Margaux",
        "of": world.space.slug,
        "topic": "",
        "purpose": "Help.",
    }
    assert client.post("/en/desk/badges/", asked).status_code == 302
    assert client.post("/en/desk/badges/", {**asked, "pseudonym": "Nobody"}).status_code == 422
    monkeypatch.setattr(questions, "MOST_OPEN", 1)
    full = client.post("/en/desk/badges/", {**asked, "topic": "General", "purpose": "Not lost."})
    assert (full.status_code, "Not lost." in full.content.decode()) == (422, True)
    question = Question.objects.get()
    read = client.post(f"/en/desk/badges/{question.reference}/").content.decode()
    answer = read.partition('id="answer"')[2].partition("</section>")[0]
    assert "No answer." in answer
    assert "<bdi>Margaux</bdi>" in answer, "it is said whose answer this is"

    client.force_login(world.account)
    assert "What spaces ask me" in client.get("/en/me/badges/").content.decode()
    client.post(f"/en/me/badges/asked/{question.reference}/", {"consent": "always"})

    assert Question.objects.get().consent == Consent.ALWAYS
    client.force_login(member(world.there))
    assert client.get("/en/desk/badges/").status_code == 403
    assert main_persona(world.account).pseudonym == "Margaux"
