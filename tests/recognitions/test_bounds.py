"""What no path of conversions can do, against random tables and random chains of spaces."""

from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.conversion import WHOLE, Answer, Shown, Table, convert, faults

SCALE = ("known", "recognised", "reference")
LEVELS = st.sampled_from(SCALE)
PAIRS = st.dictionaries(LEVELS, LEVELS, min_size=1).map(lambda rows: tuple(rows.items()))
TABLES = st.builds(
    Table, rows=PAIRS, topics=st.just(((WHOLE, WHOLE),)), cap=LEVELS, quota=st.integers(1, 5), max_age=st.just(180)
).filter(lambda table: not faults(table, there=SCALE, here=SCALE))
RANK = {"": -1, **{code: place for place, code in enumerate(SCALE)}}


def read(table: Table, level: str, *, earned: bool = True, used: int = 0) -> Answer:
    return convert(table, Shown(level, WHOLE, earned, 0), there=SCALE, here=SCALE, used_today=used)


@given(TABLES, LEVELS)
def test_no_table_that_may_be_published_raises_anything(table, level):
    assert RANK[read(table, level).level] <= min(RANK[level], RANK[table.cap])


@given(st.lists(TABLES, min_size=1, max_size=6), LEVELS)
def test_a_chain_or_a_circle_of_spaces_ends_after_one_hop(tables, level):
    held, earned = level, True
    for hop, table in enumerate(tables):
        answer = read(table, held, earned=earned)
        assert hop == 0 or answer.level == ""
        held, earned = answer.level or held, False

    assert RANK[held] <= RANK[level]


@given(TABLES, st.lists(LEVELS, max_size=40))
def test_a_captured_space_adds_at_most_its_quota_a_day(table, asking):
    given_today = 0
    for level in asking:
        given_today += read(table, level, used=given_today).why is None

    assert given_today <= table.quota


@given(TABLES, LEVELS, LEVELS)
def test_whoever_earned_more_never_gets_less(table, one, other):
    less, more = sorted((one, other), key=lambda level: RANK[level])

    assert RANK[read(table, less).level] <= RANK[read(table, more).level]


@given(TABLES, LEVELS)
def test_only_what_was_earned_is_exported(table, level):
    assert read(table, level, earned=False).level == ""
