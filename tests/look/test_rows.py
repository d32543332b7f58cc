"""A line of a long list is drawn once for the same values, and never shown for others; so are addresses."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.template import engines
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.safestring import SafeString

from apps.pages.selectors.lines import ThreadLine
from apps.pages.selectors.parts import Numbering

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


LINES = [LINE, replace(LINE, title="Which key?"), LINE]


def list_drawn(lines: list[ThreadLine]) -> str:
    return engines["django"].from_string('{% rows "pages/thread_line.html" lines %}').render({"lines": lines})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_list_reads_like_its_lines_and_changes_with_each_of_them(language):
    with translation.override(language):
        assert list_drawn(LINES) == list_drawn(LINES) == "".join(drawn(ROW, line) for line in LINES)
        for number in range(len(LINES)):
            changed = [*LINES[:number], replace(LINE, posts=9), *LINES[number + 1 :]]
            assert list_drawn(changed) == "".join(drawn(ROW, line) for line in changed)
        assert list_drawn([]) == ""


def numbered(asked: str, at: Numbering, rf) -> str:
    return engines["django"].from_string("{% pages page %}").render({"page": at}, rf.get(f"/en/s/a/?{asked}"))


@pytest.mark.usefixtures("english")
def test_other_pages_keep_what_was_asked_for(rf):
    asked = QueryDict("stars=2&topic=brakes%26tyres&page=2")

    drawn_ = numbered(asked.urlencode(), Numbering(2, 3, 120), rf)

    assert 'href="?stars=2&amp;topic=brakes%26tyres&amp;page=1"' in drawn_
    assert 'href="?stars=2&amp;topic=brakes%26tyres&amp;page=3"' in drawn_
    assert "Page 2 of 3" in drawn_
    assert 'rel="prev"' not in numbered("", Numbering(1, 2, 60), rf)
    assert 'rel="next"' not in numbered("", Numbering(2, 2, 60), rf)
    assert numbered("", Numbering(1, 1, 7), rf) == ""


def addressed(template: str, **values: object) -> str:
    return engines["django"].from_string(template).render(values)


def test_an_address_is_that_of_its_values_and_of_the_language():
    there = "{% url 'pages:thread' space thread %}"
    with translation.override("fr"):
        assert addressed(there, space="a", thread=1) == "/fr/s/a/t/1/"
        with pytest.raises(NoReverseMatch):
            addressed(there, space="a", thread=True)  # equal to 1, and no number of a talk
    with translation.override("en"):
        assert addressed(there, space="a", thread=1) == "/en/s/a/t/1/"
        assert addressed(there, space="b", thread="1") == addressed(there, space=SafeString("b"), thread=1)
        assert addressed("{% url 'pages:space' space=space %}", space="a") == "/en/s/a/"
        assert addressed("{% url 'pages:space' space as way %}[{{ way }}]", space="") == "[]"
        assert addressed("{% url 'pages:nowhere' as way %}[{{ way }}]") == "[]"
        with pytest.raises(NoReverseMatch):
            addressed("{% url 'pages:space' space %}", space="no slug")


def test_an_address_is_escaped_where_text_is():
    assert addressed("{% url 'pages:member' 'a' name %}", name="a'b") == "/fr/s/a/m/a&#x27;b/"
    assert addressed("{% autoescape off %}{% url 'pages:member' 'a' name %}{% endautoescape %}", name="a'b").endswith(
        "/a'b/"
    )
