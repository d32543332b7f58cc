"""What was found of an operator, criterion by criterion, side by side. Nothing is summed up in one figure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accountability.selectors import operator_by_slug
from apps.labels.models import Assessment, Assessor, CriterionVersion, Found, Reply
from apps.labels.selectors.elsewhere import OutsideRow, outside_rows
from apps.labels.selectors.labels import LabelRow, StateSign, label_rows
from apps.labels.states import FOUND
from apps.spaces.models import Operator

GOOD = frozenset({Found.MET, Found.NOT_APPLICABLE})
JUDGES = 2  # auditors who must agree where no computation decides
TOLD_AT_ONCE = 8  # criteria of one kind told with every reason; the others when asked for, so that the page stays small


@dataclass(frozen=True, slots=True)
class OperatorReply:
    """The operator's answer beside a verdict."""

    text: str
    name: str
    role: str
    at: datetime
    body_path: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    """One verdict: whose, what, why, until when."""

    reference: str
    by: str
    by_label: str
    named: str
    verdict: str
    sign: StateSign
    reason: str
    at: datetime
    until: datetime
    outdated: bool
    body_path: str
    reply: OperatorReply | None
    path: str
    audit_path: str


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion, and all that was found of it."""

    code: str
    title: str
    requirement: str
    law: str
    method: str
    verdicts: list[VerdictView]
    settled: bool
    path: str
    assess_path: str


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria that stand alike: what is wanting comes first, with every reason; the others give theirs when asked."""

    code: str
    title: str
    rows: list[CriterionRow]
    told: list[CriterionRow]  # with every reason; the other rows in one line each


@dataclass(frozen=True, slots=True)
class GridPage:
    """An operator under every criterion."""

    slug: str
    name: str
    is_issuer: bool
    rows: list[CriterionRow]
    labels: list[LabelRow]
    outside: list[OutsideRow]
    open: list[str]
    settled: int
    operator_path: str


def standing(operator: Operator, *, now: datetime) -> dict[int, list[Assessment]]:
    """Criterion → what still holds of it, the operator's own word first."""
    found = operator.assessments.standing(now).select_related(
        "version__criterion", "mandate", "representative", "persona", "reply__representative"
    )
    grouped: dict[int, list[Assessment]] = defaultdict(list)
    order = list(Assessor)
    for assessment in sorted(found, key=lambda a: (order.index(Assessor(a.by)), a.assessed_at)):
        grouped[assessment.version.criterion_id].append(assessment)
    return grouped


def is_settled(version: CriterionVersion, found: list[Assessment]) -> bool:
    """By the version in force: no computation and no auditor objects, and a computation or two auditors say so."""
    current = [a for a in found if a.version_id == version.pk]
    decisive = [a for a in current if a.by in {Assessor.MACHINE, Assessor.AUDITOR}]
    if any(a.verdict not in GOOD for a in decisive):
        return False
    auditors = {a.mandate.account_id for a in decisive if a.by == Assessor.AUDITOR and a.mandate}
    return any(a.by == Assessor.MACHINE for a in decisive) or len(auditors - {None}) >= JUDGES


def open_questions(operator: Operator, *, now: datetime) -> list[str]:
    """The codes of the criteria that keep a label from being given; all of them while there is no criterion."""
    found = standing(operator, now=now)
    versions = CriterionVersion.objects.in_force(now).select_related("criterion")
    if not versions:
        return [_("no criterion is in force")]
    return [v.criterion.code for v in versions if not is_settled(v, found[v.criterion_id])]


def grid_page(slug: str, *, now: datetime) -> GridPage:
    """Raises NotFound."""
    operator = operator_by_slug(slug)
    found = standing(operator, now=now)
    versions = CriterionVersion.objects.in_force(now).select_related("criterion")
    rows = [_row(operator, version, found[version.criterion_id]) for version in versions]
    return GridPage(
        slug=operator.slug,
        name=operator.name,
        is_issuer=operator.slug == settings.PLATFORM_OPERATOR,
        rows=rows,
        labels=label_rows(operator_pk=operator.pk, now=now),
        outside=outside_rows(operator=operator, now=now),
        open=[row.code for row in rows if not row.settled],
        settled=sum(row.settled for row in rows),
        operator_path=reverse("accountability:operator", args=[operator.slug]),
    )


def _row(operator: Operator, version: CriterionVersion, found: list[Assessment]) -> CriterionRow:
    code = version.criterion.code
    return CriterionRow(
        code=code,
        title=version.title,
        requirement=version.requirement,
        law=version.law,
        method=version.get_method_display(),
        verdicts=[verdict_view(assessment, version) for assessment in found],
        settled=is_settled(version, found),
        path=reverse("labels:criterion", args=[code]),
        assess_path=reverse("labels:assess", args=[operator.slug, code]),
    )


def groups_of(rows: Sequence[CriterionRow], *, shown: str = "") -> list[Group]:
    """What anybody found wanting first, then what is met, then what nobody has looked at.

    `shown` is the group, or the one criterion, to tell with every reason.
    """
    looked_at = [row for row in rows if row.verdicts]
    wanting = [row for row in looked_at if any(verdict.verdict not in GOOD for verdict in row.verdicts)]
    met, unseen = [row for row in looked_at if row not in wanting], [row for row in rows if not row.verdicts]
    groups = [
        _group("wanting", _("Not met, or only in part"), wanting, {"wanting", shown}),
        _group("met", _("Met, or not applicable"), met, {shown}),
        _group("open", _("Not looked at yet"), unseen, {shown}),
    ]
    return [group for group in groups if group.rows]


def _group(code: str, title: str, rows: list[CriterionRow], shown: set[str]) -> Group:
    first = rows[:TOLD_AT_ONCE] if code in shown else []
    return Group(code, title, rows, [row for row in rows if row in first or row.code.lower() in shown])


def verdict_view(assessment: Assessment, in_force: CriterionVersion) -> VerdictView:
    """As the grid shows it."""
    icon, kind = FOUND[assessment.verdict]
    reply = getattr(assessment, "reply", None)
    return VerdictView(
        reference=assessment.reference,
        by=assessment.by,
        by_label=assessment.get_by_display(),
        named=assessment.named if assessment.by != Assessor.OPERATOR else "",
        verdict=assessment.verdict,
        sign=StateSign(str(assessment.get_verdict_display()).capitalize(), icon, kind),
        reason=assessment.reason,
        at=assessment.assessed_at,
        until=assessment.expires_at,
        outdated=assessment.version_id != in_force.pk,
        body_path=reverse("labels:assessment_body", args=[assessment.reference]),
        reply=_reply_view(reply) if reply else None,
        path=reverse("labels:reply", args=[assessment.reference]),
        audit_path=reverse("audits:audit", args=[assessment.audit]) if assessment.audit else "",
    )


def _reply_view(reply: Reply) -> OperatorReply:
    who = reply.representative
    return OperatorReply(
        reply.text, who.name, who.role, reply.replied_at, reverse("labels:reply_body", args=[reply.reference])
    )
