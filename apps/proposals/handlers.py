"""A rule that changes overtakes the proposals about its earlier words."""

from apps.ledger import News, on
from apps.proposals import services


@on("version.published")
def outdate_with_text(event: News) -> None:
    """An operator published a version."""
    services.proposals_outdate(now=event.at)


@on("criterion.published")
def outdate_with_criterion(event: News) -> None:
    """A criterion has another version."""
    services.proposals_outdate(now=event.at)
