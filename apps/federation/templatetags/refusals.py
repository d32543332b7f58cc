"""Why something was not taken, for templates: what is wrong, what to do, and the place it is about."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from apps.federation.refusals import told

register = template.Library()


@register.inclusion_tag("federation/refusal.html")
def refusal(reason: str, *, given_up: bool = False, detail: bool = True) -> dict[str, Any]:
    """`{% refusal item.reason %}`: nothing for an empty reason; what was given up is for a person to try again."""
    return {"told": told(reason) if reason else None, "given_up": given_up, "detail": detail}


KINDS = {
    "Create": _("something said"),
    "Update": _("a change"),
    "Delete": _("something withdrawn"),
    "Announce": _("something passed on"),
    "Like": _("a “helpful”"),
    "Dislike": _("a vote against"),
    "Undo": _("something taken back"),
    "Follow": _("a wish to take part"),
    "Accept": _("a yes to a wish to take part"),
    "Reject": _("a no to a wish to take part"),
    "Flag": _("a report"),
    "Resolve": _("an answer to a report"),
    "Block": _("a pause of somebody"),
    "Move": _("a new home of somebody"),
    "Warn": _("a warning"),
    "Lock": _("a talk closed"),
    "Add": _("something put on a list"),
    "Remove": _("something taken off, or off a list"),
}


@register.filter
def in_words(kind: str) -> str:
    """`{{ item.kind|in_words }}`: what a message is; its own name where we have no word."""
    return str(KINDS.get(kind, kind))
