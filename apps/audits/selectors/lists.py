"""Audits in a list, with what each came to, and those who may be drawn to look."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import ngettext

from apps.accountability.selectors import operator_by_slug
from apps.audits.models import Audit, Declaration, Result
from apps.audits.permissions import auditor_mandates
from apps.audits.states import ICONS, AuditState
from apps.labels.selectors.labels import StateSign
from apps.look.numbers import number, percent
from apps.spaces.models import Operator

SHOWN = 100


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An audit in a list."""

    reference: str
    operator: str
    operator_name: str
    about: str
    criterion: str
    size: int
    of: int
    by: str
    announced_at: datetime
    state: str
    sign: StateSign
    sentence: str
    path: str


@dataclass(frozen=True, slots=True)
class Declared:
    """What an office said of its links to an operator."""

    operator: str
    operator_name: str
    linked: bool
    words: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class AuditorRow:
    """An office that may be drawn, and what it declared."""

    name: str
    declared: list[Declared]


@dataclass(frozen=True, slots=True)
class OutsideAuditsPage:
    """Every audit of operators, or those of one; and the auditors with what they declared."""

    operator: str
    operator_name: str
    audits: list[AuditRow]
    auditors: list[AuditorRow]
    rule_path: str


def audits_page(slug: str, *, now: datetime) -> OutsideAuditsPage:
    """All, or those of one operator. Raises NotFound for an operator nobody knows."""
    operator = operator_by_slug(slug) if slug else None
    audits = Audit.objects.select_related("operator", "version__criterion", "result")
    found = audits.filter(operator=operator) if operator else audits
    return OutsideAuditsPage(
        operator=operator.slug if operator else "",
        operator_name=operator.name if operator else "",
        audits=[row_of(audit) for audit in found[:SHOWN]],
        auditors=_auditors(operator, now),
        rule_path=reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, "audit-sample"]),
    )


def _auditors(operator: Operator | None, now: datetime) -> list[AuditorRow]:
    standing = Declaration.objects.filter(replaced_at=None, expires_at__gt=now).select_related("operator")
    if operator:
        standing = standing.filter(operator=operator)
    said: dict[int | None, list[Declared]] = {}
    for row in standing.order_by("operator__name"):
        who = row.operator
        line = Declared(who.slug, who.name, row.linked, row.words, row.declared_at, row.expires_at)
        said.setdefault(row.mandate_id, []).append(line)
    fits = [m for m in auditor_mandates(now) if operator is None or m.operator_id in {None, operator.pk}]
    return [AuditorRow(mandate.public_name, said.get(mandate.pk, [])) for mandate in fits]


def row_of(audit: Audit) -> AuditRow:
    """One audit in a line."""
    state = AuditState(audit.state)
    icon, kind = ICONS[state]
    result = getattr(audit, "result", None)
    return AuditRow(
        reference=audit.reference,
        operator=audit.operator.slug,
        operator_name=audit.operator.name,
        about=str(audit.get_population_display()),
        criterion=audit.version.criterion.code if audit.version else "",
        size=audit.size,
        of=len(audit.items),
        by=audit.named,
        announced_at=audit.announced_at,
        state=state.value,
        sign=StateSign(str(state.label).capitalize(), icon, kind),
        sentence=result_in_words(result) if result else "",
        path=reverse("audits:audit", args=[audit.reference]),
    )


def result_in_words(result: Result) -> str:
    """How many were not as they should be, between which shares of all, and how many stay open."""
    said = {
        "wrong": number(result.wrong),
        "n": number(result.looked_at),
        "low": percent(result.low),
        "high": percent(result.high),
    }
    sentence = (
        ngettext(
            "Not as it should be: %(wrong)s of %(n)s item looked at, so between %(low)s and %(high)s of all.",
            "Not as it should be: %(wrong)s of %(n)s items looked at, so between %(low)s and %(high)s of all.",
            result.looked_at,
        )
        % said
    )
    if not result.open:
        return sentence
    undecided = ngettext(
        "%(n)s more stays open: those who looked differ, or cannot tell.",
        "%(n)s more stay open: those who looked differ, or cannot tell.",
        result.open,
    ) % {"n": number(result.open)}
    return f"{sentence} {undecided}"
