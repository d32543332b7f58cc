import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.look import charts
from apps.look.formulas import mathml
from apps.look.numbers import number
from tests.look.drawing import HOSTILE, draw

FIGURES = st.lists(st.integers(0, 10_000), min_size=0, max_size=40)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _pairs(values: list[int]) -> list[tuple[str, int]]:
    return [(f"day {i}", value) for i, value in enumerate(values)]


@given(FIGURES)
def test_the_table_under_a_chart_holds_every_value(values):
    pairs = _pairs(values)
    expected = tuple((label, number(value)) for label, value in pairs)

    assert charts.sparkline(pairs, sentence="s", header="h").data.rows == expected
    assert charts.line(pairs, sentence="s", header="h").data.rows == expected
    assert charts.bars(pairs, sentence="s").data.rows == expected


@given(FIGURES)
def test_no_coordinate_is_spoilt_by_a_locale(values):
    with translation.override("fr"):
        drawn = draw("{% chart c %}", c=charts.line(_pairs(values), sentence="s", header="h"))

    paths = re.findall(r' d="([^"]*)"', drawn)
    assert paths
    for path in paths:
        assert re.fullmatch(r"[MLHVZ0-9. -]*", path)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=5))
def test_parts_of_a_whole_stay_within_it(values):
    chart = charts.stacked(_pairs(values), sentence="s")

    last = chart.parts[-1]
    assert float(last.x) + float(last.width) <= 1088 + 3 * len(values)
    assert len(chart.keys) == len(values)


def test_more_than_five_parts_is_a_table_not_a_chart():
    with pytest.raises(ValueError, match="5 parts"):
        charts.stacked(_pairs([1] * 6), sentence="s")


def test_bars_start_at_zero_and_the_longest_is_the_largest():
    chart = charts.bars([("5", 14), ("4", 7), ("3", 0)], sentence="s")

    widths = [float(bar.width) for bar in chart.bars]
    assert widths[0] == pytest.approx(2 * widths[1])
    assert widths[2] == 0


def test_every_chart_says_its_finding_and_is_followed_by_its_values(english):
    pairs = _pairs([1, 5, 3])
    every = [
        charts.sparkline(pairs, sentence=HOSTILE, header="Reviews"),
        charts.line(pairs, sentence=HOSTILE, header="Voices", band=(1, 4), band_label="usual", peak_label=HOSTILE),
        charts.bars(pairs, sentence=HOSTILE),
        charts.stacked(pairs, sentence=HOSTILE),
        charts.dots([NOON], start=NOON, end=NOON, say=str, sentence=HOSTILE, marked=0, marked_word=HOSTILE),
    ]

    for chart in every:
        drawn = draw("{% chart c %}", c=chart)
        assert 'role="img" aria-label="&quot;&gt;&lt;script' in drawn
        assert "<script" not in drawn
        assert drawn.index("</svg>") < drawn.index('<details class="data">')
        assert drawn.count("<tr>") == len(chart.data.rows) + 1


def test_states_are_named_in_the_strip_and_in_the_table(english):
    pairs = _pairs([1, 1, 9])
    states = [("calm", "calm"), ("calm", "calm"), ("confirmed", "confirmed")]

    chart = charts.line(pairs, sentence="s", header="h", states=states, state_keys=[("confirmed", "Confirmed")])

    assert [box.css for box in chart.strip] == ["c-4", "c-red"]
    assert [row[2] for row in chart.data.rows] == ["calm", "calm", "confirmed"]


def test_a_chart_without_points_still_says_its_sentence(english):
    for chart in (
        charts.sparkline([], sentence="No reviews yet", header="h"),
        charts.line([], sentence="No reviews yet", header="h"),
        charts.bars([], sentence="No reviews yet"),
        charts.stacked([], sentence="No reviews yet"),
    ):
        assert "No reviews yet" in draw("{% chart c %}", c=chart)


def test_dots_stand_where_their_moments_are():
    start, end = NOON, NOON + timedelta(hours=4)

    chart = charts.dots([start, NOON + timedelta(hours=2), end], start=start, end=end, say=str, sentence="s")

    assert chart.dots == ("6", "125", "244")


SHARES = st.lists(
    st.one_of(st.none(), st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(lambda three: sorted(three))),
    max_size=8,
)


@given(SHARES, st.floats(0.01, 1))
def test_a_share_is_drawn_between_its_bounds_or_not_at_all(bounds, mark):
    rows = [
        charts.Share(f"kind {i}", *((b[1], b[0], b[2]) if b else (None, None, None)), of=i, said=0.5)
        for i, b in enumerate(bounds)
    ]

    flat = charts.ranges(rows, sentence="s", header="h", mark=mark, mark_label="chosen")
    square = charts.agreement(rows, sentence="s", header="h", said="said", found="found")

    told = sum(b is not None for b in bounds)
    assert len(flat.whiskers) == len(square.whiskers) == told
    assert len(flat.data.rows) == len(square.data.rows) == len(rows)
    assert all(4 <= float(w.x) <= 712 and float(w.y) < flat.base for w in flat.whiskers)
    assert all(12 <= float(w.y) <= 312 for w in square.whiskers)
    for chart in (flat, square):
        assert "NaN" not in draw("{% chart c %}", c=chart)


def test_a_formula_is_mathml_with_the_numbers_of_its_reader():
    with translation.override("fr"):
        drawn = mathml(r"\frac{a_i}{2} + \sum_{i=1}^{n} \ln(1.5 x^2) \text{<b>} < \theta")

    assert "<mfrac><msub><mi>a</mi><mi>i</mi></msub><mn>2</mn></mfrac>" in drawn
    assert "<munderover>" in drawn
    assert "<mn>1,5</mn>" in drawn
    assert "<mtext>&lt;b&gt;</mtext><mo>&lt;</mo><mi>θ</mi>" in drawn


@pytest.mark.parametrize("spoilt", [r"\frac{a", r"\nothing", "a_", r"\frac{a}"])
def test_a_formula_with_a_mistake_is_refused(spoilt):
    with pytest.raises((ValueError, KeyError)):
        mathml(spoilt)
