"""The words of our notices are written with the decision, in both languages; here is how a reader gets theirs."""

from django.utils.functional import lazystr
from django.utils.translation import get_language

from apps.notices.kinds import register_kind


class _InBothLanguages:
    """A template that picks, when read, the sentence kept in the reader's language."""

    def __str__(self) -> str:
        return "%(fr)s" if (get_language() or "fr").startswith("fr") else "%(en)s"


def register() -> None:
    """Called from `ready()`."""
    for kind in ("moderation.author", "moderation.reporter"):
        register_kind(kind, lazystr(_InBothLanguages()))
