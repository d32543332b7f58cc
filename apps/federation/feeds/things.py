"""What is found on sites that speak no protocol: words, who wrote them, when, and where they stand. Never more."""

from dataclasses import dataclass
from datetime import datetime

from apps.federation.reading.things import Rating


@dataclass(frozen=True, slots=True)
class Found:
    """A message, a topic or a review, as a page of its site shows it. Its address is its name."""

    url: str
    kind: str  # "topic", "post" or "review"
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
    votes: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page: what could be read, how many could not, and where the next one stands."""

    form: str
    title: str
    items: tuple[Found, ...]
    refused: int = 0
    next: str = ""
