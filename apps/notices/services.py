"""Prepare notices in the caller's transaction; read them; take back what was undone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from apps.notices.kinds import sentence_of
from apps.notices.models import Notice
from apps.notices.quiet import listening
from apps.people.models import Account, Persona


def prepare(
    *,
    kind: str,
    to: Iterable[Persona],
    about: str,
    now: datetime,
    after: datetime | None = None,
    path: str = "",
    context: dict[str, Any] | None = None,
    by: Persona | None = None,
) -> list[Notice]:
    """One row per persona, visible from `after` on. Raises KeyError when the kind has no words.

    `by`: the member who addresses them of their own accord; whoever asked not to hear from that one is told nothing.
    What an office decides, or what two have begun together, names nobody here: it is always told.
    """
    sentence_of(kind, context or {})
    readers = {persona.pk: persona for persona in to if persona.account_id is not None}
    if by is not None and readers:
        readers = {persona.pk: persona for persona in listening(readers.values(), by)}
    return Notice.objects.bulk_create(
        Notice(kind=kind, to=p, about=about, path=path, context=context or {}, created_at=now, after=after or now)
        for p in readers.values()
    )


def withdraw(*, about: str, kind: str, now: datetime) -> int:
    """Take back what nobody could read yet."""
    return Notice.objects.filter(about=about, kind=kind, after__gt=now, withdrawn_at=None).update(withdrawn_at=now)


def mark_read(*, account: Account, notices: Iterable[Notice], now: datetime) -> int:
    """These have been seen by the person they were for."""
    seen = [notice.pk for notice in notices]
    return Notice.objects.filter(pk__in=seen, to__account=account, read_at=None).visible(now).update(read_at=now)
