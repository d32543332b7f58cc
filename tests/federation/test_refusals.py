"""Every 'no' that a person can see says what is wrong and what one can do, in both languages."""

import ast
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation

from apps.federation.reading import No
from apps.federation.refusals import WORDS, told
from apps.outside import Why
from apps.signatures.errors import Flaw

CODES = [
    *No, *Why, *(f"signature_{flaw}" for flaw in Flaw), "media_type", "not_a_message", "robots", "moved", "pages",
    "hidden", "gave_up", "HTTP 401", "HTTP 403", "HTTP 404", "HTTP 410", "HTTP 413", "HTTP 429", "HTTP 503", "HTTP 418",
    "KeyError", "rating value",
]  # fmt: skip
RAISED = {"Refused": 0, "Ignored": 0, "Later": 0, "Door": 1}


def said_in_code() -> Iterator[str]:
    """The sentences that refusals are raised with."""
    for file in sorted((settings.BASE_DIR / "apps" / "federation").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text())):
            place = RAISED.get(getattr(getattr(call, "func", None), "id", ""))
            if place is not None and isinstance(call, ast.Call) and len(call.args) > place:
                yield from (
                    word.value
                    for word in ast.walk(call.args[place])
                    if isinstance(word, ast.Constant) and isinstance(word.value, str) and " " in word.value.strip()
                )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_refusal_says_what_is_wrong_and_what_to_do(language):
    reasons = [*map(str, CODES), *said_in_code()]
    assert len(reasons) > 90

    with translation.override(language):
        silent = [reason for reason in reasons if not told(reason).wrong or not told(reason).do]
        alike = [reason for reason in reasons if language == "fr" and told(reason).wrong == reason]

    assert (silent, alike) == ([], [])


def test_every_sentence_of_the_table_is_said_in_french_too():
    with translation.override("en"):
        english = {reason: told(reason) for reason in WORDS}
    with translation.override("fr"):
        same = [reason for reason, words in english.items() if told(reason).wrong == words.wrong]

    assert same == []


def test_the_place_of_a_fault_stays_beside_its_words(english):
    assert told("origin object").detail == "object"
    assert told("A sentence of yesterday.").wrong == "A sentence of yesterday."
