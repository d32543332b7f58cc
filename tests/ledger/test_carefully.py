"""What is done for many, one after another, is done for all but those for whom it fails."""

import pytest
from django.db import OperationalError, connection
from structlog.testing import capture_logs

from apps.ledger.carefully import each
from apps.ledger.models import Event


def test_one_that_fails_is_said_and_holds_up_none_of_the_others():
    def step(key: int) -> int:
        return 12 // key

    with capture_logs() as said:
        assert each([1, 0, 3], step, failed="not_divided") == 16

    assert [(line["event"], line["key"], line["error"]) for line in said] == [("not_divided", 0, "ZeroDivisionError")]


@pytest.mark.django_db(transaction=True)
def test_without_a_database_nobody_else_is_tried(monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")

    with capture_logs() as said, pytest.raises(OperationalError):
        each([1, 2, 3], lambda key: Event.objects.filter(pk=key).count(), failed="not_counted")

    assert [line["key"] for line in said] == [1]
