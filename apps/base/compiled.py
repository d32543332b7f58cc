"""Query sets whose SQL is worked out once: for what every page asks.

Building a query set and its SQL costs Django several times what asking costs. Of a `Compiled` only the values travel,
and the database keeps its plan (`apps.base.statements`). What is asked stands as a query set, in one place, as ever:

    SPEAKING = Compiled(lambda: Operator.objects.filter(pk=given("operator"), since__lte=given("now")))
    SPEAKING.objects(operator=operator.pk, now=now)

The query set is built by the first who asks: nothing that changes may be read while it is built, and a condition that
depends on a value is another `Compiled`. Values go to the database as they are: keys, texts, moments; no models.
Where an empty list leaves nothing to be found, nothing is asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet, Value
from django.db.models.query import get_related_populators
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.where import AND, WhereNode

from apps.base.statements import Row, row_of, rows_of

M = TypeVar("M", bound=Model)


class _Given(Value):
    """The place of a value in the SQL. Django puts no brackets around a `Value`: `= ANY` would not bear them."""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return self.place, [self]

    place = "%s"


class _AnyOf(_Given):
    place = "ANY(%s)"


def given(name: str) -> Any:
    """The place of one value."""
    return _Given(name)


def any_of(name: str) -> Any:
    """The place of a list, however long: `filter(space=any_of("spaces"))`."""
    return _AnyOf(name)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The SQL with its values in order, and how a row becomes what Django would make of it."""

    sql: str
    values: tuple[Any, ...]
    compiler: SQLCompiler
    converters: dict[int, Any]
    lists: tuple[str, ...]  # of which none may be empty: no row would be found


class Compiled(Generic[M]):
    """One question, asked again and again."""

    def __init__(self, build: Callable[[], QuerySet[M, Any]]) -> None:
        self._build = build

    def rows(self, **named: Any) -> list[Row]:
        """All rows, as tuples."""
        plan, rows = self._plan, self.raw(**named)
        return [tuple(row) for row in _converted(plan, rows)] if plan.converters else rows

    def row(self, **named: Any) -> Row | None:
        """The first row; a query set that has more says itself that one is enough."""
        plan, row = self._plan, self._first(named)
        return next((tuple(one) for one in _converted(plan, [row])), None) if row is not None else None

    def objects(self, **named: Any) -> list[M]:
        """All rows, as their models."""
        return [self._made(row) for row in _converted(self._plan, self.raw(**named))]

    def raw(self, **named: Any) -> list[Row]:
        """All rows, as the database gives them: of plain values alone, whatever Django would make of these."""
        return rows_of(self._plan.sql, self._values(named)) if self._may_find(named) else []

    def made(self, row: Row) -> M:
        """The model of one such row."""
        return next(self._made(one) for one in _converted(self._plan, [row]))

    def place(self, column: str) -> int:
        """Where such a row has this column of the model."""
        _model, names, (start, _end), _related, _annotated = self._shape
        return start + names.index(column)

    def _made(self, row: Row) -> M:
        model, names, (start, end), related, annotated = self._shape
        one = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in related:
            populator.populate(row, one)
        for name, place in annotated:
            setattr(one, name, row[place])
        return one

    def first(self, **named: Any) -> M | None:
        """The first of them."""
        return next(iter(self.objects(**named)), None)

    def exists(self, **named: Any) -> bool:
        """Whether there is any."""
        return self._first(named) is not None

    def count(self, **named: Any) -> int:
        """How many there are: of a query set that names one column."""
        if not self._may_find(named):
            return 0
        counted = row_of(f"SELECT count(*) FROM ({self._plan.sql}) counted", self._values(named))  # noqa: S608 - its own
        return int(counted[0]) if counted else 0

    def _first(self, named: dict[str, Any]) -> Row | None:
        return row_of(self._plan.sql, self._values(named)) if self._may_find(named) else None

    def _may_find(self, named: dict[str, Any]) -> bool:
        return all(named[name] for name in self._plan.lists)

    def _values(self, named: dict[str, Any]) -> list[Any]:
        return [named[value.value] if isinstance(value, _Given) else value for value in self._plan.values]

    @cached_property
    def _plan(self) -> _Plan:
        query = self._build().query
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        fields = [column[0] for column in compiler.select[: compiler.col_count]]
        return _Plan(sql, tuple(values), compiler, compiler.get_converters(fields), tuple(_lists(query)))

    @cached_property
    def _shape(self) -> tuple[type[M], list[str], tuple[int, int], list[Any], list[tuple[str, int]]]:
        """What `ModelIterable` finds out for each query: the columns of the model, and of those that stand beside."""
        compiler = self._plan.compiler
        known = compiler.klass_info
        columns = known["select_fields"]
        start, end = columns[0], columns[-1] + 1
        names = [column[0].target.attname for column in compiler.select[start:end]]
        related = get_related_populators(known, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # of 6.1
        return known["model"], names, (start, end), related, list(compiler.annotation_col_map.items())


def _converted(plan: _Plan, rows: Iterable[Row]) -> Iterable[Any]:
    found: Iterable[Any] = plan.compiler.apply_converters(rows, plan.converters) if plan.converters else rows
    return found


def _lists(query: Query) -> set[str]:
    """The lists without which a query finds nothing; of a union, those that each of its parts needs."""
    if query.combined_queries:
        return set.intersection(*map(_lists, query.combined_queries))
    return _lists_of(query.where)


def _lists_of(node: WhereNode) -> set[str]:
    if node.connector != AND or node.negated:
        return set()
    compared = [getattr(child, "rhs", None) for child in node.children]
    own = {value.value for value in compared if isinstance(value, _AnyOf)}
    return own.union(*(_lists_of(child) for child in node.children if isinstance(child, WhereNode)))
