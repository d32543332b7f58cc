"""Every page of this app, once: its address, what reads it, what draws it. Pages and JSON twins are made from here."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apps.accountability.reports.lists import TransparencyList
from apps.accountability.reports.selectors import TransparencyPage
from apps.accountability.selectors import AlertPage, HeardPage, OperatorPage
from apps.accountability.selectors.texts import DiffPage, TextPage
from apps.audits.selectors.audits import OutsideAuditPage
from apps.audits.selectors.lists import OutsideAuditsPage
from apps.exchanges.selectors import ExchangePage, MyExchanges
from apps.labels.selectors.criteria import CriteriaPage, CriterionPage
from apps.labels.selectors.elsewhere import OutsideLabels, OutsidePage
from apps.labels.selectors.labels import LabelPage
from apps.labels.selectors.verdicts import GridPage
from apps.pages.selectors.algorithm import AlgorithmPage, algorithm_page
from apps.pages.selectors.audit import AuditPage, audit_page
from apps.pages.selectors.exchanges import exchange_twin, my_exchanges_twin
from apps.pages.selectors.home import HomePage, home_page
from apps.pages.selectors.label import (
    criteria_twin,
    criterion_twin,
    label_twin,
    outside_label_twin,
    outside_labels_twin,
    verdicts_twin,
)
from apps.pages.selectors.member import MemberPage, member_page
from apps.pages.selectors.register import (
    OperatorsPage,
    alert_twin,
    diff_twin,
    heard_twin,
    operator_twin,
    operators_twin,
    outside_audit_twin,
    outside_audits_twin,
    proposal_twin,
    proposals_twin,
    report_twin,
    reports_twin,
    text_twin,
)
from apps.pages.selectors.review import ReviewPage, review_page
from apps.pages.selectors.score import ScorePage, score_page
from apps.pages.selectors.search import SearchPage, search_page
from apps.pages.selectors.solutions import SolutionsPage, solutions_page, space_solutions_page
from apps.pages.selectors.spaces import SpacePage, SpacesPage, space_page, spaces_page
from apps.pages.selectors.subject import SubjectPage, subject_page
from apps.pages.selectors.thread import ThreadPage, thread_page
from apps.proposals.selectors import ProposalPage, ProposalsPage


@dataclass(frozen=True, slots=True)
class PageKind:
    """One kind of page. `lists` says what its address may ask of its list: nothing, a page, or filters too."""

    name: str
    route: str
    shape: type
    read: Callable[..., Any]
    lists: str = ""
    section: str = "spaces"

    @property
    def template(self) -> str:
        return f"pages/{self.name}.html"

    @property
    def path(self) -> str:
        """The address as people write it."""
        return re.sub(r"<\w+:(\w+)>", r"{\1}", self.route)


PAGES = (
    PageKind("home", "", HomePage, home_page, section="home"),
    PageKind("audit", "audit/", AuditPage, audit_page, section="audit"),
    PageKind("search", "search/", SearchPage, search_page, lists="words", section="search"),
    PageKind("solutions", "solutions/", SolutionsPage, solutions_page, lists="solutions", section="solutions"),
    PageKind("spaces", "s/", SpacesPage, spaces_page),
    PageKind("space", "s/<slug:space>/", SpacePage, space_page, lists="reviews"),
    PageKind(
        "space_solutions", "s/<slug:space>/solutions/", SolutionsPage, space_solutions_page, lists="space_solutions"
    ),
    PageKind("thread", "s/<slug:space>/t/<int:thread>/", ThreadPage, thread_page, lists="page"),
    PageKind("review", "s/<slug:space>/r/<int:review>/", ReviewPage, review_page),
    PageKind("member", "s/<slug:space>/m/<str:pseudonym>/", MemberPage, member_page, lists="page"),
    PageKind("subject", "x/<slug:subject>/", SubjectPage, subject_page, lists="reviews"),
    PageKind(
        "algorithm",
        "o/<slug:op>/algorithms/<slug:slug>/",
        AlgorithmPage,
        algorithm_page,
        "version",
        section="operators",
    ),
)

# Pages that another app draws; the twin says the same dataclass.
TWINS = (
    PageKind("exchange", "s/<slug:space>/e/<str:reference>/", ExchangePage, exchange_twin),
    PageKind("my_exchanges", "me/exchanges/", MyExchanges, my_exchanges_twin),
    PageKind("score", "s/<slug:space>/r/<int:review>/score/", ScorePage, score_page),
    PageKind("operators", "o/", OperatorsPage, operators_twin, lists="register"),
    PageKind("operator", "o/<slug:op>/", OperatorPage, operator_twin),
    PageKind("alert", "o/<slug:op>/alert/<str:ref>/", AlertPage, alert_twin),
    PageKind("outside_audits", "audit/operators/", OutsideAuditsPage, outside_audits_twin, lists="operator"),
    PageKind("outside_audit", "audit/a/<str:ref>/", OutsideAuditPage, outside_audit_twin),
    PageKind("proposals", "proposals/", ProposalsPage, proposals_twin),
    PageKind("proposal", "proposals/<str:ref>/", ProposalPage, proposal_twin),
    PageKind("heard", "o/<slug:op>/heard/", HeardPage, heard_twin),
    PageKind("reports", "o/<slug:op>/reports/", TransparencyList, reports_twin),
    PageKind("report", "o/<slug:op>/reports/<slug:period>/", TransparencyPage, report_twin, lists="version"),
    PageKind("text", "o/<slug:op>/rules/<slug:slug>/", TextPage, text_twin, lists="version"),
    PageKind("diff", "o/<slug:op>/rules/<slug:slug>/diff/<int:a>/<int:b>/", DiffPage, diff_twin),
    PageKind("criteria", "label/", CriteriaPage, criteria_twin),
    PageKind("criterion", "label/criteria/<slug:code>/", CriterionPage, criterion_twin),
    PageKind("verdicts", "label/o/<slug:op>/", GridPage, verdicts_twin),
    PageKind("label", "label/l/<str:ref>/", LabelPage, label_twin),
    PageKind("outside_labels", "label/elsewhere/", OutsideLabels, outside_labels_twin),
    PageKind("outside_label", "label/elsewhere/<str:ref>/", OutsidePage, outside_label_twin),
)
