"""What a text is about: our own kinds, and the types of Open Terms Archive (EUPL 1.2) by their names."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "rules": _("rules"),
    "promises": _("promises"),
    "moderation-charter": _("moderation charter"),
    "privacy": _("privacy notice"),
    "legal": _("legal notice"),
    "algorithm-card": _("algorithm card"),
    "ranking": _("how the order of lists is made"),
    "reviews": _("how reviews are handled"),
    "complaints": _("how complaints are handled"),
    "Terms of Service": _("terms of service"),
    "Privacy Policy": _("privacy notice"),
    "Community Guidelines": _("community rules"),
    "Review Guidelines": _("how reviews are handled"),
    "Ranking Parameters Description": _("how the order of lists is made"),
    "Complaints Policy": _("how complaints are handled"),
    "Imprint": _("legal notice"),
}
CHOSEN = ("rules", "promises", "reviews", "ranking", "complaints", "privacy", "legal")  # what a representative may open


def kind_label(kind: str) -> str:
    """In the reader's words; an unknown type keeps its own name."""
    return str(KINDS.get(kind, kind))
