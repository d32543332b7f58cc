"""The page of figures: counted at most every ten minutes for the same question, and told in the reader's language."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from apps.algorithms.decision_figures import VERSION
from apps.base.errors import NotFound
from apps.moderation.figures import counts, telling
from apps.moderation.figures.scope import Asked, Scope, asked
from apps.moderation.figures.shapes import (
    AgeFigure,
    AnsweredFigure,
    AnyFigure,
    FairnessFigure,
    FlowFigure,
    SharesFigure,
)
from apps.spaces.permissions import Visitor

COUNTED_FOR = 600  # seconds
COUNTS = ("flow", "age", "in_time", "overturned", "missed", "precision", "fairness", "answered")


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """How moderation does: each figure with its words, its interval and the version of what computed it."""

    counted_at: datetime
    since: datetime
    asked: Asked
    flow: FlowFigure
    age: AgeFigure
    in_time: SharesFigure
    overturned: SharesFigure
    missed: SharesFigure
    precision: SharesFigure
    fairness: FairnessFigure
    answered: AnsweredFigure

    @property
    def figures(self) -> list[AnyFigure]:
        """In the order in which they are read."""
        return [getattr(self, name) for name in COUNTS]


def figures_page(visitor: Visitor, query: Mapping[str, str], *, now: datetime) -> FiguresPage:
    """Only of spaces that this person may read."""
    scope, choices = asked(visitor, query, now=now)
    found = _counted(scope)
    return FiguresPage(
        counted_at=found["at"],
        since=scope.since,
        asked=choices,
        flow=telling.flow(found["flow"], scope),
        age=telling.age(found["age"]),
        in_time=telling.in_time(found["in_time"]),
        overturned=telling.overturned(found["overturned"]),
        missed=telling.missed(found["missed"]),
        precision=telling.precision(found["precision"]),
        fairness=telling.fairness(found["fairness"]),
        answered=telling.answered(found["answered"]),
    )


def figure_of(page: FiguresPage, name: str) -> AnyFigure:
    """One figure by its name; raises NotFound."""
    for figure in page.figures:
        if figure.name == name:
            return figure
    raise NotFound(_("No figure has this name."))


def _counted(scope: Scope) -> dict[str, Any]:
    of = hashlib.sha256(repr(scope.spaces).encode()).hexdigest()[:24]
    key = f"decision-figures:{VERSION}:{scope.days}:{scope.since:%Y%m%d}:{of}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = {"at": scope.now, **{name: getattr(counts, name)(scope) for name in COUNTS}}
        cache.set(key, found, COUNTED_FOR)
    return found
