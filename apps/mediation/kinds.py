"""What moderation is told about opinions: reported, read and masked like any other words, each version by itself."""

from collections import defaultdict
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.mediation.models import MediatorOpinion
from apps.mediation.services import holder_of
from apps.moderation.models import Decision
from apps.posts.spoken import SpokenKind, register_spoken


def register() -> None:
    """Called from `ready()`."""
    register_spoken(
        SpokenKind(
            "opinion",
            MediatorOpinion,
            title=lambda said: _("Opinion of a mediator on case %(case)s") % {"case": said.mediation.case.reference},
            about=lambda said: said.mediation.case.reference,
            path=lambda said: reverse("mediation:mediation", args=[said.mediation.reference]),
            speaker=lambda said: holder_of(said.mandate),
            about_whom=_judged,
        )
    )


def _judged(rows: list[Any]) -> dict[str, set[int]]:
    """Whoever decided what the opinion is about, wrote it, or answered the opinion."""
    found: dict[str, set[int]] = defaultdict(set)
    here = MediatorOpinion.objects.filter(pk__in=[row.pk for row in rows])
    asked = here.values_list("reference", "mediation__case", "mediation__case__author__account", "answerer__account")
    cases: dict[int, list[str]] = defaultdict(list)
    for item, case, *people in asked:
        found[item].update(account for account in people if account)
        cases[case].append(item)
    deciders = Decision.objects.standing().filter(case__in=cases, decided_by__isnull=False)
    for case, account in deciders.values_list("case", "decided_by"):
        for item in cases[case]:
            found[item].add(account)
    return found
