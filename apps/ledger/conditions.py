"""Listeners that listen only while something holds, such as: somebody elsewhere hears us.

The question costs one statement per transaction, not one per event. It is asked after the event is written, and who
makes a "no" a "yes" first waits until nobody writes events, and lets nobody write until that is committed
(`make_true`). So whoever was told "no" has committed before the "yes" is there: what they did is "before", for
everybody. And whoever writes after it is told "yes". No event falls between the two.
"""

from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

from apps.ledger.listeners import Condition, condition_of, handlers_of
from apps.ledger.models import Event

PATIENCE = "3s"  # for others to end; they wait in line behind us meanwhile


class Busy(Exception):
    """Somebody writes events for long, an import perhaps: again later."""


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer, kept among what happens on commit: Django forgets it there with the transaction or the savepoint."""

    condition: Condition
    answer: bool

    def __call__(self) -> None:
        """Nothing happens on commit."""


def listening(kind: str) -> list[str]:
    """The handlers that are told of this kind now. To be called after the event is written."""
    return [name for name in handlers_of(kind) if (asked := condition_of(name)) is None or _holds(asked)]


def _holds(condition: Condition) -> bool:
    for hook in (entry[1] for entry in connection.run_on_commit):
        if isinstance(hook, _Told) and hook.condition is condition:
            return hook.answer
    answer = condition()
    transaction.on_commit(_Told(condition, answer))
    return answer


def make_true() -> None:
    """In the transaction that makes a condition true, before it does: no event is being written until it commits."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(f'LOCK TABLE "{Event._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        raise Busy from error
    connection.run_on_commit = [kept for kept in connection.run_on_commit if not isinstance(kept[1], _Told)]
