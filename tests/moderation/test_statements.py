"""Statements of reasons are short, whole and in both languages, whatever was decided about whatever."""

from collections.abc import Iterator
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.utils.translation import override

from apps.moderation.rules import COMMON, Ground, Rule, RuleCode
from apps.moderation.sentences import split
from apps.moderation.states import (
    OF_PAUSED,
    OF_TALKS,
    OUTCOMES,
    WITHOUT_RULE,
    EmergencyGround,
    ItemKind,
    OpenedBy,
    Outcome,
    Result,
)
from apps.moderation.wording import AUTOMATION, Facts, OrderFacts, Words, words_of

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
WORDS_IN_A_SENTENCE = 18
MUST = ("finding", "lede", "facts", "effect", "duration", "ground", "automation", "redress", "to_author", "to_reporter")
ORDER = OrderFacts("Tribunal judiciaire de Lyon", "26/01234", "Loi du 29 juillet 1881", "France", "Cour d’appel", None)


def decidable() -> Iterator[tuple[ItemKind, Outcome, int]]:
    """Every outcome of every kind of item; a mask of all of it, of one sentence, of three."""
    for kind, outcomes in OUTCOMES.items():
        more = {ItemKind.POST: OF_TALKS, ItemKind.PROFILE: OF_PAUSED}.get(kind, ())
        for outcome in (*outcomes, *more):
            yield from ((kind, outcome, n) for n in ((0, 1, 3) if outcome == Outcome.MASK else (0,)))


def facts(kind: ItemKind, outcome: Outcome, masked: int, code: RuleCode, **more) -> Facts:
    """Of one decision, for words alone."""
    rule = Rule(code, str(code.label), str(COMMON[code]), "Common rules", None, "")
    return Facts(
        kind=kind,
        outcome=outcome,
        masked=masked,
        rule=None if outcome in WITHOUT_RULE else rule,
        space="Bricolage",
        about="Chaudières Morel",
        item_published_at=NOW - timedelta(days=3),
        opened_at=NOW,
        why={"rate": 50, "readers": 2},
        appeal_until=NOW + timedelta(days=183),
        ends_at=NOW + timedelta(days=7) if outcome == Outcome.PAUSE else None,
        **more,
    )


def matrix() -> Iterator[Facts]:
    """All codes by all outcomes, however the case came and whatever a machine's part; appeals; what stands apart."""
    for (kind, outcome, masked), code in product(decidable(), RuleCode):
        common = {"automated": "none", "opened_by": OpenedBy.REPORT, "ground": Ground.INSULT, "reports": 2}
        yield facts(kind, outcome, masked, code, **common)
        for result, was in product(Result, OUTCOMES[kind]):
            yield facts(kind, outcome, masked, code, **common, result=result, was=was)
    for (kind, outcome, masked), came, automated in product(decidable(), OpenedBy, AUTOMATION):
        common = {"automated": automated, "opened_by": came, "ground": Ground.UNLAWFUL, "reports": 1}
        yield facts(kind, outcome, masked, RuleCode.UNLAWFUL, **common)
        if came == OpenedBy.ORDER:
            yield facts(kind, outcome, masked, RuleCode.UNLAWFUL, **common, order=ORDER)
        if outcome == Outcome.MASK:
            for ground in EmergencyGround:
                apart = {"emergency": ground, "confirm_before": NOW + timedelta(days=1)}
                yield facts(kind, outcome, masked, RuleCode.PRIVATE_PERSON, **common, **apart)


def said(words: Words) -> list[str]:
    return [str(value) for value in astuple(words) if value]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_any_statement_says_all_it_must_in_sentences_of_eighteen_words_in_the_mean(language, record_property):
    texts: dict[str, int] = {}
    statements = 0
    with override(language):
        for known in matrix():
            statements += 1
            words = words_of(known)
            assert all(getattr(words, name) for name in MUST), known
            for text in said(words):
                texts[text] = texts.get(text, 0) + 1

    lengths = [(len(text[start:end].split()), times) for text, times in texts.items() for start, end in split(text)]
    mean = sum(n * times for n, times in lengths) / sum(times for _n, times in lengths)
    record_property("statements", statements)
    record_property("words in a sentence", round(mean, 2))
    assert mean <= WORDS_IN_A_SENTENCE
    assert max(n for n, _times in lengths) <= 2 * WORDS_IN_A_SENTENCE
    assert [text for text in texts if "%(" in text or "  " in text] == []
