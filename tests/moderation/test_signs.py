"""Each sign of the score says on the desk how often people, once they had read, found otherwise."""

import pytest
from django.core.cache import cache

from apps.moderation.rules import RuleCode
from apps.moderation.selectors.signs import ENOUGH, with_what_was_found
from apps.moderation.states import OpenedBy, Outcome
from apps.scoring.models import Score
from apps.scoring.selectors import score_of
from tests.moderation.test_errors import judged, written
from tests.moderation.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    cache.clear()


def flagged(world, weight=1.0):
    """A review whose score rests on one sign."""
    review = written(world, flagged=True)
    sign = {"code": "newcomers", "weight": weight, "values": {"week_newcomers": 2, "week_reviews": 5, "share": 0.4}}
    Score.objects.filter(review=review).update(terms=[sign])
    return review


def kept(world, count):
    for _ in range(count):
        judged(world, flagged(world), OpenedBy.ALGORITHM, Outcome.KEEP)


def found(review):
    (reason,) = with_what_was_found(score_of(review)).heaviest
    return reason.found


def test_of_a_sign_that_nobody_has_judged_nothing_is_said_and_a_few_are_no_share():
    world = make_world()

    assert found(flagged(world)) == ""

    cache.clear()
    kept(world, 1)
    assert found(flagged(world)).endswith("one review with this sign has been judged by people.")


def test_enough_of_them_are_told_with_those_that_were_not_what_it_looks_for():
    world = make_world()
    kept(world, ENOUGH - 1)
    judged(world, flagged(world), OpenedBy.ALGORITHM, Outcome.MASK, RuleCode.NOT_REAL)

    assert f"of {ENOUGH} reviews with this sign, people found {ENOUGH - 1} not to be fake." in found(flagged(world))


def test_where_the_sign_weighs_next_to_nothing_it_neither_counts_nor_is_told():
    world = make_world()
    judged(world, flagged(world, weight=0.1), OpenedBy.ALGORITHM, Outcome.KEEP)

    assert found(flagged(world, weight=0.1)) == ""
    assert found(flagged(world)) == ""
