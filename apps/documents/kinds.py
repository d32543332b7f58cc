"""What a text is about: our own kinds, and the 44 types of Open Terms Archive by their names.

The names of the types are those of the list "terms-types" of Open Terms Archive (EUPL 1.2), kept as they are so that
the same text is called the same here and there; what they are called in words is ours.
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPORT = "transparency-report"
KINDS: dict[str, str | Promise] = {
    "rules": _("rules"),
    "promises": _("promises"),
    "moderation-charter": _("moderation charter"),
    "verification": _("how professionals are verified"),
    "privacy": _("privacy notice"),
    "legal": _("legal notice"),
    "algorithm-card": _("algorithm card"),
    "disclosure": _("what it lives on"),
    "status-scale": _("scale of statuses"),
    "conversion-table": _("table of recognition"),
    "circle": _("circle of trust"),
    REPORT: _("transparency report"),
    "ranking": _("how the order of lists is made"),
    "reviews": _("how reviews are handled"),
    "complaints": _("how complaints are handled"),
    "Terms of Service": _("terms of service"),
    "Privacy Policy": _("privacy notice"),
    "Imprint": _("legal notice"),
    "Trackers Policy": _("cookies and trackers"),
    "Developer Terms": _("terms for developers"),
    "Community Guidelines": _("community rules"),
    "Deceased Users": _("accounts of the dead"),
    "Acceptable Use Policy": _("acceptable use"),
    "Restricted Use Policy": _("restricted uses"),
    "Commercial Terms": _("commercial terms"),
    "Copyright Claims Policy": _("copyright claims"),
    "Law Enforcement Guidelines": _("requests of authorities"),
    "Human Rights Policy": _("human rights"),
    "In-App Purchases Policy": _("purchases inside the application"),
    "Review Guidelines": _("how reviews are handled"),
    "Brand Guidelines": _("use of the brand"),
    "Quality Guidelines": _("quality rules"),
    "Data Controller Agreement": _("agreement between data controllers"),
    "Data Processor Agreement": _("agreement with data processors"),
    "User Consent Policy": _("consent of users"),
    "Closed Captioning Policy": _("subtitles"),
    "Seller Warranty": _("warranty of sellers"),
    "Single Sign-On Policy": _("single sign-on"),
    "Vulnerability Disclosure Policy": _("reports of security flaws"),
    "Live Policy": _("live broadcasts"),
    "Complaints Policy": _("how complaints are handled"),
    "Conditions of Carriage": _("conditions of carriage"),
    "General Conditions of Sale": _("general conditions of sale"),
    "Marketplace Buyers Conditions": _("conditions for buyers"),
    "Marketplace Sellers Conditions": _("conditions for sellers"),
    "Ranking Parameters Description": _("how the order of lists is made"),
    "Premium Partner Conditions": _("conditions for paying partners"),
    "Platform to Business Notice": _("notice to business users"),
    "Business Mediation Policy": _("mediation with businesses"),
    "Business Privacy Policy": _("privacy notice for businesses"),
    "Editorial Policy": _("editorial policy"),
    "Anti-corruption Policy": _("against corruption"),
    "Accessibility Statement": _("accessibility statement"),
    "Hyperlinks Policy": _("links to the site"),
    "Whistleblower Policy": _("protection of whistleblowers"),
    "Affiliate Agreement": _("agreement with affiliates"),
    "Service Level Agreement": _("promised level of service"),
    "Content Monetisation Policy": _("earning money with content"),
    "Advertising Content Policy": _("content of advertisements"),
}
OURS = tuple(kind for kind in KINDS if kind[0].islower())
ARCHIVED = tuple(kind for kind in KINDS if kind not in OURS)  # the types of Open Terms Archive
CHOSEN = ("rules", "promises", "reviews", "ranking", "complaints", "privacy", "legal")  # what is asked for most


def choices() -> Iterable[tuple[str | Promise, list[tuple[str, str]]]]:
    """What a representative may open: the usual ones first, then every type by its words."""
    rest = sorted(((kind, kind_label(kind)) for kind in ARCHIVED), key=lambda choice: choice[1].casefold())
    return [
        (_("usual"), [(kind, kind_label(kind)) for kind in CHOSEN]),
        (_("all types of Open Terms Archive"), rest),
    ]


def kind_label(kind: str) -> str:
    """In the reader's words; an unknown type keeps its own name."""
    return str(KINDS.get(kind, kind))
