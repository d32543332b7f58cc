"""What was said about a clause follows the clause, or goes before a person: never to another sentence."""

import pytest

from apps.algorithms.clause_anchors import Text, anchor, place, sentence, text

RULES = """# Removal

A person reads each reported review before anything happens. The author is told by message within one day.
The author has thirty days to contest the decision before somebody else.

# Data

We keep the address of your network for thirty days. We sell no data to anybody.
"""
CLAUSE = "The author has thirty days to contest the decision before somebody else."


def followed(after: str, before: str = RULES, clause: str = CLAUSE):
    old = text(before)
    number = next(n for n, s in enumerate(old.sentences) if s.text == clause)
    new = text(after)
    found = place(anchor(old, number), new)
    return found, new.sentences[found.at].text if found.at is not None else ""


@pytest.mark.parametrize(
    ("after", "state", "stands"),
    [
        (RULES, "same", CLAUSE),
        (f"# New\n\nA first word to all of you.\n\n{RULES}", "same", CLAUSE),
        (RULES.replace(CLAUSE, f"**{CLAUSE}**"), "same", f"**{CLAUSE}**"),
        (RULES.replace("thirty days to contest", "14 days to contest"), "reworded", CLAUSE.replace("thirty", "14")),
        (RULES.replace(CLAUSE, ""), "lost", ""),
        ("Nous ne vendons rien à personne. Tout est lu.", "lost", ""),
    ],
)
def test_a_clause_is_found_again_or_called_lost(after, state, stands):
    found, words = followed(after)

    assert (found.state, words) == (state, stands)


def test_the_same_words_under_another_heading_are_another_clause():
    twice = RULES + "\n# Appeals\n\n" + CLAUSE

    found, _words = followed(twice + " A third person decides.", before=twice)

    assert found.at == 3


def test_a_clause_joined_to_another_sentence_is_found_in_it():
    joined = RULES.replace(CLAUSE, CLAUSE.replace("somebody else.", "somebody else, and is told so in plain words."))

    assert followed(joined)[0].state == "reworded"


def test_an_empty_text_holds_no_clause():
    assert place(anchor(text(RULES), 1), Text(())).state == "lost"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_place_is_said_in_words(language):
    said = {sentence(followed(after)[0], language) for after in (RULES, RULES.replace("thirty", "14"), "")}

    assert len(said) == 3
