"""What published texts hold about a person: nothing."""

from apps.documents.models import Clause, ClausePlace, Document, Version
from apps.people.holdings import holds_nothing


def register() -> None:
    """Called from `ready()`."""
    holds_nothing(Document, "a published text of an operator or a space, named by its owner's opaque reference")
    holds_nothing(Version, "public text; whoever signed it stands in it by the opaque reference of a public mandate")
    holds_nothing(Clause, "a sentence of a published text; who pointed at it stands with their own words, in the talk")
    holds_nothing(ClausePlace, "where a sentence of a published text stands in its next versions")
