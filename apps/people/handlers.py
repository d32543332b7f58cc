"""What people hears."""

from apps.base import clock
from apps.ledger import News, on
from apps.people import export


@on("export.requested")
def make_export(event: News) -> None:
    """In the background: it may be long."""
    export.export_make(export_id=event.payload["export"], now=clock.now())
