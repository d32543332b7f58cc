"""What recognitions hold about a person."""

from apps.people.holdings import holds_nothing
from apps.recognitions.models import Recognition, TableVersion


def register() -> None:
    """Called from `ready()`."""
    holds_nothing(Recognition, "what one space says of another; nobody stands in it")
    holds_nothing(TableVersion, "the fields of a published text; whoever signed it stands there by a mandate")
