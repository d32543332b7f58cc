"""Statements that the database plans once per connection, for paths where planning each time would cost the most.

Django's own cursors put the values into the text; here they travel beside it, and the plan is kept. Moments are read by
psycopg's compiled loader, ten times as fast: a list of fifty rows has two hundred of them.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from django.db import connection
from psycopg import Cursor, adapters
from psycopg.pq import Format

MOMENT = adapters.types["timestamptz"].oid
MOMENTS = adapters.get_loader(MOMENT, Format.TEXT)  # compiled; Django's own adds its time zone to each in Python
PLANS = 200  # kept per connection, some 90 KB each; of a hundred, as psycopg keeps, pages would drive out each other's

Row = tuple[Any, ...]
Given = Sequence[Any] | Mapping[str, Any]


def rows_of(statement: str, given: Given = ()) -> list[Row]:
    """All rows it answers, in this connection's transaction."""
    with _cursor(statement) as cursor, connection.wrap_database_errors:
        return cursor.execute(statement, given, prepare=True).fetchall()


def row_of(statement: str, given: Given = ()) -> Row | None:
    """The first row it answers."""
    with _cursor(statement) as cursor, connection.wrap_database_errors:
        return cursor.execute(statement, given, prepare=True).fetchone()


def carry_out(statement: str, given: Given = ()) -> None:
    """Do what it says; it answers nothing."""
    with _cursor(statement) as cursor, connection.wrap_database_errors:
        cursor.execute(statement, given, prepare=True)


def _cursor(statement: str) -> Cursor[Row]:
    connection.close_if_health_check_failed()  # as Django's own cursors do: a page may begin with one of these
    connection.ensure_connection()
    raw: Any = connection.connection
    raw.prepare_threshold = 0  # of these cursors alone: Django's never keep a plan
    raw.prepared_max = PLANS
    if connection.queries_logged:  # whoever counts what a page asks counts these too
        connection.queries_log.append({"sql": statement, "time": "0"})
    cursor = Cursor(raw)
    if MOMENTS is not None and connection.timezone is UTC:  # as all ours do, and then both read the same
        cursor.adapters.register_loader(MOMENT, MOMENTS)
    return cursor
