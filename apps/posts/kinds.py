"""What moderation is told about the right of reply: contested, read and masked like the review above it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.posts.models import Reply
from apps.posts.selectors import label_of, path_of
from apps.posts.spoken import SpokenKind, register_spoken


def register() -> None:
    """Called from `ready()`."""
    register_spoken(
        SpokenKind(
            "reply",
            Reply,
            title=lambda said: _("Reply to a review of %(subject)s") % {"subject": label_of(said.review.subject)},
            about=lambda said: label_of(said.review.subject),
            path=lambda said: f"{path_of(said.review)}#reply",
            speaker=lambda said: said.professional.name,
            own=lambda said: reverse("posts:my_reply", args=[said.reference]),
            about_whom=_reviewers,
            about_what=lambda rows: {row.reference: _subject(row) for row in rows},
            near=("review__subject", "review__space", "review__author", "professional"),
        )
    )


def _reviewers(rows: list[Any]) -> dict[str, set[int]]:
    """Whoever wrote the review."""
    authors = {row.reference: row.review.author for row in rows}
    return {item: {author.account_id} for item, author in authors.items() if author is not None and author.account_id}


def _subject(said: Reply) -> tuple[str, int | None]:
    return said.review.subject.reference, said.review.subject.operator_id
