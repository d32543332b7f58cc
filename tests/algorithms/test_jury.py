"""Juries: balanced whenever five on the list can be, whoever leaves; the script of auditors draws the same."""

import runpy
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.jury import MEMBERS, Candidate, Group, Side, in_order, is_balanced, members_next

SCRIPT = runpy.run_path(str(Path(__file__).resolve().parents[2] / "deploy/auditor/redraw_jury.py"))
KINDS = st.tuples(st.sampled_from([Group.NEW, Group.EXPERIENCED]), st.sampled_from(list(Side)))
LISTS = st.lists(KINDS, min_size=MEMBERS, max_size=10)


def listed(kinds) -> list[Candidate]:
    return [Candidate(f"{n:032x}", group.value, side.value) for n, (group, side) in enumerate(kinds)]


def filled(order, seated=(), gone=()) -> list[Candidate]:
    """Seats filled until five sit, or nobody is left."""
    sitting = list(seated)
    while len(sitting) < MEMBERS and (found := members_next(order, sitting, gone)) is not None:
        sitting.append(found)
    return sitting


@given(LISTS, st.text(max_size=4))
def test_five_sit_in_balance_whenever_any_five_on_the_list_could(kinds, seed):
    order = in_order(seed, "jury", listed(kinds))

    sitting = filled(order)

    assert len(sitting) == MEMBERS
    assert is_balanced(sitting) == any(is_balanced(five) for five in combinations(order, MEMBERS))


@given(LISTS, st.sets(st.integers(0, MEMBERS - 1), min_size=1))
def test_whoever_left_is_replaced_in_balance_whenever_somebody_left_on_the_list_allows_it(kinds, leaving):
    order = in_order("", "jury", listed(kinds))
    first = filled(order)
    stay = [one for n, one in enumerate(first) if n not in leaving]
    gone = {one.lot for n, one in enumerate(first) if n in leaving}

    again = filled(order, stay, gone)

    others = [one for one in order if one not in first]
    fives = [[*stay, *more] for more in combinations(others, MEMBERS - len(stay))]
    assert not gone & {one.lot for one in again}
    assert len(again) == min(MEMBERS, len(stay) + len(others))
    if fives:
        assert is_balanced(again) == any(is_balanced(five) for five in fives)


@given(LISTS, st.text(max_size=4))
def test_the_script_of_auditors_draws_the_same(kinds, seed):
    candidates = listed(kinds)
    rows = [[one.lot, one.group, one.side] for one in candidates]
    announced = {"jury": "jury", "members": rows, "helpers": [], "seats": {"members": MEMBERS, "helpers": 0}}
    seats = [{"lot": one.lot, "after": 0, "left": 0} for one in filled(in_order(seed, "jury", candidates))]

    assert list(SCRIPT["following"](announced, seed, seats)) == [seat["lot"] for seat in seats]
