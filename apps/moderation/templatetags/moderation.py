"""What other floors show of ours by one line: `{% load moderation %}{% rule_history "conformal" %}`."""

from typing import Any

from django import template

from apps.moderation.selectors import rules
from apps.scoring.releases import LEARNT

register = template.Library()


@register.inclusion_tag("moderation/rule_history.html")
def rule_history(algorithm: str) -> dict[str, Any]:
    """What two people enabled beside the published text: part of the version history of an algorithm."""
    told = algorithm in rules.CHANGES_OF
    changes = rules.history(algorithm) if told else []
    return {"told": told, "learnt": algorithm in LEARNT, "changes": changes}


@register.filter
def key_of(keys: dict[str, str], act: str) -> str:
    """The key of one act of the desk, as this person has it."""
    return keys.get(act, "")
