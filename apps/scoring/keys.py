"""Under which key an author or a subject is counted in one space."""

from typing import Any

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast, Concat

from apps.posts.models import Review

# An author of this site is their persona, one from elsewhere their handle there; nobody's review stands alone.
AUTHOR: Any = Case(
    When(author__isnull=False, then=Concat(Value("p"), Cast("author_id", CharField()))),
    When(author_name="", then=Concat(Value("r"), Cast("id", CharField()))),
    default=Concat(Value("i"), Cast("source_id", CharField()), Value(":"), F("author_name")),
    output_field=CharField(),
)


def author_key(review: Review) -> str:
    """The same as `AUTHOR`, for one review in hand."""
    if review.author_id is not None:
        return persona_key(review.author_id)
    return f"i{review.source_id or ''}:{review.author_name}" if review.author_name else f"r{review.pk}"


def persona_key(persona_id: int) -> str:
    """How a persona is counted."""
    return f"p{persona_id}"


def subject_key(review: Review) -> str:
    """How its subject is counted."""
    return str(review.subject_id)
