"""What a site asks of programs: which pages to leave alone, and how long to wait between two.

Why: we read other sites for their members' sake, and a site that says no is not read. Source: RFC 9309.
"""

from dataclasses import dataclass
from typing import Any

from apps.outside import targets
from apps.outside.budget import Budget
from apps.outside.client import Client
from apps.outside.errors import OutsideError

LARGEST = 500 * 1024  # RFC 9309: at least this much is read
LONGEST_PAUSE = 60.0
NAME = "trustmgmt"


@dataclass(frozen=True, slots=True)
class Robots:
    """The wishes of one origin."""

    rules: Any = None  # None: everything may be read
    closed: bool = False  # nobody could say: nothing is read
    text: str = ""  # as it was written, to be kept for a day

    def allows(self, url: str) -> bool:
        return not self.closed and (self.rules is None or bool(self.rules.can_fetch(url, NAME)))

    @property
    def pause(self) -> float:
        """Seconds between two requests, when the site asks for some."""
        asked = self.rules.crawl_delay(NAME) if self.rules is not None else None
        return min(float(asked or 0), LONGEST_PAUSE)


def read(text: str) -> Robots:
    """The wishes as they are written; nonsense wishes nothing."""
    from protego import Protego

    return Robots(Protego.parse(text[:LARGEST]), text=text[:LARGEST])


def ask(client: Client, url: str, *, budget: Budget) -> Robots:
    """Ask the site of this address: no such file, everything; trouble there, nothing for now."""
    target = targets.read(url)
    try:
        answer = client.fetch(f"{target.scheme}://{target.authority}/robots.txt", budget=budget, accept="text/plain")
    except OutsideError:
        return Robots(closed=True)
    if answer.status == 200:
        return read(answer.body.decode("utf-8", "replace"))
    return Robots(closed=answer.status == 429 or answer.status >= 500)
