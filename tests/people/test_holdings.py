"""Every model says what it holds about a person, or in writing why it holds nothing."""

import pytest
from django.apps import apps

from apps.people.holdings import all_holdings, reasons, unanswered

EVERY_MODEL = list(apps.get_models(include_auto_created=True))


def test_no_model_is_left_without_an_answer():
    assert unanswered(EVERY_MODEL) == []


def test_a_model_does_not_answer_twice():
    assert {h.model._meta.label for h in all_holdings()} & set(reasons()) == set()


@pytest.mark.parametrize("label", sorted(reasons()))
def test_holding_nothing_comes_with_a_reason(label):
    assert len(reasons()[label].split()) >= 3


@pytest.mark.parametrize("holding", list(all_holdings()), ids=lambda h: h.key)
def test_what_is_kept_for_a_time_is_deleted_when_the_time_is_over(holding):
    assert (holding.keep_for is None) == (holding.purge is None)


@pytest.mark.parametrize("holding", list(all_holdings()), ids=lambda h: h.key)
def test_a_holding_says_in_both_languages_what_it_is_and_what_becomes_of_it(holding, french):
    french_words = str(holding.label), str(holding.fate)

    from django.utils import translation

    with translation.override("en"):
        english_words = str(holding.label), str(holding.fate)
    assert all(french_words)
    assert french_words[0] != english_words[0]


def test_the_account_goes_last():
    assert [holding.key for holding in all_holdings()][-1] == "people-account"
