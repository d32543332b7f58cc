"""Which decisions teach the score, and what they teach."""

from datetime import timedelta

import pytest

from apps.moderation.models import Case
from apps.moderation.rules import RuleCode
from apps.moderation.services.teaching import decided_reviews, decisions_teach
from apps.moderation.states import CaseState, Outcome
from tests.moderation.world import LATER, decide, decided, make_world, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def open_case(world):
    report(world.review, world.reporter)
    return Case.objects.get()


def test_a_review_found_to_be_fake_is_a_lesson(world):
    decided(world.alder, open_case(world), rule=RuleCode.NOT_REAL)

    (lesson,) = decided_reviews()

    assert (lesson.review, lesson.fake, lesson.way) == (world.review.pk, True, "report")
    assert (lesson.agree, lesson.disagree) == (1, 0)


def test_a_review_kept_is_a_lesson_too(world):
    decided(world.alder, open_case(world), Outcome.KEEP, rule=None)

    assert [lesson.fake for lesson in decided_reviews()] == [False]


def test_an_insult_teaches_nothing_about_fakes(world):
    decided(world.alder, open_case(world), rule=RuleCode.INSULT)

    assert list(decided_reviews()) == []


def test_neither_a_report_nor_an_unsent_decision_is_a_lesson(world):
    case = open_case(world)
    assert list(decided_reviews()) == []

    decide(world.alder, case, rule=RuleCode.NOT_REAL)

    assert list(decided_reviews()) == []


def test_a_case_under_appeal_teaches_nothing_meanwhile(world):
    decided(world.alder, open_case(world), rule=RuleCode.NOT_REAL)

    Case.objects.update(state=CaseState.APPEALED)

    assert list(decided_reviews()) == []


def test_one_lesson_makes_no_model(world, settle):
    decided(world.alder, open_case(world), rule=RuleCode.NOT_REAL)
    settle()

    assert decisions_teach(now=LATER + timedelta(days=1)) is None
