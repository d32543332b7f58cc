"""A published decision in the vocabulary of article 17 of the Digital Services Act and its transparency database."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from apps.moderation.categories import of_decision
from apps.moderation.models import Case, Decision
from apps.moderation.rules import RuleCode
from apps.moderation.states import OpenedBy, Outcome

VISIBILITY: dict[Outcome, str] = {
    Outcome.MASK: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Outcome.LABEL: "DECISION_VISIBILITY_CONTENT_LABELLED",
    Outcome.CLOSE: "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED",
}


def as_dsa(decision: Decision, *, content_date: date) -> dict[str, Any]:
    """The fields of a statement of reasons; empty when nothing was restricted (kept, or asked to edit)."""
    outcome = Outcome(decision.outcome)
    if outcome in {Outcome.KEEP, Outcome.ASK_EDIT} or decision.rule is None or decision.published_at is None:
        return {}
    words, case = decision.statement.words_en, decision.case
    return {
        **_restriction(decision, outcome),
        **_ground(decision, words),
        "content_type": ["CONTENT_TYPE_TEXT"],
        **_category(decision.rule),
        "content_date": content_date.isoformat(),
        "application_date": f"{decision.published_at:%Y-%m-%d}",
        "decision_facts": words["facts"],
        "source_type": _source(case),
        "automated_detection": "Yes" if case.opened_by == OpenedBy.ALGORITHM else "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": decision.reference,
    }


def _restriction(decision: Decision, outcome: Outcome) -> dict[str, Any]:
    if outcome == Outcome.PAUSE:
        end = f"{decision.ends_at:%Y-%m-%d}" if decision.ends_at else None
        return {"decision_account": "DECISION_ACCOUNT_SUSPENDED", "end_date_account_restriction": end}
    return {"decision_visibility": [VISIBILITY[outcome]]}


def _ground(decision: Decision, words: dict[str, str]) -> dict[str, Any]:
    address = settings.SITE_URL + (words["rule_url"] or reverse("moderation:case", args=[decision.case.reference]))
    explanation = decision.statement.own_words or words["effect"]
    if decision.rule == RuleCode.UNLAWFUL:
        kind, prefix = "DECISION_GROUND_ILLEGAL_CONTENT", "illegal_content"
        named = {f"{prefix}_legal_ground": decision.statement.own_words or words["rule_text"]}
    else:
        kind, prefix = "DECISION_GROUND_INCOMPATIBLE_CONTENT", "incompatible_content"
        named = {f"{prefix}_ground": f"{words['rule_source']}: {words['rule_text']}"}
    return {
        "decision_ground": kind,
        "decision_ground_reference_url": address,
        **{field: text[:500] for field, text in named.items()},
        f"{prefix}_explanation": explanation,
    }


def _category(rule: int) -> dict[str, Any]:
    found = of_decision(rule)
    named = {"category": found.code, "category_specification": [found.keyword]}
    return {**named, "category_specification_other": found.other} if found.other else named


def _source(case: Case) -> str:
    asked = case.opened_by in {OpenedBy.REPORT, OpenedBy.DOUBT}
    return "SOURCE_ARTICLE_16" if asked else "SOURCE_VOLUNTARY"
