"""Kinds of notices put together as people think of them: each family has its own rhythm.

A family names what begins its kinds, or whole kinds; the longest name that fits says which family a kind is of.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_ASKED = ("dispute.waits", "dispute.soon", "dispute.overdue", "reference.to_add", "reference.received")
_MEDIATED = ("mediation.asked", "mediation.reminded", "mediation.withdrawn", "mediation.to_answer")
FAMILIES: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "mine": (_("Decisions about what I wrote"), ("moderation", "federation", "doubt", "mediation", "warning")),
    "reported": (
        _("What became of what I reported"),
        ("moderation.reporter", "moderation.answered", "federation.reporter", "federation.looked", "doubt.yours"),
    ),
    "exchanges": (_("My exchanges, and the ratings in them"), ("exchange", "rating")),
    "juries": (_("Juries for which I was drawn"), ("jury",)),
    "alerts": (_("Alerts I raised"), ("alert", "contest")),
    "promises": (_("Promises made to me"), ("commitment",)),
    "help": (_("My answers that helped"), ("answer", "posts")),
    "proposals": (_("Changes of rules that I proposed"), ("proposal",)),
    "votes": (_("Votes I took part in"), ("vote",)),
    "labels": (_("Labels and audits"), ("label", "outside_label", "audit")),
    "standing": (
        _("My standing: badges, referrals, references, verification"),
        ("badge", "conversion", "reference", "referral", "dispute", "verification"),
    ),
    "office": (
        _("My offices: the desk, the rules, the reports"),
        (
            "moderation.decider",
            "moderation.taken_over",
            "decision",
            "report",
            "recognition",
            "circle",
            *_ASKED,
            *_MEDIATED,
        ),
    ),
}
OTHER = "other"


def families() -> dict[str, str | Promise]:
    """All of them, with their names."""
    return {key: label for key, (label, _begins) in FAMILIES.items()} | {OTHER: _("Everything else")}


def family_of(kind: str) -> str:
    """A kind begins with the name of what it is about: `moderation.author`."""
    named = {begin: family for family, (_label, begins) in FAMILIES.items() for begin in begins}
    return named.get(kind) or named.get(kind.partition(".")[0], OTHER)
