"""What is kept of words that were contested goes once nobody needs it: at the end of the appeals, or with the words."""

import copy
from datetime import timedelta

import pytest

from apps.moderation.models import Case, Evidence, Report
from apps.moderation.rules import Ground
from apps.moderation.services.cases import windows_close
from apps.moderation.services.publication import decisions_publish
from apps.moderation.states import APPEAL_WINDOW, CaseState, Closing, Outcome
from apps.notices.models import Notice
from apps.posts.services import item_withdraw, post_edit
from tests.moderation.world import LATER, NOW, decide, make_world, report, talk
from tests.professionals.world import doubt, make_house

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
QUOTED = "It hums."


@pytest.fixture(scope="module")
def built(kept):
    return kept(build)


def build():
    world = make_world()
    message = talk(world.space, world.author)
    return world, message, report(message, world.reporter, Ground.OFF_TOPIC, passages=(QUOTED,)).report.case


@pytest.fixture
def world(built, db):
    return copy.deepcopy(built)


def kept_of(case: Case) -> tuple[bool, list[str], str]:
    filed = Report.objects.get(case=case)
    return Evidence.objects.filter(case=case).exists(), filed.passages, filed.digest


def heard(world) -> list[str]:
    return [notice.context["en"] for notice in Notice.objects.filter(to=world.reporter)]


def test_what_its_author_takes_back_is_kept_nowhere_else(world, settle):
    world, message, case = world
    item_withdraw(persona=world.author, item=message, now=LATER)
    settle()

    case.refresh_from_db()
    assert (case.state, case.closing) == (CaseState.CLOSED, Closing.WITHDRAWN)
    assert kept_of(case) == (False, [], "")


def test_taken_back_within_the_ten_seconds_everybody_hears_and_nothing_is_kept(world, settle):
    world, message, case = world
    decide(world.alder, case, Outcome.KEEP, rule=None)
    item_withdraw(persona=world.author, item=message, now=NOW + timedelta(seconds=5))
    settle()
    decisions_publish(now=LATER)

    case.refresh_from_db()
    assert (case.state, case.closing) == (CaseState.CLOSED, Closing.WITHDRAWN)
    assert kept_of(case) == (False, [], "")
    assert any("withdrawn by its author" in said for said in heard(world))


def test_a_doubt_about_a_review_taken_back_within_the_ten_seconds_says_that_nothing_is_left_to_decide(settle):
    house = make_house()
    found = doubt(house)
    decide(house.world.alder, found.case, Outcome.KEEP, rule=None)
    item_withdraw(persona=house.world.author, item=house.world.review, now=NOW + timedelta(seconds=5))
    decisions_publish(now=LATER)
    settle()

    found.refresh_from_db()
    assert found.state == "moot"


def test_edited_before_anybody_read_it_it_can_be_reported_again_for_six_months_and_then_nothing_is_kept(world, settle):
    world, message, case = world
    post_edit(persona=world.author, post=message, text="It hums. Does yours?", now=LATER)
    settle()
    windows_close(now=LATER + APPEAL_WINDOW - timedelta(days=1))
    assert kept_of(case)[:2] == (True, [QUOTED])

    windows_close(now=LATER + APPEAL_WINDOW + timedelta(days=1))

    assert kept_of(case) == (False, [], "")
