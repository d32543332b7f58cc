"""What each rule is called in the vocabulary of the Digital Services Act: statements of reasons and reports alike.

"Against the law" has no category of its own there. What is written here is text: it goes under illegal speech, as a
sub-category that says that each statement names the law.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from apps.moderation.rules import RULE_OF, Ground, RuleCode

OTHER = "KEYWORD_OTHER"
NOT_SPECIFIED = "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"  # of a notice that alleges nothing against the law


@dataclass(frozen=True, slots=True)
class Category:
    """Category and sub-category; `other` describes a sub-category that the act does not name."""

    code: str
    keyword: str = ""
    other: str = ""


CATEGORY: dict[RuleCode, Category] = {
    RuleCode.NOT_REAL: Category("STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "KEYWORD_INAUTHENTIC_USER_REVIEWS"),
    RuleCode.HIDDEN_LINK: Category("STATEMENT_CATEGORY_CONSUMER_INFORMATION", "KEYWORD_HIDDEN_ADVERTISEMENT"),
    RuleCode.PRESSURE: Category("STATEMENT_CATEGORY_CYBER_VIOLENCE", "KEYWORD_CYBER_BULLYING_INTIMIDATION"),
    RuleCode.PRIVATE_PERSON: Category(
        "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "KEYWORD_MISSING_PROCESSING_GROUND"
    ),
    RuleCode.INSULT: Category(
        "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", OTHER, _("Insult, and attacks on people for what they are")
    ),
    RuleCode.OFF_TOPIC: Category("STATEMENT_CATEGORY_OTHER_VIOLATION_TC", OTHER, _("About something else")),
    RuleCode.ADVERTISING: Category(
        "STATEMENT_CATEGORY_CONSUMER_INFORMATION", OTHER, _("Advertising where experiences are told")
    ),
    RuleCode.IMPERSONATION: Category("STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING"),
    RuleCode.UNLAWFUL: Category(
        "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
        OTHER,
        _("Words that a law forbids; each statement names the law"),
    ),
}


def of_decision(rule: int | None) -> Category:
    """Under what a restriction was decided; every restriction names its rule."""
    return CATEGORY[RuleCode(rule)] if rule is not None else Category(NOT_SPECIFIED)


def of_allegation(rule: int | None) -> Category:
    """What a notice says is wrong. _("About something else") is against no law: the act has a line for such notices."""
    return Category(NOT_SPECIFIED) if rule == RuleCode.OFF_TOPIC else of_decision(rule)


def of_ground(ground: Ground) -> Category:
    """The same, from what a reporter ticked."""
    return of_allegation(RULE_OF[ground])
