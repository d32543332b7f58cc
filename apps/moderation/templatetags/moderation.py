"""What other floors show of ours by one line: `{% load moderation %}{% rule_history "conformal" %}`."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from apps.moderation.selectors import rules
from apps.moderation.selectors.items import marks_of
from apps.scoring.releases import LEARNT

register = template.Library()


@register.inclusion_tag("moderation/rule_history.html")
def rule_history(algorithm: str) -> dict[str, Any]:
    """What two people enabled beside the published text: part of the version history of an algorithm."""
    told = algorithm in rules.CHANGES_OF
    changes = rules.history(algorithm) if told else []
    return {"told": told, "learnt": algorithm in LEARNT, "changes": changes}


@register.simple_tag
def notes_on(rows: Any) -> dict[str, str]:
    """The notes that decisions put beside warnings and the answers to them, by reference: two questions for all. Words
    of that kind are never edited."""
    told = rows if isinstance(rows, list) else [rows]
    references = [ref for row in told for ref in (row.reference, row.answer_reference) if ref]
    return {ref: mark.note for ref, mark in marks_of(dict.fromkeys(references, 1)).items()}


@register.filter
def note_on(notes: dict[str, str], reference: str) -> str:
    """The one beside these words."""
    return notes.get(reference, "")


@register.filter
def key_of(keys: dict[str, str], act: str) -> str:
    """The key of one act of the desk, as this person has it."""
    return keys.get(act, "")


@register.simple_tag
def algorithm_path(name: str) -> str:
    """The public page of a published algorithm."""
    return reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, name.replace("_", "-")])
