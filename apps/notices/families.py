"""Kinds of notices put together as people think of them: each family has its own rhythm."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAMILIES: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "cases": (_("Cases: what I wrote, what I reported"), ("moderation", "federation")),
    "alerts": (_("Alerts I raised, and promises made to me"), ("alert", "commitment", "contest")),
    "help": (_("My answers that helped"), ("answer",)),
    "rules": (_("Proposals and votes"), ("proposal", "vote", "decision")),
    "labels": (_("Labels and audits"), ("label", "outside_label", "audit")),
}
OTHER = "other"


def families() -> dict[str, str | Promise]:
    """All of them, with their names."""
    return {key: label for key, (label, _prefixes) in FAMILIES.items()} | {OTHER: _("Everything else")}


def family_of(kind: str) -> str:
    """A kind begins with the name of what it is about: `moderation.author`."""
    prefix = kind.partition(".")[0]
    return next((key for key, (_label, prefixes) in FAMILIES.items() if prefix in prefixes), OTHER)
