"""What happens when somebody is sanctioned in a space they came to by a conversion."""

from apps.ledger import News, on
from apps.recognitions import services


@on("membership.paused")
def note_sanction(event: News) -> None:
    """It is counted for the way they came by."""
    services.sanction_note(persona=event.object, space=event.payload["space"], at=event.at)


@on("membership.resumed")
def forget_sanction(event: News) -> None:
    """The decision fell."""
    services.sanction_note(persona=event.object, space=event.payload["space"], at=None)
