"""What a statement of reasons cannot say in one breath: refused when it is entered, naming the field.

Most combinations cannot be typed at all, since the fields follow from outcome and rule. What is left is written here.
"""

import re
from typing import Any

from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.moderation.models import Case
from apps.moderation.rules import RuleCode
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import WITHOUT_RULE, OpenedBy, Outcome

FREE = (*WITHOUT_RULE, Outcome.ASK_EDIT)  # restricts nothing: no legal ground is owed
_NAMES_A_LAW = re.compile(r"\w{3}")


def check_coherent(case: Case, draft: DecisionDraft) -> None:
    """Raises BadInput with a sentence for the field that contradicts the others."""
    errors: dict[str, Any] = {}
    by_law = draft.rule == RuleCode.UNLAWFUL and draft.outcome not in FREE and case.opened_by != OpenedBy.ORDER
    if by_law and not _NAMES_A_LAW.search(draft.own_words):
        errors["own_words"] = _("You decide by the law: name it here. The statement must say which law, and why.")
    if errors:
        raise BadInput(errors)
