"""Rows into PostgreSQL through COPY: into a table of this transaction, then one INSERT per table that is meant; or
straight into the table, when it is known that nothing there is in the way.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

Rows = Iterable[Sequence[Any]]
COPIED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


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


def copy_straight(
    model: type[models.Model], fields: Sequence[str], lines: Iterable[str], same: Mapping[str, Any]
) -> None:
    """COPY lines of `fields` into the table itself; `same` and the model's defaults stand behind each.

    A row that breaks a promise of the table stops all of them.
    """
    by_name = {field.name: field for field in model._meta.concrete_fields}
    behind = {
        name: same[name] if name in same else field.get_default()
        for name, field in by_name.items()
        if name not in fields and not (field.primary_key or (field.null and name not in same))
    }
    columns = sql.SQL(", ").join(sql.Identifier(str(by_name[name].column)) for name in (*fields, *behind))
    end = "".join(f"\t{as_copied(value)}" for value in behind.values()) + "\n"
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("".join([line + end for line in lines]))


def as_copied(value: Any) -> str:
    """A value as COPY's text format wants it."""
    if value is None:
        return "\\N"
    return escaped(json.dumps(value) if isinstance(value, list | dict) else str(value))


def escaped(text: str) -> str:
    """A text as COPY's text format wants it: what would end the field or the line is said with a backslash."""
    return text if text.isprintable() and "\\" not in text else text.translate(COPIED)


def insert_from(
    model: type[models.Model], values: Mapping[str, str], source: str, parameters: Sequence[Any] = ()
) -> None:
    """INSERT … SELECT … ON CONFLICT DO NOTHING. `values` maps fields to SQL; other fields take the model's defaults."""
    columns: list[sql.Composable] = []
    expressions: list[sql.Composable] = []
    defaults: list[Any] = []
    for field in model._meta.concrete_fields:
        if field.name in values:
            expressions.append(sql.SQL(values[field.name]))
        elif field.primary_key or field.null:
            continue
        else:
            expressions.append(sql.Placeholder())
            defaults.append(_default(field))
        columns.append(sql.Identifier(str(field.column)))
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} {} ON CONFLICT DO NOTHING").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(columns),
        sql.SQL(", ").join(expressions),
        sql.SQL(source),
    )
    run(statement, [*defaults, *parameters])


def run(statement: Any, parameters: Sequence[Any] = (), *, fetch: bool = False) -> list[tuple[Any, ...]]:
    """Execute, and fetch what it gives when asked to."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall() if fetch else []


def _default(field: Any) -> Any:
    value = field.get_default()
    return Jsonb(value) if isinstance(field, models.JSONField) else value
