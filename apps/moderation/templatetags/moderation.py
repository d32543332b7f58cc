"""What other floors show of ours by one line: `{% load moderation %}{% rule_history "conformal" %}`."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

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


@register.simple_tag
def algorithm_path(name: str) -> str:
    """The public page of a published algorithm."""
    return reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, name.replace("_", "-")])
