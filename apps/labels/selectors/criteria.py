"""The criteria, each with its versions and what changed from one to the next."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.documents.changes import Difference, difference
from apps.labels.models import Criterion, CriterionVersion
from apps.labels.selectors.labels import LabelRow, label_rows
from apps.ledger.site_key import public_name


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion in the list."""

    code: str
    title: str
    requirement: str
    law: str
    method: str
    computed: bool
    number: int
    path: str


@dataclass(frozen=True, slots=True)
class CriteriaPage:
    """All that is asked, and every label given so far."""

    lines: list[CriterionLine]
    computed: int
    labels: list[LabelRow]
    issuer: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a criterion, with what it changed."""

    number: int
    announced_at: datetime
    effective_at: datetime
    in_force: bool
    upcoming: bool
    requirement: str
    law: str
    evidence: str
    method: str
    sha256: str
    body_path: str
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """One criterion."""

    code: str
    title: str
    computed: str
    versions: list[VersionView]


def criteria_page(*, now: datetime) -> CriteriaPage:
    """In the order of the table."""
    versions = CriterionVersion.objects.in_force(now).select_related("criterion")
    lines = [_line(version) for version in versions]
    return CriteriaPage(lines, sum(line.computed for line in lines), label_rows(now=now), public_name())


def _line(version: CriterionVersion) -> CriterionLine:
    code = version.criterion.code
    return CriterionLine(
        code=code,
        title=version.title,
        requirement=version.requirement,
        law=version.law,
        method=str(version.get_method_display()),
        computed=bool(version.machine),
        number=version.number,
        path=reverse("labels:criterion", args=[code]),
    )


def criterion_by_code(code: str) -> Criterion:
    """Raises NotFound."""
    found = Criterion.objects.filter(code=code.upper()).first()
    if found is None:
        raise NotFound(_("The label has no criterion of this name."))
    return found


def criterion_page(code: str, *, now: datetime) -> CriterionPage:
    """Its versions, the newest first."""
    criterion = criterion_by_code(code)
    versions = list(criterion.versions.order_by("number"))
    current = max((v.number for v in versions if v.effective_at <= now), default=0)
    shown = next((v for v in versions if v.number == current), versions[-1])
    views = [_view(version, before, current, now) for before, version in zip([None, *versions], versions, strict=False)]
    return CriterionPage(criterion.code, shown.title, shown.machine, views[::-1])


def _view(version: CriterionVersion, before: CriterionVersion | None, current: int, now: datetime) -> VersionView:
    return VersionView(
        number=version.number,
        announced_at=version.announced_at,
        effective_at=version.effective_at,
        in_force=version.number == current,
        upcoming=version.effective_at > now,
        requirement=version.requirement,
        law=version.law,
        evidence=version.evidence,
        method=str(version.get_method_display()),
        sha256=version.sha256,
        body_path=reverse("labels:criterion_body", args=[version.criterion.code, version.number]),
        difference=_difference(before, version) if before else None,
    )


def _difference(before: CriterionVersion, after: CriterionVersion) -> Difference:
    language = (get_language() or "fr")[:2]
    return difference(_text(before), _text(after), language=language)


def _text(version: CriterionVersion) -> str:
    return "\n\n".join([version.title, version.requirement, version.law, version.evidence])
