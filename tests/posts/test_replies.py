"""The right of reply is contested, read by a person and masked like any other words; it goes with whoever gave it."""

import pytest
from django.test import Client

from apps.base.errors import NotNow, NotYours
from apps.moderation.models import Case
from apps.moderation.permissions import check_can_decide, check_can_report
from apps.moderation.services.appeals import appeal_file
from apps.moderation.states import CaseState, Outcome
from apps.moderation.targets import target_of
from apps.people.erasure import Words, account_erase
from apps.people.holdings import all_holdings
from apps.posts.models import Reply, Revision
from apps.posts.replying import reply_edit, reply_publish, reply_withdraw
from apps.spaces.models import Mandate, Professional
from apps.spaces.services import space_leave
from tests.making import make_professional
from tests.moderation.world import LATER, NOW, decided, manager, person, report
from tests.professionals.world import House, doubt, make_house

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SAID = "Jean Dupont never paid. We regret the delay."


@pytest.fixture
def house() -> House:
    return make_house()


def replied(house: House, text: str = SAID) -> Reply:
    return reply_publish(professional=house.face, review=house.world.review, text=text, now=NOW)


def page(house: House) -> str:
    review = house.world.review
    return Client().get(f"/en/s/{review.space.slug}/r/{review.pk}/").content.decode()


def test_a_reply_is_contested_masked_and_shown_again_on_appeal(house):
    said = replied(house)
    assert f"/en/report/{said.reference}/" in page(house)
    assert house.face.name in Client().get(f"/en/report/{said.reference}/").content.decode()
    case = report(said, house.world.reporter).report.case

    decided(house.world.alder, case, spans=((0, 23),), now=NOW)
    assert ("Jean Dupont" in page(house), "We regret the delay." in page(house)) == (False, True)
    assert f"/en/case/{case.reference}/" in page(house)
    appeal_file(account=house.boss, case=case, text="He asked to be named.", now=LATER)
    decided(manager("another", house.world.space), case, Outcome.MASK, now=LATER)

    review = house.world.review
    twin = Client().get(f"/api/s/{review.space.slug}/r/{review.pk}/").json()["reply"]
    assert ("We regret" in page(house), twin["text"], twin["gone"] != "") == (False, "", True)
    assert "masked on" in page(house)


def test_whoever_the_reply_is_about_or_has_a_link_with_its_house_does_not_decide(house):
    said = replied(house)
    case = report(said, house.world.reporter).report.case
    tied = manager("once_of_the_house", house.world.space)
    Professional.objects.create(account=tied, subject=house.world.review.subject.reference, verified_at=NOW)
    Mandate.objects.create(
        account=house.author, role="trust_manager", public_name="wrote_it", space=house.world.space, from_at=NOW
    )

    for account in (house.author, tied):
        with pytest.raises(NotYours):
            check_can_decide(account, case, now=NOW)
    assert check_can_decide(house.world.alder, case, now=NOW)
    with pytest.raises(NotYours):
        check_can_report(house.boss, target_of(said.reference), now=NOW)


def test_other_words_end_reports_about_the_old_ones_and_those_who_reported_hear_it(house, settle):
    said = replied(house)
    case = report(said, house.world.reporter).report.case
    reply_edit(professional=house.face, reply=said, text="We regret the delay.", now=LATER)
    settle()

    case.refresh_from_db()
    said.refresh_from_db()
    assert (case.state, case.closing, said.version) == (CaseState.CLOSED, "edited", 2)


def test_a_reply_goes_with_its_earlier_wordings_and_what_waits_about_it(house, settle):
    said = replied(house)
    reply_edit(professional=house.face, reply=said, text="Other words.", now=NOW)
    mine = {holding.key: list(holding.rows(house.boss)) for holding in all_holdings()}
    assert [row["text"] for row in mine["posts-revision"]] == [SAID]
    report(Reply.objects.get(), house.world.reporter)

    account_erase(account=house.boss, words=Words.DELETE, now=LATER)
    settle()

    assert (Reply.objects.count(), Revision.objects.count()) == (0, 0)
    assert Case.objects.get(item=said.reference).state == CaseState.CLOSED


