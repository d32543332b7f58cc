"""A copy of everything about a person: asked for, made in the background, handed over once, gone within a day."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow
from apps.ledger.services import append
from apps.people import archive
from apps.people.consultations import Office, Purpose, consultations_note
from apps.people.models import Account, Export

LIVES = timedelta(hours=24)


def directory() -> Path:
    """Where copies wait; nobody else on the machine reads it."""
    place = Path(settings.DATA_DIR) / "exports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


@transaction.atomic
def export_request(*, account: Account, now: datetime) -> Export:
    """Ask for a copy. Asking twice while one is being made or waits is asking once."""
    Account.objects.select_for_update().get(pk=account.pk)
    waiting = export_waiting(account, now=now)
    if waiting is not None:
        return waiting
    export = Export.objects.create(account=account, requested_at=now)
    payload = {"export": export.pk}
    append(kind="export.requested", actor=account.reference, object=export.reference, payload=payload, now=now)
    return export


def export_waiting(account: Account, *, now: datetime) -> Export | None:
    """The copy that is being made, or that waits to be taken."""
    fresh = account.exports.filter(taken_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=now))
    return fresh.order_by("-pk").first()


@transaction.atomic
def export_make(*, export_id: int, now: datetime) -> None:
    """Write the file. Made twice it is the same file; asked for by somebody who left, it is nothing."""
    export = Export.objects.select_for_update().select_related("account").filter(pk=export_id, ready_at=None).first()
    if export is None:
        return
    name = f"{export.reference}.zip"
    consultations_note(  # the copy tells of itself
        people=[export.account_id],
        reader=export.account,
        office=Office.SELF,
        by="",
        purpose=Purpose.COPY,
        about=export.reference,
        path="/me/data/",
        now=now,
    )
    archive.write(account=export.account, to=directory() / name, now=now)
    export.file, export.ready_at, export.expires_at = name, now, now + LIVES
    export.save(update_fields=["file", "ready_at", "expires_at"])
    append(
        kind="export.ready",
        actor=export.account.reference,
        object=export.reference,
        payload={"account": export.account_id},
        now=now,
    )


@transaction.atomic
def export_take(*, account: Account, reference: str, now: datetime) -> BinaryIO:
    """Hand the copy over, once: the open file is all that is left of it."""
    export = Export.objects.select_for_update().filter(account=account, reference=reference).first()
    if export is None or export.ready_at is None:
        raise NotFound(_("There is no copy here."))
    if export.taken_at is not None or export.expires_at is None or export.expires_at <= now:
        raise NotNow(_("This copy was taken already, or its day is over. Ask for another."))
    path = directory() / export.file
    handed = path.open("rb")
    path.unlink()
    export.taken_at = now
    export.save(update_fields=["taken_at"])
    return handed


def exports_purge(now: datetime) -> int:
    """Files go when taken or after a day; the trace of having asked goes with them."""
    return _delete(Export.objects.filter(Q(expires_at__lte=now) | Q(taken_at__lte=now - LIVES)))


def exports_erase(account: Account, now: datetime) -> int:
    """All copies of one person, with their files."""
    return _delete(account.exports.all())


def _delete(exports: Iterable[Export]) -> int:
    gone = list(exports)
    for export in gone:
        if export.file:
            (directory() / export.file).unlink(missing_ok=True)
    Export.objects.filter(pk__in=[export.pk for export in gone]).delete()
    return len(gone)
