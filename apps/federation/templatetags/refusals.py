"""Why something was not taken, for templates: what is wrong, what to do, and the place it is about."""

from typing import Any

from django import template

from apps.federation.refusals import told

register = template.Library()


@register.inclusion_tag("federation/refusal.html")
def refusal(reason: str) -> dict[str, Any]:
    """`{% refusal item.reason %}`: nothing for an empty reason."""
    return {"told": told(reason) if reason else None}
