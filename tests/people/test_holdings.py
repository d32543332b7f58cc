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
    assert (holding.keep_for is None and not holding.keep_note) == (holding.purge is None)


def test_the_account_goes_last():
    assert [holding.key for holding in all_holdings()][-1] == "people-account"
