"""All there is to look at, by kind: references of public rows, in order, so that the same question has one answer.

Only what anybody may read is in a population: who repeats the draw must be able to look at what was drawn.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accountability.models import Answer
from apps.audits.models import Population
from apps.documents.models import Document, Version
from apps.documents.selectors import title_of
from apps.moderation.models import Decision
from apps.moderation.states import Instance, OpenedBy
from apps.spaces.models import Operator, Space, Visibility

Row = TypeVar("Row", bound=Model)
REPORTED = (OpenedBy.REPORT, OpenedBy.DOUBT)


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom, where, from which day to which."""

    operator: Operator
    space: Space | None
    since: date
    until: date

    @property
    def between(self) -> tuple[datetime, datetime]:
        """The first moment, and the first that is no longer in it."""
        first, after = self.since, self.until + timedelta(days=1)
        return datetime.combine(first, time.min, UTC), datetime.combine(after, time.min, UTC)


@dataclass(frozen=True, slots=True)
class Thing:
    """One item as a reader finds it."""

    about: str
    name: str
    path: str


def _decisions(scope: Scope) -> QuerySet[Decision]:
    start, end = scope.between
    found = Decision.objects.published().filter(published_at__gte=start, published_at__lt=end)
    found = found.filter(case__space__operator=scope.operator, case__space__visibility=Visibility.PUBLIC)
    return found.filter(case__space=scope.space) if scope.space else found


def _reports(scope: Scope) -> QuerySet[Decision]:
    return _decisions(scope).filter(case__opened_by__in=REPORTED)


def _appeals(scope: Scope) -> QuerySet[Decision]:
    return _decisions(scope).filter(instance=Instance.APPEAL)


def _answers(scope: Scope) -> QuerySet[Answer]:
    start, end = scope.between
    return Answer.objects.filter(alert__operator=scope.operator, answered_at__gte=start, answered_at__lt=end)


def _versions(scope: Scope) -> QuerySet[Version]:
    start, end = scope.between
    return Version.objects.filter(document__owner__in=_owners(scope), announced_at__gte=start, announced_at__lt=end)


def _owners(scope: Scope) -> list[str]:
    """An operator's texts are its own and those of the spaces it runs."""
    if scope.space:
        return [scope.space.reference]
    return [scope.operator.reference, *scope.operator.spaces.values_list("reference", flat=True)]


ROWS: dict[Population, Callable[[Scope], QuerySet[Decision] | QuerySet[Answer] | QuerySet[Version]]] = {
    Population.DECISIONS: _decisions,
    Population.REPORTS: _reports,
    Population.APPEALS: _appeals,
    Population.ANSWERS: _answers,
    Population.VERSIONS: _versions,
}


def references(kind: Population, scope: Scope) -> list[str]:
    """Sorted, so that the list has one digest."""
    return sorted(ROWS[kind](scope).values_list("reference", flat=True))


def things(kind: Population, about: Iterable[str]) -> dict[str, Thing]:
    """Reference → where it stands. What is gone since is left out."""
    wanted = list(about)
    if kind is Population.ANSWERS:
        return _of(Answer.objects.filter(reference__in=wanted).select_related("alert__operator"), _answer)
    if kind is Population.VERSIONS:
        rows = Version.objects.filter(reference__in=wanted).select_related("document")
        slugs = _slugs({row.document.owner for row in rows})
        return _of(rows, lambda row: _version(row, slugs))
    return _of(Decision.objects.filter(reference__in=wanted).select_related("case"), _decision)


def _slugs(owners: set[str]) -> dict[str, str]:
    """Under which operator's address the texts of each owner stand."""
    operators = Operator.objects.filter(reference__in=owners).values_list("reference", "slug")
    spaces = Space.objects.filter(reference__in=owners).values_list("reference", "operator__slug")
    return dict(operators) | dict(spaces)


def _of(rows: Iterable[Row], thing: Callable[[Row], Thing]) -> dict[str, Thing]:
    found = [thing(row) for row in rows]
    return {one.about: one for one in found}


def _decision(row: Decision) -> Thing:
    name = _("case %(ref)s: %(outcome)s") % {"ref": row.case.reference, "outcome": row.get_outcome_display()}
    return Thing(row.reference, name, reverse("moderation:case", args=[row.case.reference]))


def _answer(row: Answer) -> Thing:
    path = reverse("accountability:alert", args=[row.alert.operator.slug, row.alert.reference])
    return Thing(row.reference, _("answer to alert %(ref)s") % {"ref": row.alert.reference}, path)


def _version(row: Version, slugs: dict[str, str]) -> Thing:
    document: Document = row.document
    named = {"title": title_of(document), "n": row.number}
    slug = slugs.get(document.owner)
    path = reverse("accountability:document", args=[slug, document.slug]) + f"?v={row.number}" if slug else ""
    return Thing(row.reference, _("%(title)s, version %(n)d") % named, path)
