"""What is done for many, one after another, is done for all but those for whom it fails."""

from structlog.testing import capture_logs

from apps.ledger.carefully import each


def test_one_that_fails_is_said_and_holds_up_none_of_the_others():
    def step(key: int) -> int:
        return 12 // key

    with capture_logs() as said:
        assert each([1, 0, 3], step, failed="not_divided") == 16

    assert [(line["event"], line["key"], line["error"]) for line in said] == [("not_divided", 0, "ZeroDivisionError")]
