"""Which sentences bargain with stars, which only mention money, and what is said of a language nobody listed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.bargain_words import (
    LANGUAGES,
    THREAT,
    THREAT_CHANGED,
    TOLD,
    bargains_in,
    bargains_told,
    names,
    weight,
)

BARGAINS = [
    ("fr", "Si vous ne me remboursez pas, je laisse un avis négatif."),
    ("fr", "Remboursez-moi. Sinon je mets une étoile partout !"),
    ("fr", "Je suis prêt à modifier ma note en échange d’un geste commercial."),
    ("fr", "Faites un geste ou alors je vais vous pourrir la réputation"),
    ("en", "I told them on the phone: refund the whole invoice or the stars go down."),
    ("en", "Refund me or I will leave a one star review."),
    ("en", "I'll happily change this review once you give me my money back"),
    ("en", "Give us a free night. Otherwise I'll post a terrible review."),
]
INNOCENT = [
    ("fr", "Je ne retirerai pas mon avis, même si vous me remboursez."),
    ("fr", "Le patron m’a dit qu’il me rembourserait si je retirais mon avis."),
    ("fr", "Je modifierai mon avis une fois le problème réglé."),
    ("fr", "Je ne demande rien en échange, je change juste ma note."),
    ("fr", "Je mets 1 étoile, sinon la piscine était belle."),
    ("en", "I won't change my review even if you refund me."),
    ("en", "I got no refund and no answer to my review."),
    ("en", "They offered a refund if I would remove my review."),
    ("en", "I will update my review if they fix it."),
    ("en", "I am not asking for a refund, but I will change my rating if you answer."),
]


@pytest.mark.parametrize(("language", "text"), BARGAINS)
def test_an_advantage_asked_for_stars_is_heard_in_any_case_and_without_accents(language, text):
    assert bargains_in(text, language) == 1
    assert bargains_in(text.upper(), language) == 1
    assert bargains_in(text.replace("é", "e").replace("ê", "e").replace("à", "a"), language) == 1


@pytest.mark.parametrize(("language", "text"), INNOCENT)
def test_what_only_sounds_like_it_is_left_alone(language, text):
    assert bargains_in(text, language) == 0


def test_the_other_party_is_heard_in_their_own_words():
    assert bargains_told("Vous nous avez menacés de laisser un avis négatif.", "fr") == 1
    assert bargains_told("Il n’y a eu aucune menace au sujet de cet avis.", "fr") == 0
    assert bargains_told("Si vous retirez votre avis, je vous rembourse.", "fr") == 0
    assert bargains_told("This guest tried to blackmail us over a review.", "en") == 1


@pytest.mark.parametrize("language", ["de", "", "unknown"])
def test_of_a_language_without_a_list_nothing_is_said(language):
    assert bargains_in(BARGAINS[0][1], language) is None
    assert bargains_told(BARGAINS[0][1], language) is None
    assert weight([np.nan], [0], [3]).tolist() == [0.0]


@given(st.lists(st.sampled_from([text for _, text in BARGAINS + INNOCENT]), max_size=4), st.sampled_from(LANGUAGES))
def test_a_quick_look_at_the_whole_misses_no_sentence(texts, language):
    together = "\n".join(texts)

    assert bargains_in(together, language) == sum(bargains_in(text, language) for text in texts)


@given(st.text(max_size=400), st.sampled_from(LANGUAGES), st.text(max_size=30))
def test_no_text_breaks_it(text, language, subject):
    assert bargains_in(text, language) >= 0
    assert bargains_told(text, language) >= 0
    assert names(text, subject) in {True, False}


@given(*[st.integers(0, 5)] * 3)
def test_more_is_never_less_and_a_changed_rating_alone_is_nothing(own, told, changed):
    heard = weight(own, told, changed)

    assert heard <= weight(own + 1, told, changed)
    assert heard <= weight(own, told + 1, changed)
    assert heard <= weight(own, told, changed + 1)
    assert weight(0, 0, changed) == 0
    assert heard <= THREAT + THREAT_CHANGED
    assert weight(0, 1, 0) == TOLD * THREAT


def test_a_subject_is_named_by_its_whole_name_only():
    assert names("We stayed at the Hôtel du Lac.", "hotel du lac")
    assert not names("We stayed at the Hôtel du Lacustre.", "Hôtel du Lac")
    assert not names("Anything", "")
