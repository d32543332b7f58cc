"""Rows into PostgreSQL through COPY: a table of this transaction, then one INSERT per table that is meant."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

Rows = Iterable[Sequence[Any]]


def copy_in(table: str, columns: Mapping[str, str], rows: Rows) -> None:
    """Fill an empty table of this session, gone at the end of the transaction."""
    name = sql.Identifier(table)
    shape = sql.SQL(", ").join(sql.SQL("{} {}").format(sql.Identifier(c), sql.SQL(t)) for c, t in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(name))
        cursor.execute(sql.SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(name, shape))
        with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("SET LOCAL default_statistics_target = 10")  # a few rows say enough of a batch
        cursor.execute(sql.SQL("ANALYZE {}").format(name))


def insert_from(model: type[models.Model], values: Mapping[str, str], source: str) -> None:
    """INSERT … SELECT … ON CONFLICT DO NOTHING. `values` maps fields to SQL; other fields take the model's defaults."""
    columns: list[sql.Composable] = []
    expressions: list[sql.Composable] = []
    parameters: list[Any] = []
    for field in model._meta.concrete_fields:
        if field.name in values:
            expressions.append(sql.SQL(values[field.name]))
        elif field.primary_key or field.null:
            continue
        else:
            expressions.append(sql.Placeholder())
            parameters.append(_default(field))
        columns.append(sql.Identifier(str(field.column)))
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} {} ON CONFLICT DO NOTHING").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(columns),
        sql.SQL(", ").join(expressions),
        sql.SQL(source),
    )
    run(statement, parameters)


def run(statement: Any, parameters: Sequence[Any] = (), *, fetch: bool = False) -> list[tuple[Any, ...]]:
    """Execute, and fetch what it gives when asked to."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall() if fetch else []


def _default(field: Any) -> Any:
    value = field.get_default()
    return Jsonb(value) if isinstance(field, models.JSONField) else value
