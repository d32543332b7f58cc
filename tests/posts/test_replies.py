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
from apps.posts.services import reply_edit, reply_publish
from apps.spaces.models import Mandate, Professional
from tests.moderation.world import LATER, NOW, decided, manager, report
from tests.professionals.world import House, make_house

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
    with pytest.raises(NotNow):
        reply_edit(professional=house.face, reply=said, text="Jean Dupont again.", now=NOW)
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
