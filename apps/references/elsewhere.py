"""Letters to spaces of other sites. The floor that speaks with other sites tells here how a space there is found, and
how a space here signs, so that whoever receives a letter checks it by the key that the space itself shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.base.errors import NotNow
from apps.spaces.models import Space

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class To:
    """To whom: a space here, or the name of one on another site, found there."""

    space: Space | None = None
    address: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """A letter that was sent and has not arrived: in a word, and what happened and what one can do."""

    word: str
    says: str


@dataclass(frozen=True, slots=True)
class Post:
    """How letters leave the site."""

    find: Callable[[str, Space, datetime], To]  # the space at an address there
    check_leaves: Callable[[str], None]  # raises NotNow where nothing goes to that address at the moment
    sign: Callable[[Document, Space, datetime], Document]  # the proof of a space here
    holds: Callable[[Document, Space, datetime], bool]
    called: Callable[[Sequence[str]], dict[str, str]]  # what the spaces at these addresses are called, to the reader
    away: Callable[[Sequence[str]], dict[str, Away]]  # of letters that were sent, those that have not arrived


_POSTS: list[Post] = []


def register_post(post: Post) -> None:
    """The last one told is used."""
    _POSTS.append(post)


def post_office() -> Post:
    """Raises NotNow where no floor above speaks with other sites."""
    if not _POSTS:
        raise NotNow(_("This site writes to no other site."))
    return _POSTS[-1]
