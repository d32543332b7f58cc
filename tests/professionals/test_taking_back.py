"""A professional takes a doubt back: the reasons go, the day is said, and the figures count it as what it is."""

import pytest
from django.test import Client

from apps.base.errors import NotNow, NotYours
from apps.ledger.models import Event
from apps.moderation.models import Case
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.states import CaseState, Outcome
from apps.moderation.targets import of_item
from apps.professionals.selectors.figures import doubt_figures, tally_of_operator
from apps.professionals.services.answers import aside_read
from apps.professionals.services.doubts import doubt_withdraw
from tests.moderation.world import LATER, NOW, decided
from tests.professionals.test_doubts import notices
from tests.professionals.world import REASONS, House, case_of, doubt, make_house

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def window(account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def house(db) -> House:
    return make_house()


def test_a_doubt_is_taken_back_on_its_page_by_whoever_raised_it_and_the_page_says_when(house, settle):
    found = doubt(house, aside="Order 4417.")
    page, press = f"/en/doubts/{found.reference}/", f"/en/doubts/{found.reference}/take-back/"

    assert REASONS in Client().get("/en/doubts/feed.atom").content.decode()
    assert "Take this doubt back" not in window(house.author).get(page).content.decode()
    assert window(house.author).post(press).status_code == 403
    assert window(house.boss).post(press).status_code == 302
    settle()

    found.refresh_from_db()
    said = Client().get(page).content.decode()
    assert REASONS not in said
    assert "The professional took the reasons back on" in said
    assert (found.state, found.aside, found.said.text) == ("withdrawn", b"", "")
    assert "taken back" in Client().get(f"/en/s/{found.space.slug}/r/{found.review.pk}/").content.decode()
    assert notices(house.author, "doubt.withdrawn") == 1
    assert Event.objects.filter(kind="doubt.withdrawn", object=found.reference).exists()
    twins = [Client().get(at).content.decode() for at in (f"/api/doubts/{found.reference}/", "/en/doubts/feed.atom")]
    assert not [twin for twin in twins if REASONS in twin]


def test_before_a_decision_it_counts_as_taken_back_whatever_is_decided_about_the_review_afterwards(house, settle):
    found = doubt(house, aside="Order 4417.")
    doubt_withdraw(account=house.boss, doubt=found, now=LATER)
    settle()

    found.refresh_from_db()
    assert case_of(found).state == CaseState.OPEN  # a person reads the review all the same
    assert aside_read(account=house.world.alder, doubt=found, now=LATER).professional == ""
    decided(house.world.alder, case_of(found), Outcome.KEEP, rule=None)
    settle()

    found.refresh_from_db()
    whole, operator = doubt_figures(house.boss, now=NOW).whole, tally_of_operator(house.world.space.operator)
    assert (found.state, whole.raised, whole.withdrawn, whole.not_held, whole.open) == ("withdrawn", 1, 1, 0, 0)
    assert (operator.withdrawn, "Taken back before a decision: 1." in operator.sentence) == (1, True)
    row = Client().get("/en/doubts/figures.csv").content.decode().splitlines()
    assert (row[0].split(",")[9], row[1].split(",")[9]) == ("withdrawn", "1")
    with pytest.raises(NotNow):  # nor are the same words doubted again
        doubt(house, now=LATER)


def test_after_a_decision_the_reasons_go_and_the_figures_stay(house, settle):
    found = doubt(house)
    decided(house.world.alder, case_of(found), Outcome.MASK, rule=RuleCode.INSULT)
    settle()

    doubt_withdraw(account=house.boss, doubt=found, now=LATER)
    with pytest.raises(NotNow):
        doubt_withdraw(account=house.boss, doubt=found, now=LATER)

    found.refresh_from_db()
    assert (found.state, found.withdrawn_at, found.said.text) == ("not_held", LATER, "")
    assert doubt_figures(house.boss, now=NOW).whole.not_held == 1


def test_what_waits_for_a_decision_about_reasons_that_were_taken_back_is_over(house, settle):
    found = doubt(house)
    draft = ReportDraft(Ground.PRIVATE_PERSON, (), "It tells whose car it is.")
    report_file(target=of_item(found.said), draft=draft, reporter=house.world.reporter, now=NOW)

    doubt_withdraw(account=house.boss, doubt=found, now=LATER)
    settle()

    assert Case.objects.get(item=found.said.reference).state == CaseState.CLOSED
    with pytest.raises(NotYours):
        doubt_withdraw(account=house.author, doubt=found, now=LATER)
