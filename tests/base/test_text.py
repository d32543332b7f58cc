"""What cannot be stored, or would deceive the eye, is refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from apps.base.models import ALPHABET, clean_text, new_reference, references, validate_text


@pytest.mark.parametrize("trap", ["\x00", "\ud800", "‮", "⁦"])
def test_a_hidden_character_is_refused_with_a_sentence(trap, english):
    with pytest.raises(ValidationError, match="hidden character"):
        validate_text(f"before{trap}after")


def test_right_to_left_words_are_welcome():
    validate_text("מסעדה נהדרת, خدمة ممتازة")


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)


def test_references_are_opaque_and_readable_aloud():
    reference = new_reference()

    assert len(reference) == 19
    assert set(reference) <= set(ALPHABET) | {"-"}
    assert len({new_reference() for _ in range(1000)}) == 1000


def test_many_references_at_once_are_like_single_ones():
    many = list(references(1000))

    assert len(set(many)) == 1000
    assert {tuple(map(len, reference.split("-"))) for reference in many} == {(4, 4, 4, 4)}
    assert set("".join(many)) == set(ALPHABET) | {"-"}
