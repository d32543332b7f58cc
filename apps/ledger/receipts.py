"""A receipt in words: the app that files something says what its receipt tells, by the payload's `kind`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Act:
    """Something the holder of a receipt can still do, on a page of the app that filed it."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a receipt page says beside the proof. `steps` are entries for `{% timeline %}`."""

    title: str
    number: str
    lede: str = ""
    facts: Sequence[tuple[str, str]] = ()
    steps: Sequence[object] = ()
    note: str = ""
    act: Act | None = None
    page: Act | None = None


Writer = Callable[[dict[str, Any], str, datetime], Words]
_WRITERS: dict[str, Writer] = {}


def register_receipt(kind: str, writer: Writer) -> None:
    """`writer(payload, token, now)` gives the words; called from `AppConfig.ready()`."""
    _WRITERS[kind] = writer


def words_of(payload: dict[str, Any], token: str, now: datetime) -> Words:
    """The words of this payload; plain ones when its app registered none."""
    writer = _WRITERS.get(str(payload.get("kind", "")))
    if writer is None:
        return Words(title=_("What you filed is recorded."), number=token[:8])
    return writer(payload, token, now)
