"""The register of operators as JSON: the dataclasses that its pages draw."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import get_language

from apps.accountability import selectors
from apps.accountability.reports.lists import TransparencyList, reports_list
from apps.accountability.reports.selectors import TransparencyPage, report_page
from apps.accountability.selectors import AlertPage, HeardPage, OperatorPage, OperatorRow, texts
from apps.accountability.selectors.texts import DiffPage, TextPage
from apps.audits.selectors.audits import OutsideAuditPage, audit_page
from apps.audits.selectors.lists import OutsideAuditsPage, audits_page
from apps.base.models import typed
from apps.pages.filters import page_number
from apps.pages.selectors.parts import Numbering, paged
from apps.proposals.selectors import ProposalPage, ProposalsPage, proposal_page, proposals_page
from apps.spaces.permissions import Visitor

LONGEST_NAME = 80
LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class OperatorsPage:
    """The register: by name, never by a score."""

    operators: list[OperatorRow]
    numbering: Numbering


def operators_twin(visitor: Visitor, query: QueryDict, *, now: datetime) -> OperatorsPage:
    """Searched by `q`, filtered by `state`."""
    q, state = (typed(query.get(name, ""))[:LONGEST_NAME] for name in ("q", "state"))
    found, numbering = paged(selectors.operators_found(q=q, state=state), page_number(query))
    return OperatorsPage(selectors.operator_rows(found, now=now), numbering)


def operator_twin(visitor: Visitor, query: QueryDict, *, op: str, now: datetime) -> OperatorPage:
    """All that is public about one operator."""
    return selectors.operator_page(selectors.operator_by_slug(op), now=now)


def alert_twin(visitor: Visitor, query: QueryDict, *, op: str, ref: str, now: datetime) -> AlertPage:
    """One alert: its state live, its figures in batches."""
    operator = selectors.operator_by_slug(op)
    return selectors.alert_page(selectors.alert_by_reference(operator, typed(ref)), now=now)


def heard_twin(visitor: Visitor, query: QueryDict, *, op: str, now: datetime) -> HeardPage:
    """What was heard about an operator, and what it did."""
    return selectors.heard_page(selectors.operator_by_slug(op), now=now)


def reports_twin(visitor: Visitor, query: QueryDict, *, op: str, now: datetime) -> TransparencyList:
    """An operator's transparency reports."""
    return reports_list(selectors.operator_by_slug(op))


def report_twin(visitor: Visitor, query: QueryDict, *, op: str, period: str, now: datetime) -> TransparencyPage:
    """A transparency report: its latest version, or `v`."""
    language = "en" if (get_language() or "fr").startswith("en") else "fr"
    operator, asked = selectors.operator_by_slug(op), texts.number_in(query.get("v", ""))
    return report_page(operator, period, asked, now=now, language=language)


def text_twin(visitor: Visitor, query: QueryDict, *, op: str, slug: str, now: datetime) -> TextPage:
    """A published text: the version in force, or `v`."""
    operator = selectors.operator_by_slug(op)
    number = query.get("v", "")
    version = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else None
    return texts.text_page(operator, texts.owned_text(operator, slug), version, now=now)


def diff_twin(visitor: Visitor, query: QueryDict, *, op: str, slug: str, a: int, b: int, now: datetime) -> DiffPage:
    """What changed between two versions, in the reader's language."""
    operator = selectors.operator_by_slug(op)
    language = (get_language() or "fr")[:2]
    return texts.diff_page(operator, texts.owned_text(operator, slug), a, b, language=language, now=now)


def outside_audits_twin(visitor: Visitor, query: QueryDict, *, now: datetime) -> OutsideAuditsPage:
    """Audits of operators, or of the operator `o`."""
    return audits_page(typed(query.get("o", ""))[:LONGEST_SLUG], now=now)


def outside_audit_twin(visitor: Visitor, query: QueryDict, *, ref: str, now: datetime) -> OutsideAuditPage:
    """One audit with all its steps."""
    return audit_page(typed(ref))


def proposals_twin(visitor: Visitor, query: QueryDict, *, now: datetime) -> ProposalsPage:
    """Changes proposed to rules."""
    return proposals_page()


def proposal_twin(visitor: Visitor, query: QueryDict, *, ref: str, now: datetime) -> ProposalPage:
    """One proposal, its vote and its decision."""
    return proposal_page(typed(ref), now=now)
