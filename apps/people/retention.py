"""How long everything is kept: one table, read by the page that says so and by the task that keeps to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.people.holdings import all_holdings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of the table; `keep_for` None is "as long as your account, or until you erase it"."""

    label: str | Promise
    keep_for: timedelta | None
    fate: str | Promise
    note: str | Promise = ""

    @property
    def has_its_time(self) -> bool:
        """Or it stays as long as the account."""
        return self.keep_for is not None or bool(self.note)

    @property
    def how_long(self) -> str:
        """In words."""
        return in_words(self.keep_for, self.note)


def in_words(keep_for: timedelta | None, note: str | Promise = "") -> str:
    """As a person says it."""
    return f"{_time(keep_for)} ({note})" if note else _time(keep_for)


def _time(keep_for: timedelta | None) -> str:
    if keep_for is None:
        return _("as long as your account")
    if keep_for < timedelta(days=1):
        hours = int(keep_for.total_seconds()) // 3600
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", keep_for.days) % {"n": keep_for.days}


ELSEWHERE = (
    Kept(
        gettext_lazy("Counts that limits are kept by, under digests of network addresses"),
        timedelta(days=1),
        gettext_lazy("forgotten by themselves; the address itself is never stored"),
    ),
)


def table() -> Iterator[Kept]:
    """Every holding, then what is kept outside the database."""
    for holding in all_holdings():
        yield Kept(holding.label, holding.keep_for, holding.fate, holding.keep_note)
    yield from ELSEWHERE


def purge_due(*, now: datetime) -> dict[str, int]:
    """Delete what has been kept long enough, each holding in its own transaction; say how many rows went."""
    purged: dict[str, int] = {}
    for holding in all_holdings():
        if holding.purge is not None:
            with transaction.atomic():
                purged[holding.key] = holding.purge(now)
    log.info("retention_kept", **{key: count for key, count in purged.items() if count})
    return purged
