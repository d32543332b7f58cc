"""Many hands at once, for the tests of races."""

import threading
from collections.abc import Callable

from django.db import connection
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
