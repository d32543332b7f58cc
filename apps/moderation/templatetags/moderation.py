"""Figures that other floors show by one line: `{% load moderation %}{% readers %}`."""

from typing import Any

from django import template

from apps.moderation.selectors import anchoring

register = template.Library()


@register.inclusion_tag("moderation/anchoring.html")
def readers() -> dict[str, Any]:
    """Whether people repeat the score, and whether two of them say the same."""
    return {"readers": anchoring.readers()}
