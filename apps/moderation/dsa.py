"""A published decision in the vocabulary of article 17 of the Digital Services Act and its transparency database."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from apps.moderation.categories import of_decision
from apps.moderation.measures import Order
from apps.moderation.models import Case, Decision
from apps.moderation.rules import RuleCode
from apps.moderation.states import TOGETHER, Instance, OpenedBy, Outcome, Result
from apps.moderation.targets import Target

VISIBILITY: dict[Outcome, str] = {
    Outcome.MASK: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Outcome.LABEL: "DECISION_VISIBILITY_CONTENT_LABELLED",
    Outcome.CLOSE: "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED",
}

# A person decides about all; of what was decided together they opened some, and an algorithm put the others beside.
AUTOMATED = {TOGETHER: "AUTOMATED_DECISION_PARTIALLY"}

FIELDS = (  # of a statement of reasons, all of them: article 17 and the transparency database
    "content_id", "decision_visibility", "decision_visibility_other", "decision_monetary", "decision_monetary_other",
    "decision_provision", "decision_account", "account_type", "category_specification",
    "category_specification_other", "decision_ground", "decision_ground_reference_url",
    "illegal_content_legal_ground", "illegal_content_explanation", "incompatible_content_ground",
    "incompatible_content_explanation", "incompatible_content_illegal", "content_type", "content_type_other",
    "category", "category_addition", "territorial_scope", "content_language", "content_date", "application_date",
    "end_date_account_restriction", "end_date_monetary_restriction", "end_date_service_restriction",
    "end_date_visibility_restriction", "decision_facts", "source_type", "source_identity", "automated_detection",
    "automated_decision", "puid",
)  # fmt: skip
RESTRICTIONS = (*VISIBILITY, Outcome.PAUSE)  # of which the act owes a statement
LONGEST_GROUND = 500


def dsa_row(decision: Decision, target: Target | None) -> dict[str, Any]:
    """All fields in their order, null where one does not apply; empty when nothing was restricted."""
    said = as_dsa(decision, target)
    return {name: said.get(name) for name in FIELDS} if said else {}


def as_dsa(decision: Decision, target: Target | None) -> dict[str, Any]:
    """The fields that apply; empty when nothing was restricted (kept, asked to edit, a pause ended)."""
    outcome = Outcome(decision.outcome)
    if outcome not in RESTRICTIONS or decision.rule is None or decision.published_at is None:
        return {}
    if decision.result == Result.UPHELD:
        return {}  # nothing new is restricted: its statement was given when it was
    words, case = decision.statement.words_en, decision.case
    order = getattr(case, "order", None) if case.opened_by == OpenedBy.ORDER else None
    content_at = target.published_at if target is not None else case.opened_at
    language = target.item.language if target is not None and target.item is not None else ""
    return {
        **_restriction(decision, outcome, order),
        **_ground(decision, words, order),
        "content_type": ["CONTENT_TYPE_TEXT"],
        **_category(decision.rule),
        "content_date": f"{content_at:%Y-%m-%d}",
        "application_date": f"{_applied_at(decision) or decision.published_at:%Y-%m-%d}",
        "decision_facts": words["facts"],
        **({"content_language": language.upper()} if language else {}),
        **_source(case, order),
        "automated_detection": "Yes" if case.opened_by == OpenedBy.ALGORITHM else "No",
        "automated_decision": AUTOMATED.get(decision.statement.automated, "AUTOMATED_DECISION_NOT_AUTOMATED"),
        "puid": decision.reference,
    }


def _applied_at(decision: Decision) -> datetime | None:
    """A pause that an appeal changed runs from its first day."""
    if decision.outcome != Outcome.PAUSE or not decision.result:
        return decision.published_at
    first = decision.case.decisions.published().filter(outcome=Outcome.PAUSE).order_by("published_at", "pk").first()
    return first.published_at if first is not None else decision.published_at


def _restriction(decision: Decision, outcome: Outcome, order: Order | None) -> dict[str, Any]:
    if outcome == Outcome.PAUSE:
        end = f"{decision.ends_at:%Y-%m-%d}" if decision.ends_at else None
        account = {"decision_account": "DECISION_ACCOUNT_SUSPENDED", "account_type": "ACCOUNT_TYPE_PRIVATE"}
        return {**account, "end_date_account_restriction": end}
    hidden: dict[str, Any] = {"decision_visibility": [VISIBILITY[outcome]]}
    until = order.until if order is not None else None
    return {**hidden, "end_date_visibility_restriction": f"{until:%Y-%m-%d}"} if until else hidden


def _ground(decision: Decision, words: dict[str, str], order: Order | None) -> dict[str, Any]:
    address = settings.SITE_URL + (words["rule_url"] or reverse("moderation:case", args=[decision.case.reference]))
    explanation = decision.statement.own_words or words["effect"]
    if decision.rule == RuleCode.UNLAWFUL:
        kind, prefix = "DECISION_GROUND_ILLEGAL_CONTENT", "illegal_content"
        named = {f"{prefix}_legal_ground": order.law if order is not None else _law(decision)}
    else:
        kind, prefix = "DECISION_GROUND_INCOMPATIBLE_CONTENT", "incompatible_content"
        named = {f"{prefix}_ground": f"{words['rule_source']}: {words['rule_text']}", f"{prefix}_illegal": "No"}
    return {
        "decision_ground": kind,
        "decision_ground_reference_url": address,
        **{field: text[:LONGEST_GROUND] for field, text in named.items()},
        f"{prefix}_explanation": explanation,
    }


def _law(decision: Decision) -> str:
    """As whoever decided named it; a jury decides by the law that was named before it."""
    said: str = decision.statement.own_words
    if said or decision.instance != Instance.JURY:
        return said
    before = decision.case.decisions.published().filter(rule=RuleCode.UNLAWFUL).exclude(statement__own_words="")
    found = before.select_related("statement").order_by("-published_at", "-pk").first()
    return found.statement.own_words if found is not None else decision.statement.words_en["rule_text"]


def _category(rule: int) -> dict[str, Any]:
    found = of_decision(rule)
    named = {"category": found.code, "category_specification": [found.keyword]}
    return {**named, "category_specification_other": found.other} if found.other else named


def _source(case: Case, order: Order | None) -> dict[str, Any]:
    if order is not None:
        return {"source_type": "SOURCE_TYPE_OTHER_NOTIFICATION", "source_identity": order.authority}
    asked = case.opened_by in {OpenedBy.REPORT, OpenedBy.DOUBT}
    return {"source_type": "SOURCE_ARTICLE_16" if asked else "SOURCE_VOLUNTARY"}
