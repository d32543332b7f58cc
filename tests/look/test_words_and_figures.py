from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from apps.look import moments, numbers
from apps.look.parts import Moment, Reason, Step, StepState, weigh
from tests.look.drawing import HOSTILE, draw

EVENING = datetime(2026, 11, 1, 19, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (2418, "2\u202f418", "2,418"),
        (1234567.5, "1\u202f234\u202f567,5", "1,234,567.5"),
        (-0.25, "−0,25", "−0.25"),
        (0.1 + 0.2, "0,3", "0.3"),
        (Decimal("12.00"), "12", "12"),
        (1 / 3, "0,33", "0.33"),
    ],
)
def test_numbers_are_written_as_each_reader_writes_them(value, french, english):
    with translation.override("fr"):
        assert numbers.number(value) == french
    with translation.override("en"):
        assert numbers.number(value) == english


def test_signs_and_shares(french):
    assert numbers.signed(1.4) == "+1,4"
    assert numbers.signed(-0.9) == "−0,9"
    assert numbers.signed(0.0) == "0,0"
    assert numbers.percent(0.615) == "62\u202f%"


def test_dates_in_french(french):
    assert moments.day(EVENING) == "1er novembre 2026"
    assert moments.day(date(2026, 11, 12), short=True) == "12 nov."
    assert moments.moment(EVENING) == "1er novembre 2026, à 19\u202fh\u202f05"


def test_dates_in_english(english):
    assert moments.moment(EVENING) == "1 November 2026, 19:05"
    assert moments.day(EVENING, short=True) == "1 Nov"


def test_a_date_keeps_its_machine_form(english):
    assert draw("{% when at hour=True %}", at=EVENING) == (
        '<time datetime="2026-11-01T19:05:00+00:00">1 November 2026, 19:05</time>'
    )
    assert draw("{% when at %}", at=None) == ""


def test_reasons_add_up_to_the_total_shown(english):
    terms = [Reason("Copies two others", 1.4), Reason("The bill was seen", -0.9)]

    drawn = draw("{% reasons terms threshold=1.5 %}", terms=terms)

    assert "+1.4" in drawn
    assert "−0.9" in drawn
    assert "+0.5" in drawn
    assert "threshold, 1.5" in drawn


def test_all_reasons_start_at_the_same_zero():
    reasons = weigh([Reason("a", 2.0), Reason("b", -1.0)], threshold=None)

    right, left = reasons.bars
    assert float(right.x) == float(reasons.zero) == pytest.approx(float(left.x) + float(left.width))


def test_what_speaks_for_it_and_against_it_is_drawn_on_one_scale():
    heavy, light = [Reason("a", 2.6)], [Reason("c", -0.4)]

    above, below = weigh(heavy, None, beside=light), weigh(light, None, beside=heavy)

    assert above.zero == below.zero
    assert float(above.bars[0].width) > 6 * float(below.bars[0].width)


def test_a_small_reason_is_not_shown_as_nothing(english):
    assert weigh([Reason("a", 0.04)], None).bars[0].figure == "+0.04"


def test_no_reasons_weigh_nothing(english):
    assert weigh([], 1.5).total.figure == "0.0"


@pytest.mark.parametrize(
    ("source", "context"),
    [
        ("{% tag text icon='i-yes' %}", {"text": HOSTILE}),
        ("{% verdict 'kept' text %}", {"text": HOSTILE}),
        ("{% ribbon steps text %}", {"steps": [Step(HOSTILE, HOSTILE, StepState.NOW)], "text": HOSTILE}),
        ("{% timeline entries %}", {"entries": [Moment(HOSTILE, when=HOSTILE, detail=HOSTILE)]}),
        ("{% reasons terms %}", {"terms": [Reason(HOSTILE, 1.0)]}),
        ("{% facts pairs %}", {"pairs": [(HOSTILE, HOSTILE)]}),
        ("{% empty text text text text %}", {"text": HOSTILE}),
        ("{% crumbs text text text %}", {"text": HOSTILE}),
        ("{% cmd text text %}", {"text": HOSTILE}),
        ("{% icon text label=text css=text %}", {"text": HOSTILE}),
        ("{% live_figure text text caption=text unit=text %}", {"text": HOSTILE}),
        ("{% bar_chart rows text %}", {"rows": [(HOSTILE, 1)], "text": HOSTILE}),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_hostile_words_stay_words(source, context, language):
    with translation.override(language):
        drawn = draw(source, **context)

    assert "<script" not in drawn
    assert "<i>" not in drawn
    assert "alert(1)" in drawn


def test_stars_are_said_in_words(french):
    drawn = draw("{% stars 2 %}")

    assert "2 sur 5" in drawn
    assert drawn.count("#i-star&quot;") + drawn.count('#i-star"') == 2
    assert drawn.count('#i-staro"') == 3
