"""An outsider's opinion stands beside a decision, under a real name, and changes nothing by itself."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from apps.base.errors import BadInput, NotFound, NotNow, NotYours, Refusal
from apps.ledger.models import Event
from apps.mediation import documents, services
from apps.mediation.models import Handed, Mediation, MediatorOpinion
from apps.mediation.permissions import mediation_at
from apps.mediation.services import TO_ANSWER
from apps.mediation.states import MediationState
from apps.moderation.models import Case
from apps.moderation.permissions import check_can_decide
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.ties import TieDraft, tie_declare
from apps.moderation.states import Outcome
from apps.notices.models import Notice
from apps.people.models import Consultation
from apps.posts.models import Review
from apps.posts.spoken import spoken_erase, spoken_mask
from apps.signatures.canonical import canonical
from apps.spaces.models import Mandate, Representative, Role
from apps.spaces.permissions import is_mandated, readable_spaces
from tests.making import make_professional
from tests.mediation.world import SOON, appoint, asked, decided_case, given
from tests.moderation.world import NOW, decided, manager, person, report

pytestmark = pytest.mark.django_db


def window(account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_party_asks_a_mediator_advises_whoever_decided_answers_and_nothing_else_changes():
    world, case = decided_case()
    mediator = appoint()
    before = Review.objects.values_list("state", "masked_spans").get(pk=world.review.pk)

    mediation = given(asked(world, case), mediator)
    services.opinion_answer(account=world.alder, mediation=mediation, follows=False, text="The rule says so.", now=SOON)
    page = Client().get(f"/en/case/{case.reference}/").content.decode()

    assert "Solange Abitbol" in page
    assert "Whoever decided does not follow it." in page
    assert Review.objects.values_list("state", "masked_spans").get(pk=world.review.pk) == before
    assert case.decisions.count() == 1
    kinds = set(Notice.objects.filter(kind__startswith="mediation.").values_list("kind", flat=True))
    assert kinds == {f"mediation.{k}" for k in ("asked", "accepted", "given", "to_answer", "answered")}
    assert Notice.objects.filter(kind="mediation.given", to=world.reporter).count() == 1
    said = MediatorOpinion.objects.get()
    body = Client().get(f"/en/mediation/{mediation.reference}/opinion-1.json").content
    assert body == canonical(documents.opinion(said))
    assert Event.objects.filter(kind="mediation.given").count() == 1


def test_only_parties_ask_once_and_only_of_a_decision():
    world, case = decided_case()
    with pytest.raises(NotNow):  # nobody mediates
        asked(world, case)
    appoint()

    with pytest.raises(NotYours):
        asked(world, case, world.reporter.account)
    with pytest.raises(BadInput):
        asked(world, case, text=" ")
    asked(world, case)
    with pytest.raises(NotNow):
        asked(world, case)


def test_the_professional_and_the_operator_ask_too():
    world, case = decided_case()
    appoint()
    boss = make_professional(world.review.subject).account
    face = person("face").account
    Representative.objects.create(
        operator=case.space.operator, account=face, real_name="Ada", role_fr="Voix", role_en="Voice", from_at=NOW
    )

    mediation = asked(world, case, boss)
    services.words_hand(account=face, mediation=mediation, text="Ours.", now=SOON)
    services.words_hand(account=face, mediation=mediation, text="Ours, better said.", now=SOON)

    assert list(Handed.objects.values_list("side", "text")) == [
        ("professional", "I paid for what I wrote."),
        ("representative", "Ours, better said."),
    ]


def test_whoever_decided_or_has_a_link_does_not_mediate():
    world, case = decided_case()
    free = appoint()
    decider = appoint("med_alder", account=world.alder)
    inside = appoint("med_inside", account=manager("tm_other", case.space))
    linked = appoint("med_linked")
    tie_declare(account=linked.mandate.account, draft=TieDraft(linked.mandate, operator=case.space.operator), now=NOW)
    mediation = asked(world, case)

    for other in (decider, inside, linked):
        with pytest.raises(NotYours):
            services.mediation_accept(account=other.mandate.account, mediation=mediation, now=SOON)
    services.mediation_accept(account=free.mandate.account, mediation=mediation, now=SOON)
    assert Notice.objects.filter(kind="mediation.asked").count() == 1  # only whoever may take it was told


def test_what_a_party_hands_over_is_read_by_the_mediator_alone_and_the_party_sees_it():
    world, case = decided_case()
    mediator = appoint()
    mediation = asked(world, case, text="zqx private words")
    address = f"/en/mediation/{mediation.reference}/"
    account = mediator.mandate.account

    assert "zqx" not in window(account).get(address).content.decode()  # not taken yet
    for stranger in (Client(), window(world.reporter.account), window(world.alder)):
        assert stranger.get(address).status_code == 404
    window(account).post(address, {"act": "accept"})
    assert "zqx" in window(account).get(address).content.decode()
    assert Consultation.objects.filter(office="mediator", by="mediator_one").exists()
    services.opinion_give(account=account, mediation=mediation, text="Well.", recommendation="none", now=SOON)
    for reader in (Client(), window(world.alder), window(account)):
        assert "zqx" not in reader.get(address).content.decode()


def test_it_ends_when_all_decline_when_nobody_comes_and_when_it_is_taken_back():
    world, case = decided_case()
    first, second = appoint(), appoint("mediator_two", "Ivo Brandt")
    mediation = asked(world, case)
    services.mediation_accept(account=first.mandate.account, mediation=mediation, now=SOON)
    services.mediation_decline(account=first.mandate.account, mediation=mediation, now=SOON)
    mediation.refresh_from_db()
    assert mediation.state == MediationState.ASKED
    services.mediation_decline(account=second.mandate.account, mediation=mediation, now=SOON)
    mediation.refresh_from_db()
    assert mediation.state == MediationState.DECLINED

    again = asked(world, case)
    assert services.mediations_watch(now=SOON + timedelta(days=13)) == 0
    assert services.mediations_watch(now=SOON + timedelta(days=15)) == 1
    again.refresh_from_db()
    assert again.state == MediationState.EXPIRED

    third = asked(world, case)
    services.mediation_withdraw(account=world.author.account, mediation=third, now=SOON)
    with pytest.raises(NotFound):
        mediation_at(third.reference, world.reporter.account, now=SOON)


def test_an_opinion_has_versions_and_a_reminder_until_it_is_answered():
    world, case = decided_case()
    mediator = appoint()
    mediation = given(asked(world, case), mediator)
    with pytest.raises(BadInput):
        services.opinion_give(
            account=mediator.mandate.account, mediation=mediation, text="word " * 2001, recommendation="none", now=SOON
        )
    services.opinion_give(
        account=mediator.mandate.account, mediation=mediation, text="Better.", recommendation="uphold", now=SOON
    )
    assert [services.mediations_watch(now=SOON + timedelta(days=day)) for day in (5, 11, 12)] == [0, 1, 0]
    with pytest.raises(NotYours):
        services.opinion_answer(account=world.rowan, mediation=mediation, follows=True, text="Yes.", now=SOON)
    services.opinion_answer(account=world.alder, mediation=mediation, follows=True, text="Yes.", now=SOON)

    page = Client().get(f"/en/mediation/{mediation.reference}/").content.decode()
    assert "Version 1" in page
    assert "follows it" in page
    with pytest.raises(NotNow):
        services.opinion_answer(account=world.alder, mediation=mediation, follows=False, text="No.", now=SOON)


def test_a_mediator_of_all_spaces_does_not_read_where_only_members_do():
    world, case = decided_case(members_only=True)
    everywhere = appoint()
    here = appoint("mediator_here", space=case.space)

    assert not is_mandated(everywhere.mandate.account, case.space, now=SOON)
    assert case.space not in readable_spaces(everywhere.mandate.account, now=SOON)
    mediation = asked(world, case)
    with pytest.raises(NotYours):
        services.mediation_accept(account=everywhere.mandate.account, mediation=mediation, now=SOON)
    given(mediation, here)
    assert Client().get(f"/en/mediation/{mediation.reference}/").status_code == 404
    assert mediation.reference not in Client().get("/en/mediation/feed.atom").content.decode()


def test_a_mediator_is_appointed_by_their_own_command_alone(capsys):
    person("somebody")
    call_command(
        "appoint_mediator", "somebody", name="med_cli", real_name="Ada Byron", fr="Dehors.", en="Outside.", verbosity=0
    )

    assert Mandate.objects.get(public_name="med_cli").role == Role.MEDIATOR
    assert "Ada Byron" in Client().get("/en/mediation/").content.decode()


@pytest.mark.usefixtures("english")
def test_the_words_of_an_opinion_are_contested_and_masked_like_any_other_and_its_bytes_with_them():
    world, case = decided_case()
    mediator = appoint()
    mediation = given(asked(world, case), mediator, text="The name is Jean Dupont. The rest is true.")
    said = mediation.opinions.get()
    path = f"/en/mediation/{mediation.reference}/"
    other = report(said, world.reporter, now=SOON).report.case

    with pytest.raises(NotYours):  # what it is about is their own decision
        check_can_decide(world.alder, other, now=SOON)
    assert "Jean Dupont" in Client().get(path).content.decode()
    decided(manager("third", world.space), other, now=SOON, spans=((0, 24),))

    pages = [Client().get(at) for at in (path, f"/en/case/{case.reference}/", f"{path}opinion-1.json")]
    pages.append(Client().get("/en/mediation/feed.atom"))
    assert "The rest is true." in pages[3].content.decode()
    assert not [page for page in pages if "Jean Dupont" in page.content.decode()]
    assert "The rest is true." in pages[0].content.decode()
    assert f"/en/case/{other.reference}/" in pages[0].content.decode()
    assert pages[2].status_code == 404
    twin = Client().get(f"/api/mediation/{mediation.reference}/").json()
    assert [("Jean Dupont" in one["text"], one["masked_url"] != "") for one in twin["opinions"]] == [(False, True)]
    assert Client().get("/api/mediation/").json()["latest"][0]["case"] == case.reference
    appeal_file(account=said.author.account, case=other, text="He asked to be named.", now=SOON)
    decided(manager("fourth", world.space), other, Outcome.KEEP, rule=None, now=SOON)
    assert Client().get(f"{path}opinion-1.json").content == canonical(documents.opinion(said))


@pytest.mark.usefixtures("english")
def test_who_may_not_hears_so_with_its_own_number_and_a_sentence():
    world, case = decided_case()
    mediator = appoint()
    mediation = asked(world, case)
    path = f"/en/mediation/{mediation.reference}/"

    early = window(mediator.mandate.account).post(path, {"act": "give", "text": "True.", "recommendation": "uphold"})
    author = window(world.author.account).post(path, {"act": "accept"})

    assert early.status_code == 409
    assert "Take it first" in early.content.decode()
    assert author.status_code == 403
    assert "you are a party of this case" in author.content.decode()


@pytest.mark.usefixtures("english")
def test_the_answer_to_an_opinion_is_contested_and_masked_too_and_whoever_gave_the_opinion_does_not_decide():
    world, case = decided_case()
    mediator = appoint()
    mediation = given(asked(world, case), mediator)
    answer = services.opinion_answer(
        account=world.alder, mediation=mediation, follows=False, text="Jean Dupont wrote it. I uphold it.", now=SOON
    )
    path = f"/en/mediation/{mediation.reference}/"
    assert f"/en/report/{answer.reference}/" in Client().get(path).content.decode()
    other = report(answer, world.reporter, now=SOON).report.case

    mediator.mandate.account.mandates.create(
        role="trust_manager", public_name="judges_too", space=world.space, from_at=NOW
    )
    for account in (world.alder, mediator.mandate.account):  # whose answer it is, and about whose opinion
        with pytest.raises(NotYours):
            check_can_decide(account, other, now=SOON)
    decided(manager("third", world.space), other, now=SOON, spans=((0, 21),))

    pages = [Client().get(at) for at in (path, f"/en/case/{case.reference}/", f"{path}answer-1.json")]
    assert not [page for page in pages if "Jean Dupont" in page.content.decode()]
    assert "I uphold it." in pages[0].content.decode()
    assert f"/en/case/{other.reference}/" in pages[0].content.decode()
    assert pages[2].status_code == 404
    twin = Client().get(f"/api/mediation/{mediation.reference}/").json()["opinions"][0]
    assert ("Jean Dupont" in twin["answer"], twin["answer_masked_url"] != "", twin["text"] != "") == (False, True, True)
    appeal_file(account=world.alder, case=other, text="It is a pseudonym.", now=SOON)
    decided(manager("fourth", world.space), other, Outcome.KEEP, rule=None, now=SOON)
    answer.refresh_from_db()
    assert Client().get(f"{path}answer-1.json").content == canonical(documents.answer(answer))


def test_an_answer_does_not_bring_back_what_a_decision_masks_in_the_opinion_meanwhile():
    world, case = decided_case()
    mediator = appoint()
    mediation = given(asked(world, case), mediator, text="The name is Jean Dupont. The rest is true.")
    said = mediation.opinions.get()
    other = report(said, world.reporter, now=SOON).report.case

    decided(manager("third", world.space), other, now=SOON, spans=((0, 24),))
    services.opinion_answer(account=world.alder, mediation=mediation, follows=True, text="Yes.", now=SOON)

    said.refresh_from_db()
    assert said.state == "masked"


def test_words_taken_back_at_the_same_moment_are_not_written_again_by_whoever_masks_them():
    world, case = decided_case()
    mediator = appoint()
    said = given(asked(world, case), mediator).opinions.get()
    read_before = MediatorOpinion.objects.get(pk=said.pk)
    spoken_erase(item=said, now=SOON)

    with pytest.raises(Refusal):
        spoken_mask(item=read_before, case=case.reference, spans=[], now=SOON)

    said.refresh_from_db()
    assert (said.text, said.state) == ("", "erased")


def test_every_opinion_is_listed_twenty_at_a_time_and_a_longer_list_asks_no_more(django_assert_max_num_queries):
    world, case = decided_case()
    mediator = appoint()
    mediation = given(asked(world, case), mediator)
    Mediation.objects.filter(pk=mediation.pk).update(asked_at=SOON)
    later = [
        Case(space=case.space, item=f"x{n}", item_kind="post", opened_by="report", rule=1, opened_at=NOW,
             decide_before=SOON) for n in range(20)
    ]  # fmt: skip
    for number, other in enumerate(Case.objects.bulk_create(later)):
        at = SOON + timedelta(hours=number + 1)
        Mediation.objects.create(
            case=other, decision=mediation.decision, side="author", state="given", asked_at=at, due_at=at + TO_ANSWER
        )

    with django_assert_max_num_queries(14):
        first = Client().get("/en/mediation/").content.decode()
    second = Client().get("/en/mediation/?page=2").content.decode()
    twin = Client().get("/api/mediation/?page=2").json()

    assert (f"/mediation/{mediation.reference}/" in first, f"/mediation/{mediation.reference}/" in second) == (
        False,
        True,
    )
    assert (twin["count"], twin["number"], twin["pages"], len(twin["latest"])) == (21, 2, 2, 1)
