"""Statements go over the connection that Django keeps, in its care; moments come as Django reads them."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection, connections

from apps.base.statements import carry_out, row_of, rows_of

LAST = datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)


@pytest.fixture
def own_connection():
    """One that a test may cut: the other tests go on with theirs."""
    kept = connections["default"]
    alone = kept.copy()
    alone.settings_dict = {**kept.settings_dict, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": None}
    connections["default"] = alone
    yield alone
    alone.close()
    connections["default"] = kept


def cut(wrapper):
    """As a restarted database leaves a connection."""
    wrapper.ensure_connection()
    wrapper.connection.pgconn.finish()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ask", [lambda: rows_of("SELECT 1"), lambda: row_of("SELECT 1"), lambda: carry_out("SELECT 1")]
)
def test_a_page_that_begins_with_a_statement_finds_a_dead_connection_and_takes_another(own_connection, ask):
    cut(own_connection)
    own_connection.health_check_enabled, own_connection.health_check_done = True, False  # a request begins

    ask()

    assert own_connection.is_usable()


@pytest.mark.django_db
def test_without_a_health_check_a_dead_connection_is_told_as_django_tells_it(own_connection):
    cut(own_connection)
    own_connection.health_check_enabled, own_connection.health_check_done = True, True  # in the midst of a request

    with pytest.raises(OperationalError):
        rows_of("SELECT 1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 23, 7, 40, 27, 790630, UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, UTC),
    ],
)
def test_moments_are_those_that_django_reads(at):
    given = "SELECT %s::timestamptz AS at, NULL::timestamptz"

    ((found, nothing),) = rows_of(given, [at])

    with connection.cursor() as plain:
        plain.execute(given, [at])
        assert plain.fetchone() == (found, nothing) == (at, None)
    assert found.tzinfo is UTC
