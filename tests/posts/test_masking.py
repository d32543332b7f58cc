"""What is masked cannot be read, whatever was edited since."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from apps.posts.masking import STUB, carry, cut, passages, tidy

TEXT = "They lost my file. The clerk, Paul Durand, lives at 4 rue Basse. I waited two hours."
NAME = [[19, 64]]


def test_a_cut_text_holds_nothing_of_the_passage():
    assert passages(TEXT, NAME) == ["The clerk, Paul Durand, lives at 4 rue Basse."]
    assert cut(TEXT, NAME, stub="[…]") == "They lost my file. […] I waited two hours."


def test_a_passage_left_as_it_was_stays_masked_wherever_it_went():
    moved = "I waited two hours. The clerk, Paul Durand, lives at 4 rue Basse. They lost my file."

    spans = carry(passages(TEXT, NAME), moved)

    assert "Durand" not in cut(moved, spans)
    assert "two hours" in cut(moved, spans)


def test_one_changed_letter_does_not_lift_a_mask():
    dodge = "They lost my file. The clerk, Paul Durrand, lives at 4, rue Basse! I waited two hours."

    assert "Durrand" not in cut(dodge, carry(passages(TEXT, NAME), dodge))


def test_a_reworded_passage_is_shown_again():
    reworded = "They lost my file. A clerk was rude to me. I waited two hours."

    assert carry(passages(TEXT, NAME), reworded) == []


def test_a_stub_cannot_be_typed_by_people():
    assert STUB not in cut(f"a{STUB}b", [])


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=4))
def test_spans_in_any_order_are_in_the_text_and_apart(text, spans):
    tidied = tidy(spans, len(text))

    assert all(0 <= start < end <= len(text) for start, end in tidied)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(tidied))


@given(st.text(alphabet="ab. ", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_masked_passage_never_survives_in_the_same_text(text, a, b):
    masked = [p for p in passages(text, [[min(a, b), max(a, b)]]) if p]

    left = cut(text, carry(masked, text))

    assert all(passage not in left for passage in masked)
