import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import sentence_diff as algorithm
from apps.algorithms.sentence_diff import Piece, compare, passages, sentences, tally

texts = st.lists(
    st.sampled_from(
        [
            "Un avis est lu.",
            "Il reste.",
            "# Titre",
            "- point un",
            "Vous avez 30 jours.",
            "Vous avez 14 jours.",
            "",
            "Ok !",
        ]
    )
    | st.text(max_size=30),
    max_size=12,
).map("\n".join)


def read(text):
    return [sentence.text for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M. Dupont lit l'art. 5 du règlement. Il signe.", ["M. Dupont lit l'art. 5 du règlement.", "Il signe."]),
        ("Le prix est de 3.50 euros. Payez.", ["Le prix est de 3.50 euros.", "Payez."]),
        ("Vraiment ? Oui !  « Non. » Elle part.", ["Vraiment ?", "Oui !", "« Non. »", "Elle part."]),
        (
            "See e.g. Section 2, J. Doe v. Acme Inc. for more. Next.",
            ["See e.g. Section 2, J. Doe v. Acme Inc. for more.", "Next."],
        ),
        ("Signed in 2025. The U.S. Government agrees.", ["Signed in 2025.", "The U.S. Government agrees."]),
        ("Wait... What? Yes.", ["Wait...", "What?", "Yes."]),
        ("3.2. Délais. Ils courent.", ["3.2. Délais.", "Ils courent."]),
        ("Une ligne\ncoupée ici. Une autre.", ["Une ligne coupée ici.", "Une autre."]),
        ("Visit www.example.org. (It helps.) Bye.", ["Visit www.example.org.", "(It helps.)", "Bye."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert read(text) == expected


def test_markdown_marks_are_not_text():
    text = "# Règles #\n\nTitre\n==\n\n* un point\n  continue\n2. deux\n\n---\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n> dit"

    found = [(sentence.kind, sentence.text) for sentence in sentences(text)]

    assert found == [
        ("heading", "Règles"),
        ("heading", "Titre"),
        ("item", "un point continue"),
        ("item", "deux"),
        ("row", "| a | b |"),
        ("row", "| 1 | 2 |"),
        ("text", "dit"),
    ]


def test_a_changed_sentence_shows_its_words():
    changes = compare(
        "L’auteur est prévenu. Il dispose de 30 jours pour contester.",
        "L’auteur est prévenu. Il dispose de 14 jours pour contester.",
    )

    assert [change.kind for change in changes] == ["kept", "changed"]
    assert changes[1].pieces == (
        Piece("same", "Il dispose de "),
        Piece("removed", "30 "),
        Piece("added", "14 "),
        Piece("same", "jours pour contester."),
    )


def test_removed_and_added_sentences_are_named():
    changes = compare(
        "Un. Les frais sont remboursés sous dix jours. Trois.", "Un. Trois. Nous prévenons chaque membre."
    )

    assert tally(changes) == {"kept": 2, "removed": 1, "added": 1, "changed": 0}
    assert algorithm.sentence(changes, "fr") == (
        "1\u00a0phrase ajoutée, 1\u00a0phrase supprimée\u202f; 2\u00a0inchangées."
    )


@given(texts, texts)
def test_both_versions_can_be_read_from_the_difference(before, after):
    changes = compare(before, after)

    assert tuple(change.before for change in changes if change.before) == sentences(before)
    assert tuple(change.after for change in changes if change.after) == sentences(after)


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert all(change.kind == "kept" for change in compare(text, text))


@given(texts)
def test_no_word_is_lost_in_cutting(text):
    def letters(value):
        return [letter for letter in value if letter.isalpha()]

    marks = {"item", "heading"}
    cut = sentences(text)

    if not any(sentence.kind in marks for sentence in cut):
        assert letters(" ".join(sentence.text for sentence in cut)) == letters(text)


@given(texts, texts)
def test_words_kept_and_added_are_the_new_sentence(before, after):
    for change in compare(before, after):
        if change.kind == "changed":
            new = "".join(piece.text for piece in change.pieces if piece.kind != "removed")
            assert new.split() == change.after.text.split() or new.replace(" ", "") == change.after.text.replace(
                " ", ""
            )


def test_only_what_changed_is_shown_with_a_sentence_around():
    before = " ".join(f"Phrase {word}." for word in ("une", "deux", "trois", "quatre", "cinq"))
    after = before.replace("Phrase trois.", "Tout autre chose ici.")

    (passage,) = passages(compare(before, after))

    assert [change.sentence.text for change in passage if change.kind == "kept"] == ["Phrase deux.", "Phrase quatre."]


def generated(words, seed):
    chance = random.Random(seed)
    return " ".join(" ".join(chance.choice(words) for _ in range(12)).capitalize() + "." for _ in range(3600))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (generated([f"mot{n}" for n in range(500)], 1), generated([f"mot{n}" for n in range(500)], 2)),
        (generated([f"mot{n}" for n in range(12)], 1), generated([f"mot{n}" for n in range(12)], 2)),
        ("Oui. " * 60_000, "Non. " * 30_000 + "Oui. " * 30_000),
        ("A. " * 100_000, "." * 300_000),
        ("-" * 300_000 + "a", "a." + '"' * 300_000),
        ("# " + " " * 200_000 + "#", "| " * 150_000),
    ],
)
def test_three_hundred_kilobytes_take_a_moment_whatever_they_hold(before, after):
    started = time.process_time()

    compare(before, after)

    assert time.process_time() - started < 5
