"""What a professional says for everybody is contested, read by a person and masked like any other words."""

import pytest
from django.test import Client

from apps.base.errors import NotYours
from apps.moderation.conflicts import conflict_of
from apps.moderation.models import Case
from apps.moderation.permissions import check_can_decide, check_can_report
from apps.moderation.rules import Ground
from apps.moderation.selectors.around import author_here
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.states import Outcome
from apps.moderation.targets import of_item, target_of
from apps.people.erasure import Words, account_erase
from apps.posts.services import item_withdraw
from apps.professionals.models import Doubt, DoubtReasons
from apps.spaces.models import Professional
from tests.moderation.world import LATER, NOW, decided, manager
from tests.professionals.world import REASONS, House, doubt, make_house

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def house(db) -> House:
    return make_house()


def contested(house: House, found: Doubt) -> Case:
    """By whoever reads it and is named in it, say."""
    target = of_item(found.said)
    draft = ReportDraft(Ground.PRIVATE_PERSON, (), "It tells whose car it is.")
    return report_file(target=target, draft=draft, reporter=house.world.reporter, now=NOW).report.case


def test_anybody_contests_the_reasons_and_they_stay_until_a_person_decides(house):
    found, reader = doubt(house), Client()

    page = reader.get(f"/en/report/{found.said.reference}/")
    sent = reader.post(f"/en/report/{found.said.reference}/", {"ground": "insult", "text": "Rude."})

    assert house.face.name in page.content.decode()
    assert sent.status_code == 302
    assert Case.objects.get(item=found.said.reference).item_kind == "reasons"
    assert REASONS in reader.get(f"/en/doubts/{found.reference}/").content.decode()


def test_masked_reasons_are_read_nowhere_a_stub_leads_to_the_case_and_an_appeal_brings_them_back(house):
    found = doubt(house)
    case = contested(house, found)
    decided(house.world.alder, case, now=NOW)
    review = house.world.review
    places = [f"/en/doubts/{found.reference}/", "/en/doubts/", f"/en/x/{review.subject.slug}/doubts/", "/api/doubts/",
              f"/api/doubts/{found.reference}/", f"/en/case/{case.reference}/"]  # fmt: skip

    masked = [Client().get(place).content.decode() for place in places]
    assert not [place for place, page in zip(places, masked, strict=True) if REASONS in page]
    assert f"/en/case/{case.reference}/" in masked[0]
    assert "This text was masked on" in masked[0]

    appeal_file(account=house.boss, case=case, text="It names nobody.", now=LATER)
    decided(manager("another", house.world.space), case, Outcome.KEEP, rule=None, now=LATER)

    assert REASONS in Client().get(places[0]).content.decode()


def test_whoever_wrote_the_doubted_review_does_not_decide_about_the_doubt(house):
    found = doubt(house)
    case = contested(house, found)
    judge = manager("judge", house.world.space)
    house.world.review.author.account.mandates.create(
        role="trust_manager", public_name="author_judges", space=house.world.space, from_at=NOW
    )

    assert check_can_decide(judge, case, now=NOW)
    with pytest.raises(NotYours, match="what you wrote or decided"):
        check_can_decide(house.author, case, now=NOW)
    assert not conflict_of(judge, case, now=NOW)

    Professional.objects.create(account=judge, subject=house.world.review.subject.reference, verified_at=NOW)
    assert "what this review is about" in conflict_of(judge, case, now=NOW)


def test_nothing_of_a_professionals_pseudonym_stands_beside_their_real_name(house):
    found = doubt(house)
    target = target_of(found.said.reference)

    here = author_here(target, NOW)

    assert (target.author_name, here.name, here.reviews) == (house.face.name, house.face.name, 0)
    with pytest.raises(NotYours):
        check_can_report(house.boss, target, now=NOW)


def test_reasons_go_with_the_review_and_with_whoever_gave_them(house):
    found = doubt(house)
    case = contested(house, found)
    account_erase(account=house.boss, words=Words.DELETE, now=LATER)

    said = DoubtReasons.objects.get(pk=found.said.pk)
    assert (said.text, said.state, said.author) == ("", "withdrawn", None)
    case.refresh_from_db()
    assert not Client().get(f"/api/doubts/{found.reference}/").json()["reasons"]


def test_reasons_of_a_review_that_is_gone_cannot_be_read_by_contesting_them(house):
    found = doubt(house)
    item_withdraw(persona=house.world.author, item=house.world.review, now=LATER)

    page = Client().get(f"/en/report/{found.said.reference}/")

    assert page.status_code == 409
    assert REASONS not in page.content.decode()
