"""What is found on sites that speak no protocol: words, who wrote them, when, and where they stand. Never more."""

from dataclasses import dataclass
from datetime import datetime

from apps.federation.reading.reasons import No
from apps.federation.reading.things import Rating


@dataclass(frozen=True, slots=True)
class Found:
    """A message, a topic or a review, as a page of its site shows it. Its address is its name."""

    url: str
    kind: str  # "topic", "post" or "review"; "gone" while the page is read: its site says that it took it back
    title: str = ""
    html: str = ""  # sanitised
    author: str = ""
    author_url: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    topic: str = ""  # the address of the talk
    reply_to: str = ""
    rating: Rating | None = None
    about: str = ""  # the name of what is reviewed
    about_url: str = ""
    about_kind: str = ""  # "product", "place", or nothing that we know
    votes: int | None = None
    language: str = ""
    more: str = ""  # where the messages of the topic stand
    changed: str = ""  # a mark of the topic that is another one when something came


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page: what could be read, why the rest could not, and where what belongs to it stands."""

    form: str
    title: str
    items: tuple[Found, ...]
    left: tuple[No, ...] = ()
    next: str = ""
    also: tuple[str, ...] = ()  # further pages whose addresses are known already
    whole: str = ""  # the talk of which this page shows every message: what is missing is there no more
    gone: tuple[str, ...] = ()  # what its site says was taken back

    @property
    def refused(self) -> int:
        """How many were left out."""
        return len(self.left)
