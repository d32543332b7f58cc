import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.signatures.canonical import canonical, digest, parse, parse_object
from apps.signatures.errors import NotCanonical

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(), parts, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_is_written_reads_back_and_is_written_the_same(value):
    written = canonical(value)

    assert canonical(parse(written)) == written


@given(st.dictionaries(st.text(), values, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_names_changes_nothing(value, random):
    shuffled = dict(random.sample(list(value.items()), len(value)))

    assert canonical(shuffled) == canonical(value)


def test_names_are_ordered_by_utf16_and_numbers_are_shortest():
    assert canonical({"é": 1.0, "a": 1e21, "\U0001f600": 0.1, "\ufb33": -0.0}) == (
        '{"a":1e+21,"é":1,"😀":0.1,"\ufb33":0}'.encode()
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1, "b": 1}}',
        "NaN",
        "[Infinity]",
        "-Infinity",
        "1e999",
        "9007199254740993",
        "1" * 5000,
        '"\\ud800"',
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        "[" * 100 + "]" * 100,
        "[" * 100_000,
        "{'a': 1}",
        "",
        "{} {}",
    ],
)
def test_what_two_readers_could_read_differently_is_refused(text):
    with pytest.raises(NotCanonical):
        parse(text)


@pytest.mark.parametrize("value", [float("nan"), 2**60, {1: "a"}, {"a": object()}, "\ud800"])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)


def test_only_an_object_where_only_an_object_will_do():
    assert parse_object("{}") == {}
    with pytest.raises(NotCanonical):
        parse_object("[]")


def test_the_digest_is_of_the_canonical_form():
    assert digest({"b": 1, "a": 2}) == digest(json.loads('{"a":2.0,"b":1}'))
