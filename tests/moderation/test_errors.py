"""Errors of the score are counted from decisions about what it flagged and what a draw named, and nothing else."""

import pytest

from apps.algorithms import review_suspicion
from apps.algorithms.conformal import GROUPS
from apps.algorithms.error_rates import Part
from apps.moderation.rules import RuleCode
from apps.moderation.selectors.errors import groups_of, together
from apps.moderation.services.cases import case_open
from apps.moderation.states import OpenedBy, Outcome
from apps.moderation.targets import of_item
from apps.scoring.models import Score
from tests.moderation.world import NOW, decided, make_world, person, publish, report

LOW_FIRST = GROUPS[0]
pytestmark = pytest.mark.django_db


def scored(review, *, flagged=False, author_reviews=1, version=review_suspicion.VERSION):
    """A score as the pipeline leaves it; these reviews have too few neighbours for a real one."""
    Score.objects.filter(review=review).delete()
    return Score.objects.create(
        review=review, algorithm=review_suspicion.NAME, version=version, terms=[], inputs_digest=str(review.pk),
        inputs={"rating": review.stars, "lowest": 1, "highest": 5, "author_reviews": author_reviews},
        log_odds=2 if flagged else 0, threshold=1.5, outcome="worth_a_look" if flagged else "nothing_unusual",
        space_reviews=40, subject_reviews=9, scored_at=NOW, flagged_at=NOW if flagged else None,
    )  # fmt: skip


def written(world, *, stars=2, **score):
    review = publish(
        world.space, person(f"writer {stars} {len(score)} {Score.objects.count()}", world.space), stars=stars
    )
    scored(review, **score)
    return review


def judged(world, review, opened_by, outcome, rule=None):
    case = case_open(target=of_item(review), opened_by=opened_by, rule=None, why={}, now=NOW)
    return decided(world.alder, case, outcome, rule=rule)


def counted(name):
    groups = groups_of(review_suspicion.NAME, review_suspicion.VERSION)
    return next(group for group in groups if group.name == name)


def test_each_part_counts_its_reviews_those_decided_and_those_found_unacceptable():
    world = make_world()
    judged(world, written(world, flagged=True), OpenedBy.ALGORITHM, Outcome.MASK, RuleCode.NOT_REAL)
    judged(world, written(world, flagged=True), OpenedBy.ALGORITHM, Outcome.KEEP)
    judged(world, written(world), OpenedBy.RANDOM, Outcome.KEEP)
    written(world)

    group = counted(LOW_FIRST)

    assert group.flagged == Part(2, 2, 1)
    assert group.left == Part(2, 1, 0)


def test_an_insult_is_not_what_the_score_looks_for():
    world = make_world()
    judged(world, written(world, flagged=True), OpenedBy.ALGORITHM, Outcome.MASK, RuleCode.INSULT)

    assert counted(LOW_FIRST).flagged == Part(1, 1, 0)


def test_reported_reviews_do_not_count_as_audited():
    world = make_world()
    review = written(world)
    decided(world.alder, report(review, world.reporter).report.case)

    assert counted(LOW_FIRST).left == Part(1, 0, 0)


def test_groups_keep_sides_and_newcomers_apart_and_other_versions_out():
    world = make_world()
    written(world, stars=5, author_reviews=4)
    written(world, stars=3)
    written(world, stars=1, version="0.9")

    assert counted(GROUPS[6]).left.reviews == 1  # favourable, not the author's first, a small space
    assert counted(GROUPS[4]).left.reviews == 1
    assert counted(LOW_FIRST).left.reviews == 0


def test_parts_add_up():
    assert together([Part(1, 1, 1), Part(5, 2, 0)]) == Part(6, 3, 1)
    assert together([]) == Part(0, 0, 0)
