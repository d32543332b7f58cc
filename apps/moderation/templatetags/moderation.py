"""Figures that other floors show by one line: `{% load moderation %}{% readers %}`, `{% rule_history %}`."""

from typing import Any

from django import template

from apps.moderation.selectors import anchoring, rules

register = template.Library()


@register.inclusion_tag("moderation/anchoring.html")
def readers() -> dict[str, Any]:
    """Whether people repeat the score, and whether two of them say the same."""
    return {"readers": anchoring.readers()}


@register.inclusion_tag("moderation/rule_history.html")
def rule_history() -> dict[str, Any]:
    """What two people enabled beside the published text: part of the version history of the score."""
    return {"changes": rules.history()}
