"""From a name to the numbers behind it, once and within its time."""

import queue
import socket
import threading

from apps.outside.errors import NoAnswer, Why

MOST = 8  # numbers of one name that are looked at


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The numbers a name has now. The system's resolver knows no limit of time, so it is asked beside us."""
    box: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            box.put(list(dict.fromkeys(str(entry[4][0]) for entry in found))[:MOST])
        except Exception as wrong:  # whatever it is, who waits must hear of it
            box.put(wrong)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        found = box.get(timeout=max(seconds, 0.01))
    except queue.Empty:
        raise NoAnswer(Why.NO_NAME, "timeout") from None
    if isinstance(found, Exception) or not found:
        raise NoAnswer(Why.NO_NAME)
    return found
