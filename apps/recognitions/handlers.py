"""What happens when somebody is sanctioned in a space they came to by a conversion."""

from apps.ledger import News, on
from apps.recognitions import services


@on("decision.published")
def note_sanction(event: News) -> None:
    """A pause is counted for the way they came by; another word in the same case takes it back."""
    said = event.payload
    if said.get("item_kind") != "profile" or "space" not in said:
        return
    if said["outcome"] == "pause":
        services.sanction_note(persona=said["item"], space=said["space"], case=event.object, at=event.at)
    else:
        services.sanction_fell(case=event.object)


@on("case.closed")
def forget_sanction(event: News) -> None:
    """A jury gave no answer: what it was asked about does not stand."""
    if event.payload.get("unanswered"):
        services.sanction_fell(case=event.object)
