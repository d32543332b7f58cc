"""What other floors show of ours by one line: `{% load moderation %}{% rule_history %}`."""

from typing import Any

from django import template

from apps.moderation.selectors import rules

register = template.Library()


@register.inclusion_tag("moderation/rule_history.html")
def rule_history() -> dict[str, Any]:
    """What two people enabled beside the published text: part of the version history of the score."""
    return {"changes": rules.history()}
