"""What becomes of those who came by a conversion: a decision that stands is counted, one that fell is not."""

from datetime import timedelta

import pytest

from apps.moderation.models import Case
from apps.moderation.rules import Ground
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.pauses import pause_lift
from apps.moderation.services.publication import decisions_publish
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.states import Outcome
from apps.moderation.targets import of_profile
from apps.recognitions.services import conversion_ask
from apps.spaces.services import space_join
from tests.moderation.world import NOW, make_world
from tests.recognitions.world import earn, make_pair
from tests.referrals.test_decisions import decided

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def made(world):
    """The author of this world came by a conversion, the day before."""
    pair = make_pair(now=NOW - DAY, here=world.space)
    pair.publish()
    space_join(persona=world.author, space=pair.there, now=NOW - DAY)
    earn(world.author, pair.there, at=NOW - DAY)
    account = world.author.account
    return conversion_ask(account=account, recognition=pair.recognition, topic="food", now=NOW - DAY)


def paused(world, ground: Ground, day: float, *, reporter=None) -> Case:
    at = NOW + day * DAY
    target = of_profile(world.author, world.space)
    case = report_file(target=target, draft=ReportDraft(ground), reporter=reporter, now=at).report.case
    return decided(case, world.alder, Outcome.PAUSE, at)


def falls(world, case: Case, day: float) -> None:
    at = NOW + day * DAY
    appeal_file(account=world.author.account, case=case, text="It was not me, and I can show it.", now=at)
    decided(case, world.rowan, Outcome.KEEP, at)


def sanctioned(made, settle, day: float):
    settle(NOW + day * DAY)
    made.refresh_from_db()
    return made.sanctioned_at


def test_a_decision_that_falls_leaves_an_earlier_one_that_stands(world, made, settle):
    first = paused(world, Ground.INSULT, 1)
    noted = sanctioned(made, settle, 2)
    assert noted is not None
    second = paused(world, Ground.ADVERTISING, 20, reporter=world.reporter)
    sanctioned(made, settle, 21)

    falls(world, second, 22)
    assert sanctioned(made, settle, 23) == noted

    falls(world, first, 24)
    assert sanctioned(made, settle, 25) is None


def test_ending_a_pause_early_says_nothing_about_it(world, made, settle):
    case = paused(world, Ground.INSULT, 1)
    noted = sanctioned(made, settle, 2)

    at = NOW + 3 * DAY
    pause_lift(account=world.rowan, case=case, own_words="They have understood.", language="en", now=at)
    decisions_publish(now=at + timedelta(seconds=11))

    assert sanctioned(made, settle, 4) == noted
