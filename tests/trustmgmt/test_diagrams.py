"""The diagrams in docs/ are those of the tables that the code looks up."""

import pytest

from trustmgmt.diagrams import PAGE, page, tables


def test_the_page_of_states_is_what_the_tables_say():
    assert page() == PAGE.read_text(encoding="utf-8"), "make diagrams"


def test_every_app_with_a_transition_table_is_there():
    assert [table.app for table in tables()] == [
        "accountability", "audits", "badges", "disputes", "exchanges", "juries", "labels", "mediation", "moderation",
        "posts", "professionals", "proposals", "recognitions", "references", "referrals", "scoring", "warnings",
    ]  # fmt: skip


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.app)
def test_every_step_is_said_in_words_and_no_other(table):
    assert set(table.steps) == set(table.arrows())
    assert set(table.transitions) == set(table.kind)
