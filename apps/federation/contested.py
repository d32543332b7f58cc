"""A status that rests on a badge of another site, contested: read again by our own table. What that site says of its
member is for that site to mend."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.base.errors import NotNow
from apps.federation.brought import BroughtBadge, BroughtState
from apps.federation.grounds import explain
from apps.federation.still import read_by
from apps.recognitions.models import TableVersion
from apps.recognitions.scales import side_of
from apps.recognitions.services.publishing import table_in_force
from apps.spaces.models import Mandate, Topic
from apps.trust.grounds import Contestable, register_contestable
from apps.trust.models import Basis
from apps.trust.services import status_end, status_grant


def register() -> None:
    """Called from `ready()`."""
    said = gettext_lazy("a badge of another site")
    register_contestable("brought", find, redo, word=said, basis=Basis.CONVERTED)


def find(reference: str) -> Contestable | None:
    """As whoever decides reads it."""
    rows = BroughtBadge.objects.select_related("persona__account", "recognition__to_space", "status", "table__version")
    row = rows.filter(reference=reference).first()
    told = explain(reference)
    if row is None or row.status is None or told is None:
        return None
    return Contestable(
        persona=row.persona,
        space=row.recognition.to_space,
        sentence=told.sentence,
        inputs=told.inputs,
        path=reverse("trust:why", args=[row.status.reference]),
        involved=_who_signed(row),
    )


def _who_signed(row: BroughtBadge) -> frozenset[int]:
    held = Mandate.objects.filter(reference=row.table.version.signed_by, account__isnull=False)
    return frozenset(pk for pk in held.values_list("account", flat=True) if pk is not None)


@transaction.atomic
def redo(reference: str, named: Sequence[str], now: datetime) -> None:
    """By the table in force today, until the same day; its site is not asked here, and still has to confirm it."""
    rows = BroughtBadge.objects.select_for_update(of=("self",))
    row = rows.select_related("persona", "recognition__to_space", "recognition__document", "status", "topic").get(
        reference=reference
    )
    table = table_in_force(row.recognition, now=now)
    if row.state == BroughtState.ENDED or row.until <= now or table is None:
        raise NotNow(_("It counts no more: its holder may bring it again."))
    answer = read_by(table.terms(), row, side_of(row.recognition.to_space, now=now).steps)
    topic = row.recognition.to_space.topics.filter(slug=answer.topic).first() if answer.topic else None
    if answer.why is not None or (answer.topic and topic is None):
        raise NotNow(_("By the table in force it gives nothing: there is nothing to count anew."))
    if (answer.level, topic) == (row.level, row.topic):
        raise NotNow(_("By the table in force it gives the same: there is nothing to count anew."))
    _give(row, table, answer.level, topic, now)


def _give(row: BroughtBadge, table: TableVersion, level: str, topic: Topic | None, now: datetime) -> None:
    if row.status is not None:
        status_end(status=row.status, why="contested", now=now)
    row.level, row.topic, row.table = level, topic, table
    row.status = status_grant(
        persona=row.persona,
        space=row.recognition.to_space,
        topic=topic,
        basis=Basis.CONVERTED,
        level=level,
        because=row.reference,
        rule=f"{row.recognition.document.reference} {table.version.number}",
        until=row.until,
        now=now,
    )
    row.save(update_fields=["level", "topic", "table", "status"])
