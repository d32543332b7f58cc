"""What happens when a text changes."""

from apps.documents.clauses import clauses_follow
from apps.documents.models import Document
from apps.ledger import News, on


@on("version.published")
def follow_clauses(event: News) -> None:
    """What was said about a clause goes with it, or before a person."""
    clauses_follow(Document.objects.get(pk=event.payload["document"]))
