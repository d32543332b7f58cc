"""What referrals hear of decisions about people; moderation does not know who listens."""

from apps.ledger import News, on
from apps.referrals import services

FIRST = {"emergency", "first"}  # still open to appeal


@on("decision.published")
def weigh_decision(event: News) -> None:
    """A pause stands, or another word in the same case takes it back. Ending one early says nothing about it."""
    said = event.payload
    if said.get("item_kind") != "profile" or "space" not in said:
        return
    if said["outcome"] == "pause":
        final = said["instance"] not in FIRST
        services.sanction_stands(
            persona=said["item"], space=said["space"], case=event.object, final=final, now=event.at
        )
    else:
        services.sanction_falls(case=event.object, now=event.at)


@on("case.closed")
def weigh_end(event: News) -> None:
    """The time for appeal is over; or a jury gave no answer, and what it was asked about does not stand."""
    if event.payload.get("unanswered"):
        services.sanction_falls(case=event.object, now=event.at)
    else:
        services.case_is_final(case=event.object, now=event.at)
