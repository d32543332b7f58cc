"""What moderation is told about the words of this app."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.posts.spoken import SpokenKind, register_spoken
from apps.warnings.models import Answer, PersonWarning


def about(warning: PersonWarning) -> str:
    """The pseudonym and its site."""
    return _("“%(name)s” on %(site)s") % {"name": warning.pseudonym, "site": warning.site}


def path_of(warning: PersonWarning) -> str:
    """Where members read it."""
    return reverse("warnings:warning", args=[warning.space.slug, warning.reference])


def register() -> None:
    """Called from `ready()`."""
    register_spoken(SpokenKind("warning", PersonWarning, about, about, path_of, own=path_of))
    register_spoken(
        SpokenKind(
            "named",
            Answer,
            lambda answer: about(answer.warning),
            lambda answer: about(answer.warning),
            lambda answer: f"{path_of(answer.warning)}#answer",
            nameless=gettext_lazy("the person named"),
        )
    )
