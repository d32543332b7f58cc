import numpy as np

from apps.algorithms.canary import flags_by_subject, watch
from apps.algorithms.conformal import GROUPS

LOW, HIGH = "low/first/large", "high/first/large"


def gold(low, high):
    groups = np.array([LOW] * low + [HIGH] * high)
    return groups, np.zeros(low + high, bool), np.ones(low + high, bool)


def test_what_does_not_change_is_released():
    groups, none, genuine = gold(50, 50)

    assert not watch(none, none, groups, genuine, {}).blocks


def test_bothering_one_group_more_blocks():
    groups, before, genuine = gold(50, 50)
    after = before.copy()
    after[:9] = True

    seen = watch(before, after, groups, genuine, {})

    assert seen.blocks
    assert {drift.group for drift in seen.drifts if drift.blocks} == {LOW, "low"}


def test_one_review_more_is_chance():
    groups, before, genuine = gold(20, 20)
    after = before.copy()
    after[0] = True

    assert not watch(before, after, groups, genuine, {}).blocks


def test_small_rises_of_several_unfavourable_groups_add_up():
    groups = np.array([name for name in GROUPS for _ in range(40)])
    before, after = np.zeros(320, bool), np.zeros(320, bool)
    for group in GROUPS[:4]:
        after[np.flatnonzero(groups == group)[:3]] = True

    blocking = {drift.group for drift in watch(before, after, groups, np.ones(320, bool), {}).drifts if drift.blocks}

    assert blocking == {"low"}


def test_fake_gold_reviews_do_not_count():
    groups, before, genuine = gold(50, 50)

    assert not watch(before, ~before, groups, ~genuine, {}).blocks


def test_a_surge_of_flags_on_one_subject_blocks():
    subjects = np.array(["inn"] * 12 + ["café"] * 12)
    before = np.zeros(24, bool)
    before[[0, 12, 13, 14, 15]] = True
    after = before.copy()
    after[1:7] = True
    after[16:18] = True

    flags = flags_by_subject(before, after, subjects)

    assert flags == {"inn": (1, 7), "café": (4, 6)}
    assert watch(*[np.zeros(0, bool)] * 2, np.zeros(0, "U8"), np.zeros(0, bool), flags).surges == {"inn": (1, 7)}
