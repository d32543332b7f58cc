import pytest

from apps.algorithms import words

TEMPLATES = {
    "fr": {"n": "{n:|avis|avis} : {x:.1} ; {p:%} ! « {w:w} »", "rank": "{r:o}", "sign": "{x:+.2}"},
    "en": {"n": "{n:|review|reviews}: {x:.1}; {p:%}! “{w:w}”", "rank": "{r:o}", "sign": "{x:+.2}"},
}
WORDS = {"fr": {"low": "bas"}, "en": {"low": "low"}}


def test_numbers_are_written_as_each_language_writes_them():
    values = {"n": 1234, "x": -2.25, "p": 0.125, "w": "low"}

    french = words.say(TEMPLATES, "n", values, "fr", WORDS)
    english = words.say(TEMPLATES, "n", values, "en", WORDS)

    assert french == "1\u202f234\u00a0avis\u202f: −2,2\u202f; 12\u202f%\u202f! «\u202fbas\u202f»"
    assert english == "1,234\u00a0reviews: −2.2; 12%! “low”"


@pytest.mark.parametrize(
    ("rank", "french", "english"),
    [(1, "1er", "1st"), (2, "2e", "2nd"), (11, "11e", "11th"), (23, "23e", "23rd")],
)
def test_ranks_are_spoken(rank, french, english):
    assert words.say(TEMPLATES, "rank", {"r": rank}, "fr") == french
    assert words.say(TEMPLATES, "rank", {"r": rank}, "en") == english


def test_french_counts_none_as_one_and_english_does_not():
    assert words.say({"fr": {"a": "{n:|texte|textes}"}}, "a", {"n": 0}, "fr") == "0\u00a0texte"
    assert words.say({"en": {"a": "{n:|text|texts}"}}, "a", {"n": 0}, "en") == "0\u00a0texts"


def test_zero_has_no_sign_and_the_unknown_is_a_dash():
    assert words.number(-0.001, "en", 1, signed=True) == "0.0"
    assert words.number(float("nan"), "fr") == "–"
    assert words.say({"en": {"a": "{n:.1}"}}, "a", {"n": None}, "en") == "–"


def test_small_shares_keep_a_decimal():
    assert words.percent(0.004, "fr") == "0,4\u202f%"
    assert words.percent(0.04, "en") == "4%"


def test_lists_are_joined():
    assert words.join(["a", "b", "c"], "fr") == "a, b et c"
    assert words.join(["a"], "en") == "a"
