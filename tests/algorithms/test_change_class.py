import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.change_class import SENTENCES, sentence, suggest

RULE = "L’auteur est prévenu par message. Il dispose de 30 jours pour contester.\n\n# Recours\n\nUn autre décide."


@pytest.mark.parametrize(
    ("before", "after", "code", "reason"),
    [
        (RULE, RULE, "none", "none"),
        (RULE, RULE.replace("# Recours", "## RECOURS"), "technical", "form"),
        ("See [terms](https://a.example/1).", "See [terms](https://a.example/2).", "technical", "form"),
        ("Last updated: 1 May 2024. Be kind.", "Last updated: 9 June 2025. Be kind.", "technical", "update"),
        ("Hello all.\n\n* [Help](https://a.example)", "Hello all.", "technical", "links"),
        ("Un avis est lu. Un autre décide.", "Un autre décide. Un avis est lu.", "editorial", "moved"),
        (
            "The writer of a review is told by message in the account.",
            "The author of a review is told by message in the account.",
            "editorial",
            "wording",
        ),
        ("# Contents\n\nBe kind to all.", "# Summary\n\nBe kind to all.", "editorial", "short"),
        (RULE, RULE.replace("30", "14"), "substantive", "figures"),
        ("Un avis est lu par une personne.", "Un avis n’est pas lu par une personne.", "substantive", "weighty"),
        (RULE, RULE + " Nous gardons chaque texte retiré par son auteur.", "substantive", "added"),
        (RULE + " Nous gardons chaque texte retiré par son auteur.", RULE, "substantive", "removed"),
        (
            "We tell the author before the review goes.",
            "We tell nobody about what the review becomes.",
            "substantive",
            "rewritten",
        ),
    ],
)
def test_the_class_and_its_reason(before, after, code, reason):
    suggestion = suggest(before, after)

    assert (suggestion.code, suggestion.reason) == (code, reason)


def test_the_reason_names_the_words_that_decided():
    suggestion = suggest(RULE, RULE.replace("30", "14"))

    assert sentence(suggestion, "fr") == (
        "De fond\u202f: 1\u00a0phrase change\u202f; un chiffre, une date ou un montant diffère (14, 30)."
    )


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_weight_of_a_change_is_the_same_in_both_directions(before, after):
    assert (suggest(before, after).code == "none") == (suggest(after, before).code == "none")


@given(st.text(max_size=200))
def test_a_text_has_not_changed_from_itself(text):
    assert suggest(text, text).code == "none"


@pytest.mark.parametrize("line", ["18192021222324252627" * 9, "a" * 60_000, "[](" * 60_000])
def test_a_line_of_figures_or_brackets_or_without_spaces_is_judged_at_once(line):
    assert suggest(RULE, f"{RULE}\n\n{line}").code != "none"


def test_every_sentence_exists_in_both_languages():
    assert set(SENTENCES["fr"]) == set(SENTENCES["en"])
