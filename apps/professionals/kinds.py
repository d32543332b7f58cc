"""What moderation is told about the reasons of a doubt: reported, read and masked like any other words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.posts.selectors import label_of
from apps.posts.spoken import SpokenKind, register_spoken
from apps.professionals.models import DoubtReasons


def register() -> None:
    """Called from `ready()`."""
    register_spoken(
        SpokenKind(
            "reasons",
            DoubtReasons,
            title=lambda said: _("Doubt about a review of %(subject)s") % {"subject": label_of(said.doubt.subject)},
            about=lambda said: label_of(said.doubt.subject),
            path=lambda said: reverse("professionals:doubt", args=[said.doubt.reference]),
            own=lambda said: reverse("professionals:doubt", args=[said.doubt.reference]),
            speaker=lambda said: said.doubt.professional.name,
            about_whom=_doubted,
            about_what=lambda rows: {row.reference: _subject(row) for row in rows},
            near=("doubt__subject", "doubt__professional", "doubt__review"),
        )
    )


def _subject(said: DoubtReasons) -> tuple[str, int | None]:
    return said.doubt.subject.reference, said.doubt.subject.operator_id


def _doubted(rows: list[Any]) -> dict[str, set[int]]:
    """Whoever wrote the review that is doubted."""
    here = DoubtReasons.objects.filter(pk__in=[row.pk for row in rows], doubt__review__author__account__isnull=False)
    return {item: {account} for item, account in here.values_list("reference", "doubt__review__author__account")}