def window(account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_masked_sentences_of_a_reply_are_reworded_by_whoever_gave_it_and_those_left_alone_stay_masked(house):
    said = replied(house)
    case = report(said, house.world.reporter).report.case
    decided(house.world.alder, case, spans=((0, 23),), now=NOW)
    mine, boss = f"/en/me/reply/{said.reference}/", window(house.boss)
    assert f'href="{mine}"' in boss.get(f"/en/case/{case.reference}/").content.decode()

    boss.post(mine, {"text": "Jean Dupont never paid!! We regret the delay, and came."})
    assert ("Jean Dupont" in page(house), "and came" in page(house)) == (False, True)
    boss.post(mine, {"text": "The invoice was never paid. We regret the delay, and came."})

    said.refresh_from_db()
    assert (said.state, said.masked_spans, said.version) == ("published", [], 3)
    assert "The invoice was never paid" in page(house)
    assert Revision.objects.filter(item=said.reference, masked=True).count() == 2


def test_a_reply_all_of_which_is_masked_stays_so_in_other_words(house):
    said = replied(house)
    decided(house.world.alder, report(said, house.world.reporter).report.case, now=NOW)

    reply_edit(professional=house.face, reply=said, text="Something quite different.", now=LATER)

    assert "quite different" not in page(house)


def test_whoever_gave_a_reply_takes_it_back_on_its_page_and_may_give_another(house, settle):
    said = replied(house)
    reply_edit(professional=house.face, reply=said, text="We regret it very much.", now=NOW)
    case = report(Reply.objects.get(), house.world.reporter).report.case
    mine, boss, review = f"/en/me/reply/{said.reference}/", window(house.boss), house.world.review
    assert mine in boss.get(f"/en/s/{review.space.slug}/r/{review.pk}/").content.decode()
    assert window(house.author).get(mine).status_code == 404
    assert mine in boss.get("/en/me/professional/").content.decode()
    assert mine not in window(house.author).get("/en/me/professional/").content.decode()

    assert boss.post(f"{mine}withdraw/").status_code == 302
    settle()

    assert ("regret" in page(house), "Withdrawn by its author on" in page(house)) == (False, True)
    assert (Reply.objects.get().text, Revision.objects.count()) == ("", 0)
    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED
    assert "Your reply is withdrawn" in boss.get(mine).content.decode()
    with pytest.raises(NotNow):
        reply_withdraw(account=house.boss, reply=Reply.objects.get(), now=LATER)
    boss.post(f"/en/s/{review.space.slug}/r/{review.pk}/reply/", {"text": "We came twice that week."})
    assert "We came twice that week." in page(house)


def test_who_speaks_for_the_same_house_neither_reads_nor_changes_what_a_decision_masked_of_another(house):
    said = replied(house)
    decided(house.world.alder, report(said, house.world.reporter).report.case, spans=((0, 23),), now=NOW)
    other = person("also_of_the_house").account
    make_professional(house.world.review.subject, other, verified_at=NOW)
    review = house.world.review

    answer = window(other).get(f"/en/s/{review.space.slug}/r/{review.pk}/reply/")

    assert (answer.status_code, "Jean Dupont" in answer.content.decode()) == (403, False)


def test_who_left_a_members_only_space_still_finds_their_reply_their_doubt_and_their_case_and_nothing_else(settle):
    house = make_house(members_only=True)
    review, title = house.world.review, "useless on the telephone"
    said, raised = replied(house), doubt(house, aside="Order 4417.")
    case = report(said, house.world.reporter).report.case
    decided(house.world.alder, case, spans=((0, 23),), now=NOW)
    for account in (house.boss, house.author, house.world.reporter.account):
        space_leave(persona=account.personas.get(), space=review.space, now=LATER)
    boss, author = window(house.boss), window(house.author)
    mine, doubted = f"/en/me/reply/{said.reference}/", f"/en/doubts/{raised.reference}/"

    for page_of in (mine, doubted, f"/en/case/{case.reference}/", f"/en/case/{raised.case.reference}/"):
        answer = boss.get(page_of)
        assert (answer.status_code, title in answer.content.decode()) == (200, False), page_of
        assert f"/s/{review.space.slug}/" not in answer.content.decode(), page_of
        assert 'href=""' not in answer.content.decode(), page_of
        assert Client().get(page_of).status_code in {302, 404}
    assert boss.get(f"/en/s/{review.space.slug}/r/{review.pk}/").status_code == 404
    refused = boss.post(mine, {"text": "Other words."})
    assert refused.status_code == 409
    assert "take the reply back" in refused.content.decode()
    assert boss.post(f"{mine}withdraw/").status_code == 302
    assert boss.post(f"{doubted}take-back/").status_code == 302
    assert author.get(doubted).status_code == 200
    assert window(house.world.reporter.account).get(f"/en/case/{case.reference}/").status_code == 200
    assert author.post(f"/en/withdraw/{review.reference}/").status_code == 302
    review.refresh_from_db()
    assert review.state == "withdrawn"
