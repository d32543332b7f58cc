"""What moderation is told about opinions and the answers to them: reported, read and masked like any other words."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.mediation.models import MediatorOpinion, OpinionAnswer
from apps.mediation.services import holder_of
from apps.moderation.models import Decision
from apps.posts.spoken import SpokenKind, register_spoken

WHOEVER_DECIDED = gettext_lazy("whoever decided")


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
            near=("mediation__case", "mandate__mediator"),
        )
    )
    register_spoken(
        SpokenKind(
            "response",
            OpinionAnswer,
            title=lambda said: _("Answer to a mediator’s opinion on case %(case)s") % {"case": _case(said)},
            about=_case,
            path=lambda said: reverse("mediation:mediation", args=[said.opinion.mediation.reference]),
            speaker=lambda said: said.mandate.public_name if said.mandate else str(WHOEVER_DECIDED),
            about_whom=_advised,
            near=("opinion__mediation__case", "mandate"),
        )
    )


def _case(said: OpinionAnswer) -> str:
    return said.opinion.mediation.case.reference


def _judged(rows: list[Any]) -> dict[str, set[int]]:
    """Whoever decided what the opinion is about, wrote it, or answered the opinion."""
    here = MediatorOpinion.objects.filter(pk__in=[row.pk for row in rows])
    asked = here.values_list(
        "reference", "mediation__case", "mediation__case__author__account", "answered__author__account"
    )
    return _with_deciders(asked)


def _advised(rows: list[Any]) -> dict[str, set[int]]:
    """Whoever decided what was advised about, wrote it, or gave the opinion."""
    here = OpinionAnswer.objects.filter(pk__in=[row.pk for row in rows])
    case = "opinion__mediation__case"
    return _with_deciders(here.values_list("reference", case, f"{case}__author__account", "opinion__author__account"))


def _with_deciders(asked: Iterable[Any]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    cases: dict[int, list[str]] = defaultdict(list)
    for item, case, *people in asked:
        found[item].update(account for account in people if account)
        cases[case].append(item)
    deciders = Decision.objects.standing().filter(case__in=cases, decided_by__isnull=False)
    for case, account in deciders.values_list("case", "decided_by"):
        for item in cases[case]:
            found[item].add(account)
    return found
