"""What a statement of reasons cannot say in one breath: refused when it is entered, naming the field.

Most combinations cannot be typed at all, since the fields follow from outcome and rule. What is left is written here:
a restriction by the law names the law; an order of an authority rests on the law, and nothing begins after its end.
"""

import re
from datetime import datetime

from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.moderation.measures import Order
from apps.moderation.models import Case
from apps.moderation.rules import RuleCode
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import UNDO, WITHOUT_RULE, OpenedBy, Outcome

FREE = (*WITHOUT_RULE, Outcome.ASK_EDIT)  # restricts nothing: no legal ground is owed
_NAMES_A_LAW = re.compile(  # in French or English, the two languages in which one decides
    r"\b(art(icle|\.)|§|code|loi|law|act|statute|regulation|r[èe]glement|directive|d[ée]cret|decree|ordonnance|ordinance|"
    r"arr[êe]t[ée]?|convention|treaty|trait[ée]|constitution|charte|charter|gdpr|rgpd|dsa)\b|§|\bL\.? ?\d",
    re.IGNORECASE,
)


def check_coherent(case: Case, draft: DecisionDraft, *, now: datetime) -> None:
    """Raises BadInput with a sentence for each field that contradicts the others."""
    if draft.outcome in FREE:
        return
    order = getattr(case, "order", None) if case.opened_by == OpenedBy.ORDER else None
    errors = _by_law(draft) if order is None else _by_order(order, draft, now)
    if errors:
        raise BadInput(dict(errors))


def _by_law(draft: DecisionDraft) -> dict[str, str]:
    if draft.rule != RuleCode.UNLAWFUL or _NAMES_A_LAW.search(draft.own_words):
        return {}
    return {"own_words": _("You decide by the law: name it here. The statement must say which law, and why.")}


def _by_order(order: Order, draft: DecisionDraft, now: datetime) -> dict[str, str]:
    errors = {}
    if draft.rule != RuleCode.UNLAWFUL:
        errors["rule"] = _("An authority's order rests on the law: rule 9. For another rule, report the text.")
    if order.ended_at is not None or (order.until is not None and order.until <= now + UNDO):
        errors["outcome"] = _("The day on which this order ends has come: a restriction cannot begin after its end.")
    return errors
