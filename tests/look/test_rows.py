"""A line of a long list is drawn once for the same values, and never shown for others."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.template import engines
from django.utils import translation

from apps.pages.selectors.lines import ThreadLine

LINE = ThreadLine(
    url="/en/s/a/t/1/",
    title="Which bulb?",
    is_question=True,
    solved=False,
    topic="",
    speaker=None,
    posts=3,
    started_at=datetime(2026, 3, 1, tzinfo=UTC),
    last_post_at=datetime(2026, 3, 2, tzinfo=UTC),
)
ROW = '{% row "pages/thread_line.html" line=line %}'
INCLUDED = '{% include "pages/thread_line.html" %}'


def drawn(template: str, line: ThreadLine) -> str:
    return engines["django"].from_string(template).render({"line": line})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_row_reads_like_the_template_it_is_drawn_from(language):
    with translation.override(language):
        first, again, plain = drawn(ROW, LINE), drawn(ROW, LINE), drawn(INCLUDED, LINE)

    assert first == again == plain


@pytest.mark.parametrize(
    "changed",
    [{"title": "Which <b>bulb?"}, {"solved": True}, {"posts": 4}, {"last_post_at": datetime(2026, 4, 2, tzinfo=UTC)}],
)
def test_a_line_that_changed_is_drawn_anew(changed):
    before = drawn(ROW, LINE)

    after = drawn(ROW, replace(LINE, **changed))

    assert after != before
    assert after == drawn(INCLUDED, replace(LINE, **changed))


def test_each_language_has_its_own():
    with translation.override("fr"):
        french = drawn(ROW, LINE)
    with translation.override("en"):
        english = drawn(ROW, LINE)

    assert french != english
