from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.near_duplicates import SHORTEST, Signature, nearest, signature, signatures, similarity

TEXT = "La chambre donnait sur la cour, le petit déjeuner était copieux et le personnel très gentil."
OTHER = "Two hours late, no apology, and the refund took eleven weeks to arrive on my account; never again."
long_texts = st.text(min_size=SHORTEST * 2, max_size=200)


def test_a_copy_with_one_word_changed_is_nearly_the_same():
    copied = TEXT.replace("copieux", "parfait")

    assert similarity(signature(TEXT), signature(copied)) > 0.7
    assert set(signature(TEXT).bands()) & set(signature(copied).bands())


def test_two_texts_about_other_things_share_almost_nothing():
    assert similarity(signature(TEXT), signature(OTHER)) < 0.1


def test_case_accents_and_punctuation_hide_no_copy():
    assert signature(TEXT) == signature(TEXT.upper().replace("É", "E").replace(",", " …"))


def test_a_short_text_is_not_compared():
    assert signature("Très bien, je recommande.") is None


def test_the_nearest_text_and_the_number_of_copies():
    copies = [signature(TEXT), signature(TEXT + " Merci !"), signature(OTHER)]

    assert nearest(signature(TEXT), copies) == (1.0, 2)
    assert nearest(signature(TEXT), []) == (0.0, 0)


@given(long_texts)
def test_a_signature_has_one_size_and_comes_back_from_its_bytes(text):
    made = signature(text)

    if made is not None:
        assert len(made.as_bytes()) == 240
        assert Signature.from_bytes(made.as_bytes()) == made
        assert similarity(made, made) == 1.0


@given(long_texts, long_texts)
def test_similarity_is_the_same_in_both_directions(one, other):
    a, b = signature(one), signature(other)

    if a and b:
        assert similarity(a, b) == similarity(b, a)


def test_the_shuffles_are_the_published_ones():
    assert signature(TEXT).places[:3] == (3454916, 19058922, 114204422)


@given(st.lists(st.one_of(st.text(max_size=60), long_texts), max_size=12))
def test_many_texts_at_once_get_the_signatures_of_each_alone(texts):
    kept, places = signatures(texts)

    alone = [signature(text) for text in texts]
    assert kept.tolist() == [number for number, made in enumerate(alone) if made]
    assert [tuple(row) for row in places.tolist()] == [made.places for made in alone if made]
