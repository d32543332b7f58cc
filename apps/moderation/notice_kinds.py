"""The words of our notices are written with the decision, in both languages; here is how a reader gets theirs."""

from django.utils.functional import lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.notices.kinds import register_kind


class _InBothLanguages:
    """A template that picks, when read, the sentence kept in the reader's language."""

    def __str__(self) -> str:
        return "%(fr)s" if (get_language() or "fr").startswith("fr") else "%(en)s"


class _AlreadyAnswered(_InBothLanguages):
    """Before the finding, in the reader's language, why the answer comes at once."""

    def __str__(self) -> str:
        return str(ANSWERED) + " " + super().__str__()


ANSWERED = _("These words were judged for this reason already. You may appeal.")


def register() -> None:
    """Called from `ready()`."""
    for kind in ("moderation.author", "moderation.reporter", "moderation.decider"):
        register_kind(kind, lazystr(_InBothLanguages()))
    register_kind("moderation.answered", lazystr(_AlreadyAnswered()))
    taken = _("%(name)s took over case %(case)s, on which you were at work. Nothing of yours was sent.")
    register_kind("moderation.taken_over", taken)
