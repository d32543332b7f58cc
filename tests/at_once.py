"""Many hands at once, for the tests of races."""

import threading
from collections.abc import Callable

from django.db import connection, transaction
from django.utils import translation


def at_once(number: int, work: Callable[[int], object]) -> None:
    """Run `work` in this many threads, let loose together; what one of them raises fails the test."""
    gate, failures = threading.Barrier(number), []

    def run(n: int) -> None:
        gate.wait()
        try:
            with translation.override("en"):
                work(n)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures[:3]


WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"  # read anew each time, within one transaction too


def meanwhile(first: Callable[[], object], other: Callable[[], object], then: Callable[[], object]) -> None:
    """One hand does `first` and `then` in one transaction; in between, another begins `other` and comes as far as it
    can: it is done, or waits for the first."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            with translation.override("en"):
                other()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    hand = threading.Thread(target=run)
    with translation.override("en"):
        try:
            with transaction.atomic():
                first()
                hand.start()
                while hand.is_alive() and not _somebody_waits():
                    hand.join(0.005)
                then()
        finally:
            hand.join()
    assert not failures, failures


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        return bool(cursor.execute(WAITING).fetchone()[0])
