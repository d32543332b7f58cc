"""Why a message from elsewhere has no effect: now, or ever."""


class Refused(Exception):
    """It is not taken, now or later; `reason` is shown on the page of its site."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Ignored(Refused):
    """There is nothing to do: it is known, or speaks of nothing here. Not a fault of who sent it."""


class Later(Refused):
    """Somebody who must be asked did not answer: again later."""
