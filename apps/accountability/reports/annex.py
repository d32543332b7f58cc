"""The eleven parts of a transparency report: Annex I of Implementing Regulation (EU) 2024/2835, as tables.

Names of rows and columns are those of the act, letter by letter (some end with a space there): machines look for them.
Pages show them in the reader's language, through `words`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

TOTAL = "TOTAL"
OTHER = "KEYWORD_OTHER"
ALL = _("All")
HOSTING = _("Only for providers of hosting services, including online platforms")
PLATFORMS = _("Only for providers of online platforms")
VERY_LARGE = _("Only for VLOPs")
VERY_LARGE_TOO = _("Only for VLOPs and VLOSEs")
FOR_VERY_LARGE = frozenset({VERY_LARGE, VERY_LARGE_TOO})
OTHER_WORDS = _("Not captured by any other sub-category")
LONGEST_PROSE = 5000  # characters, Annex II, part II, section 2

NOT_TC = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
NOT_ORDER = "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER"
NOT_NOTICE = "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"

# code of the category, its words, its sub-categories (each category ends with "other", unless it has none).
TREE: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "ANIMAL_WELFARE",
        _("Animal welfare"),
        (("ANIMAL_HARM", _("Animal harm")), ("UNLAWFUL_SALE_ANIMALS", _("Unlawful sale of animals"))),
    ),
    (
        "CONSUMER_INFORMATION",
        _("Consumer information infringements"),
        (
            (
                "HIDDEN_ADVERTISEMENT",
                _("Hidden advertisement or commercial communication, including by influencers"),
            ),
            ("INSUFFICIENT_INFORMATION_ON_TRADERS", _("Insufficient information on traders")),
            (
                "MISLEADING_INFO_GOODS_SERVICES",
                _("Misleading information about the characteristics of the goods and services"),
            ),
            ("MISLEADING_INFO_CONSUMER_RIGHTS", _("Misleading information about the consumer’s rights")),
            ("NONCOMPLIANCE_PRICING", _("Non-compliance with pricing regulations")),
        ),
    ),
    (
        "CYBER_VIOLENCE",
        _("Cyber violence"),
        (
            ("CYBER_BULLYING_INTIMIDATION", _("Cyber bullying and intimidation")),
            ("CYBER_HARASSMENT", _("Cyber harassment")),
            ("CYBER_INCITEMENT", _("Cyber incitement to hatred or violence")),
            ("CYBER_STALKING", _("Cyber stalking")),
            (
                "NON_CONSENSUAL_IMAGE_SHARING",
                _(
                    "Non-consensual (intimate) material sharing, including (image-based) sexual abuse "
                    "(excluding content depicting minors)"
                ),
            ),
            (
                "NON_CONSENSUAL_MATERIAL_DEEPFAKE",
                _(
                    "Non-consensual sharing of material containing deepfake or similar technology using a third "
                    "party's features (excluding content depicting minors)"
                ),
            ),
        ),
    ),
    (
        "CYBER_VIOLENCE_AGAINST_WOMEN",
        _("Cyber violence against women"),
        (
            ("BULLYING_AGAINST_GIRLS", _("Cyber bullying and intimidation against girls")),
            ("CYBER_HARASSMENT_AGAINST_WOMEN", _("Cyber harassment against women")),
            ("CYBER_STALKING_AGAINST_WOMEN", _("Cyber stalking against women")),
            ("FEMALE_GENDERED_DISINFORMATION", _("Gendered disinformation")),
            ("INCITEMENT_AGAINST_WOMEN", _("Illegal incitement to violence and hatred against women")),
            (
                "NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN",
                _(
                    "Non-consensual (intimate) material sharing against women, including (image-based) sexual abuse "
                    "against women (excluding content depicting minors)"
                ),
            ),
            (
                "NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN",
                _(
                    "Non-consensual sharing of material containing deepfake or similar technology using a third "
                    "party's features against women (excluding content depicting minors)"
                ),
            ),
        ),
    ),
    (
        "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        _("Data protection and privacy violations"),
        (
            ("BIOMETRIC_DATA_BREACH", _("Biometric data breach")),
            ("DATA_FALSIFICATION", _("Data falsification")),
            ("MISSING_PROCESSING_GROUND", _("Missing processing ground for data")),
            ("RIGHT_TO_BE_FORGOTTEN", _("Right to be forgotten")),
        ),
    ),
    (
        "ILLEGAL_OR_HARMFUL_SPEECH",
        _("Illegal or harmful speech"),
        (
            ("DEFAMATION", _("Defamation")),
            ("DISCRIMINATION", _("Discrimination")),
            (
                "HATE_SPEECH",
                _("Illegal incitement to violence and hatred based on protected characteristics (hate speech)"),
            ),
        ),
    ),
    (
        "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
        _("Intellectual property infringements"),
        (
            ("COPYRIGHT_INFRINGEMENT", _("Copyright infringements")),
            ("DESIGN_INFRINGEMENT", _("Design infringements")),
            ("GEOGRAPHIC_INDICATIONS_INFRINGEMENT", _("Geographical indications infringements")),
            ("PATENT_INFRINGEMENT", _("Patent infringements")),
            ("TRADE_SECRET_INFRINGEMENT", _("Trade secret infringements")),
            ("TRADEMARK_INFRINGEMENT", _("Trademark infringements")),
        ),
    ),
    (
        "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
        _("Negative effects on civic discourse or elections"),
        (
            (
                "MISINFORMATION_DISINFORMATION",
                _("Misinformation, disinformation, foreign information manipulation and interference"),
            ),
            ("VIOLATION_EU_LAW", _("Violation of EU law relevant to civic discourse or elections")),
            ("VIOLATION_NATIONAL_LAW", _("Violation of national law relevant to civic discourse or elections")),
        ),
    ),
    (
        "PROTECTION_OF_MINORS",
        _("Protection of minors"),
        (
            ("AGE_SPECIFIC_RESTRICTIONS_MINORS", _("Age-specific restrictions concerning minors")),
            ("CHILD_SEXUAL_ABUSE_MATERIAL", _("Child sexual abuse material")),
            (
                "CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE",
                _("Child sexual abuse material containing deepfake or similar technology"),
            ),
            ("GROOMING_SEXUAL_ENTICEMENT_MINORS", _("Grooming/sexual enticement of minors")),
            ("UNSAFE_CHALLENGES", _("Unsafe challenges")),
        ),
    ),
    (
        "RISK_FOR_PUBLIC_SECURITY",
        _("Risk for public security"),
        (
            ("ILLEGAL_ORGANIZATIONS", _("Illegal organizations")),
            ("RISK_ENVIRONMENTAL_DAMAGE", _("Risk for environmental damage")),
            ("RISK_PUBLIC_HEALTH", _("Risk for public health")),
            ("TERRORIST_CONTENT", _("Terrorist content")),
        ),
    ),
    (
        "SCAMS_AND_FRAUD",
        _("Scams and/or fraud"),
        (
            ("IMPERSONATION_ACCOUNT_HIJACKING", _("Impersonation or account hijacking")),
            ("INAUTHENTIC_ACCOUNTS", _("Inauthentic accounts")),
            ("INAUTHENTIC_LISTINGS", _("Inauthentic listings")),
            ("INAUTHENTIC_USER_REVIEWS", _("Inauthentic user reviews")),
            ("PHISHING", _("Phishing")),
            ("PYRAMID_SCHEMES", _("Pyramid schemes")),
        ),
    ),
    (
        "SELF_HARM",
        _("Self-harm"),
        (
            ("CONTENT_PROMOTING_EATING_DISORDERS", _("Content promoting eating disorders")),
            ("SELF_MUTILATION", _("Self-mutilation")),
            ("SUICIDE", _("Suicide")),
        ),
    ),
    (
        "UNSAFE_AND_PROHIBITED_PRODUCTS",
        _("Unsafe, non-compliant or prohibited products"),
        (
            ("PROHIBITED_PRODUCTS", _("Prohibited or restricted products")),
            ("UNSAFE_PRODUCTS", _("Unsafe or non-compliant products")),
        ),
    ),
    (
        "VIOLENCE",
        _("Violence"),
        (
            ("COORDINATED_HARM", _("Coordinated harm")),
            ("INCITEMENT_VIOLENCE_HATRED", _("General calls or incitement to violence and/or hatred")),
            ("HUMAN_EXPLOITATION", _("Human exploitation")),
            ("HUMAN_TRAFFICKING", _("Human trafficking")),
            ("TRAFFICKING_WOMEN_GIRLS", _("Trafficking in women and girls")),
        ),
    ),
    (
        "OTHER_VIOLATION_TC",
        _("Other violation of provider’s terms and conditions"),
        (
            ("ADULT_SEXUAL_MATERIAL", _("Adult sexual material")),
            ("AGE_SPECIFIC_RESTRICTIONS", _("Age-specific restrictions")),
            ("GEOGRAPHICAL_REQUIREMENTS", _("Geographical requirements")),
            (
                "GOODS_SERVICES_NOT_PERMITTED",
                _("Goods/services not permitted to be offered on the platform"),
            ),
            ("LANGUAGE_REQUIREMENTS", _("Language requirements")),
            ("NUDITY", _("Nudity")),
        ),
    ),
    ("NOT_SPECIFIED_ORDER", _("Type of illegal content not specified by the public authority"), ()),
    ("NOT_SPECIFIED_NOTICE", _("Type of alleged illegal content not specified by the notifier"), ()),
)


@dataclass(frozen=True, slots=True)
class Category:
    """A line of part 2: a category, or a sub-category of `parent`."""

    label: str
    name: str
    code: str
    parent: str


def _categories() -> Iterator[Category]:
    yield Category(TOTAL, _("All the entries"), TOTAL, "")
    for number, (code, name, keywords) in enumerate(TREE, start=1):
        parent = f"STATEMENT_CATEGORY_{code}"
        yield Category(f"Category {number}", name, parent, "")
        rows = [(f"KEYWORD_{keyword}", words) for keyword, words in keywords]
        rows += [(OTHER, OTHER_WORDS)] if keywords else []
        for letter, (keyword, words) in zip("abcdefgh", rows, strict=False):
            yield Category(f"Category {number}{letter}", words, keyword, parent)


CATEGORIES: tuple[Category, ...] = tuple(_categories())
NAMES: dict[str, str] = {category.code: category.name for category in CATEGORIES}
LEFT_OUT: dict[int, frozenset[str]] = {  # of the categories, those a part does not have
    3: frozenset({NOT_TC, NOT_NOTICE}),
    4: frozenset({NOT_TC, NOT_ORDER}),
    5: frozenset({NOT_TC, NOT_ORDER, NOT_NOTICE}),
    6: frozenset({NOT_ORDER, NOT_NOTICE}),
}


def categories_of(part: int) -> list[Category]:
    """The lines of a part about categories."""
    out = LEFT_OUT[part]
    return [c for c in CATEGORIES if c.code not in out and c.parent not in out]


class Kind(Enum):
    """What stands in a cell."""

    WORDS = "words"
    COUNT = "count"
    HOURS = "hours"
    SHARE = "share"
    DATE = "date"


STATES = (
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "EL", "HU", "IE", "IT", "LV", "LT", "LU", "MT",
    "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
)  # fmt: skip
LANGUAGES = (
    "bg", "hr", "cs", "da", "nl", "en", "et", "fi", "fr", "de", "el", "hu", "ga", "it", "lv", "lt", "mt", "pl", "pt",
    "ro", "sk", "sl", "es", "sv",
)  # fmt: skip

# --- the columns of the parts about categories -----------------------------------------------------------------------

CATEGORY_COLUMN = _("Category of illegal content")
TC_COLUMN = _("Category of incompatibility with the provider's terms and conditions")
OTHER_COLUMN = _('Description of the sub-category "Other"')
FIGURES: dict[int, tuple[tuple[str, Kind], ...]] = {
    3: (
        (_("Number of orders to act against illegal content received"), Kind.COUNT),
        (
            _(
                "Number of specific items of information included in the total number of orders to act against "
                "illegal content"
            ),
            Kind.COUNT,
        ),
        (
            _("Median time to inform the authority of the receipt of the order to act against illegal content"),
            Kind.HOURS,
        ),
        (_("Median time to give effect to the order to act against illegal content"), Kind.HOURS),
        (_("Number of orders to provide information"), Kind.COUNT),
        (_("Median time to inform the authority of the receipt of the order to provide information"), Kind.HOURS),
        (_("Median time to give effect to the order to provide information"), Kind.HOURS),
    ),
    4: (
        (_("Number of notices received") + " ", Kind.COUNT),
        (_("Number of notices received from Trusted flaggers"), Kind.COUNT),
        (
            _("Number of specific items of information included in the total number of notices"),
            Kind.COUNT,
        ),
        (
            _(
                "Number of specific items of information included in the total number of notices by Trusted Flaggers "
                "(Trusted Flagger notices)"
            ),
            Kind.COUNT,
        ),
        (_("Median time to take action"), Kind.HOURS),
        (_("Median time to take action (Trusted Flagger notices)"), Kind.HOURS),
        (_("Number of actions taken on the basis of the law"), Kind.COUNT),
        (_("Number of actions taken on the basis of the law (Trusted Flagger notices)"), Kind.COUNT),
        (_("Number of actions taken on the basis of the terms and conditions of the service"), Kind.COUNT),
        (
            _(
                "Number of actions taken on the basis of the terms and conditions of the service "
                "(Trusted Flagger notices)"
            ),
            Kind.COUNT,
        ),
    ),
}
OWN = (
    (_("Number of measures taken at the provider's own initiative") + " ", Kind.COUNT),
    (_("Number of measures taken after detection with solely automated means") + " ", Kind.COUNT),
    (_("Visibility restriction Removal"), Kind.COUNT),
    (_("Visibility restriction Disable"), Kind.COUNT),
    (_("Visibility restriction Demoted"), Kind.COUNT),
    (_("Visibility restriction Age restricted"), Kind.COUNT),
    (_("Visibility restriction Interaction restricted"), Kind.COUNT),
    (_("Visibility restriction Labelled") + " ", Kind.COUNT),
    (_("Visibility restriction Other"), Kind.COUNT),
    (_("Monetary restriction Suspension"), Kind.COUNT),
    (_("Monetary restriction Termination"), Kind.COUNT),
    (_("Monetary restriction Other"), Kind.COUNT),
    (_("Provision of the service Suspension"), Kind.COUNT),
    (_("Provision of the service Termination"), Kind.COUNT),
    (_("Account restriction Suspension"), Kind.COUNT),
    (_("Account restriction Termination"), Kind.COUNT),
)
FIGURES[5] = FIGURES[6] = OWN
CONTEXT = {3: "information", 4: "information", 5: "Information", 6: "Information"}
LOWERED = 2  # in part 3, the act begins the first two of these names with a small letter

# --- the rows of the parts about indicators --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A row of parts 1 and 7 to 11. `of` is its scope; empty where the part has none."""

    applies: str
    section: str
    indicator: str
    of: str
    kind: Kind


COMPLAINTS = _("Internal complaints mechanism")
DISPUTES = _("Out-of-court dispute settlement bodies")
SUSPENSIONS = _("Suspensions imposed on repeated offenders")
AUTOMATION = _("Use of automated means for content moderation")
PEOPLE = _("Human resources dedicated to content moderation") + " "
AMAR = "AMAR"

NUMBER = _("Total number")
UPHELD = _("Decisions upheld")
PARTLY = _("Decisions partially reversed")
REVERSED = _("Decisions reversed")
MEDIAN = _("Median time")
OMITTED = _("Decision omitted")
IMPLEMENTED = _("Percentage of outcomes implemented")

SUBMITTED = _("Number of complaints submitted to the internal-complaints mechanism")
NEWLY = _("Number of restrictions newly imposed as a result of an internal complaint")
ON_VISIBILITY = _("Complaint regarding a decision to remove or disable access to or restrict visibility of information")
ON_SERVICE = _("Complaint regarding a decision to suspend or terminate the provision of the service")
ON_ACCOUNT = _("Complaint regarding a decision to suspend or terminate an account") + " "
ON_MONEY = _("Complaint regarding a decision to restrict the ability to monetise information")
ON_NOTICE = _("Complaint regarding a decision not to take action on a notice submitted in accordance with Article 16")
ON_FLAGGER = _(
    "Complaint regarding a decision not to take action on a notice submitted by a Trusted Flagger in accordance "
    "with Article 16"
)
BASES = (ON_VISIBILITY, ON_SERVICE, ON_ACCOUNT, ON_MONEY, ON_NOTICE)
DISPUTED = _("Number of disputes submitted to out-of-court dispute settlement bodies")
SUSPENDED_ILLEGAL = _("Number of suspensions enacted for the provision of manifestly illegal content") + " "
SUSPENDED_NOTICES = _("Number of suspensions enacted for the provision of manifestly unfounded notices")
SUSPENDED_COMPLAINTS = _("Number of suspensions enacted for the provision of manifestly unfounded complaints")

SOLELY = _("Number of measures solely taken by automated means") + " "
NOT_SOLELY = _("Number of measures not taken by automated means")
NOTICES_SOLELY = _("Number of notices solely processed by automated means") + " "
NOTICES_NOT = _("Number of notices not processed by automated means")
ACCURACY = _("Accuracy of the automated means - Accuracy")
PRECISION = _("Accuracy of the automated means - Precision")
RECALL = _("Accuracy of the automated means - Recall")
QUALITY = (ACCURACY, PRECISION, RECALL)
OWN_INITIATIVE = _("Own-initiative") + " "
NAM = _("NAM Total")
NAM_FLAGGER = _("NAM Trusted Flagger")

INTERNAL = _("Number of internal moderators employed by the provider")
EXTERNAL = _("Number of external moderators contracted by the provider")
LINGUISTIC = _("Number of total moderators with sufficient linguistic expertise") + " "
RECIPIENTS = _("Number of average monthly active recipients during the reporting period") + "\xa0"

PROVIDER = _("Name of the service provider")
PUBLISHED_ON = _("Date of the publication of the report")
PREVIOUS_ON = _("Date of the publication of the latest previous report")
BEGINS_ON = _("Starting date of reporting period")
ENDS_ON = _("Ending date of reporting period")

PROSE = (  # part 11, for every provider
    _("Summary of the content moderation engaged in at the providers’ own initiative"),
    _(
        "Meaningful and comprehensible information regarding content moderation engaged in at the providers' own "
        "initiative"
    ),
    _("Qualitative description of the automated means"),
    _("Qualitative description of indicators of accuracy and possible rate of error of automated means"),
    _("Specification of the precise purposes to apply automated means"),
    _("Safeguards applied to the use of automated means"),
)
PROSE_VERY_LARGE = (
    _("High-level description of the content moderation governance structure"),
    _("Qualifications of the human resources dedicated to content moderation"),
    _("Training given to human resources dedicated to content moderation"),
    _("Support given to human resources dedicated to content moderation") + " ",
    _("Methodology used to compute the number of human resources dedicated to content moderation") + "\xa0\xa0",
)


def _lines(applies: str, section: str, indicator: str, scopes: Iterable[tuple[str, Kind]]) -> list[Line]:
    return [Line(applies, section, indicator, scope, kind) for scope, kind in scopes]


_FATES = ((UPHELD, Kind.COUNT), (PARTLY, Kind.COUNT), (REVERSED, Kind.COUNT), (MEDIAN, Kind.HOURS))
_ALL_FATES = ((NUMBER, Kind.COUNT), *_FATES)


def _of_complaints() -> list[Line]:
    rows = _lines(ALL, COMPLAINTS, SUBMITTED, [(NUMBER, Kind.COUNT)])
    rows += _lines(PLATFORMS, COMPLAINTS, SUBMITTED, [*_FATES, (OMITTED, Kind.COUNT)])
    rows += _lines(PLATFORMS, COMPLAINTS, NEWLY, [(NUMBER, Kind.COUNT)])
    for basis in (*BASES, ON_FLAGGER):
        rows += _lines(PLATFORMS, COMPLAINTS, basis, _ALL_FATES)
    rows += _lines(PLATFORMS, DISPUTES, DISPUTED, [*_ALL_FATES, (OMITTED, Kind.COUNT), (IMPLEMENTED, Kind.SHARE)])
    for why in (SUSPENDED_ILLEGAL, SUSPENDED_NOTICES, SUSPENDED_COMPLAINTS):
        rows += _lines(PLATFORMS, SUSPENSIONS, why, [(NUMBER, Kind.COUNT)])
    return rows


def _of_automation() -> list[Line]:
    rows: list[Line] = []
    measures = ((SOLELY, Kind.COUNT), (NOT_SOLELY, Kind.COUNT), *((name, Kind.SHARE) for name in QUALITY))
    notices = ((NOTICES_SOLELY, Kind.COUNT), (NOTICES_NOT, Kind.COUNT), *((name, Kind.SHARE) for name in QUALITY))
    for applies, scope, asked in (
        (ALL, NUMBER, measures), (ALL, OWN_INITIATIVE, measures), (HOSTING, NAM, notices),
        (PLATFORMS, NAM_FLAGGER, notices),
    ):  # fmt: skip
        rows += [Line(applies, AUTOMATION, indicator, scope, kind) for indicator, kind in asked]
    for indicator, kind in measures:
        rows += _lines(VERY_LARGE, AUTOMATION, indicator, [(language, kind) for language in LANGUAGES])
    return rows


def _of_people() -> list[Line]:
    scopes = [(NUMBER, Kind.COUNT), *((language, Kind.COUNT) for language in LANGUAGES)]
    return [
        *_lines(VERY_LARGE, PEOPLE, INTERNAL, scopes[:1]),
        *_lines(VERY_LARGE, PEOPLE, EXTERNAL, scopes[:1]),
        *_lines(VERY_LARGE, PEOPLE, LINGUISTIC, scopes),
    ]


LINES: dict[int, list[Line]] = {
    1: [
        Line(ALL, "", PROVIDER, "", Kind.WORDS),
        *(Line(ALL, "", day, "", Kind.DATE) for day in (PUBLISHED_ON, PREVIOUS_ON, BEGINS_ON, ENDS_ON)),
    ],
    7: _of_complaints(),
    8: _of_automation(),
    9: _of_people(),
    10: _lines(VERY_LARGE_TOO, AMAR, RECIPIENTS, [(scope, Kind.COUNT) for scope in (TOTAL, *STATES)]),
    11: [
        *(Line(ALL, "", indicator, "", Kind.WORDS) for indicator in PROSE),
        *(Line(VERY_LARGE, "", indicator, "", Kind.WORDS) for indicator in PROSE_VERY_LARGE),
    ],
}

# --- the parts -------------------------------------------------------------------------------------------------------

PARTS: dict[int, tuple[str, str]] = {  # how its file is called, and what it is about
    1: ("summary", _("Who, when, for which months")),
    2: ("categories_names", _("What the categories mean here")),
    3: ("member_states_orders", _("Orders of authorities")),
    4: ("notices", _("Notices that people sent")),
    5: ("own_initiative_illegal", _("What was done unasked, because the law forbids it")),
    6: ("own_initiative_TC", _("What was done unasked, because the rules of the house forbid it")),
    7: ("appeals_and_recidivism", _("Complaints, disputes, suspensions")),
    8: ("automated_means", _("What machines do, and how often they err")),
    9: ("human_resources", _("Who moderates")),
    10: ("AMAR", _("How many people use it each month")),
    11: ("qualitative", _("In words")),
}
CATEGORY_PARTS = tuple(FIGURES)
NOT_APPLICABLE = tuple(n for n, lines in LINES.items() if all(line.applies in FOR_VERY_LARGE for line in lines))


def _header(part: int) -> tuple[str, ...]:
    head = ("Applicability", "Service", "Reporting period")
    if part in FIGURES:
        named = [label for label, _kind in FIGURES[part]]
        said = [_lowered(label) if part == 3 and n < LOWERED else label for n, label in enumerate(named)]
        context = [f"Contextual {CONTEXT[part]} on {label}" for label in said]
        scope = ("Scope",) if part == 3 else ()
        return (*head, TC_COLUMN if part == 6 else CATEGORY_COLUMN, OTHER_COLUMN, *scope, *named, *context)
    return {
        1: (*head[:2], "Indicator", "Value"),
        2: (
            "Category label",
            "Category description",
            "Category of illegal content / incompatible with the terms and conditions",
            "Contextual information",
        ),
        9: (*head, "Section", "Indicator", "Scope", "Value", "Contextual information"),
        10: (*head, "Section", "Indicator", "Scope", "Value"),
        11: (*head, "Indicator", "Value"),
    }.get(part, (*head, "Section", "Indicator", "Scope", "Value", "Contextual Information"))


def _lowered(label: str) -> str:
    return label[0].lower() + label[1:]


HEADERS: dict[int, tuple[str, ...]] = {part: _header(part) for part in PARTS}


def file_name(part: int) -> str:
    """As the Commission names its templates."""
    return f"Part_{part}_{PARTS[part][0]}.csv"


def words(name: str) -> str:
    """A name of the act in the reader's language."""
    bare = name.strip()
    return gettext(bare) if bare else ""


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """How two spellings of one name are compared: blanks, capitals and the shape of apostrophes do not count."""
    return " ".join(text.replace("’", "'").replace("“", '"').replace("”", '"').split()).casefold()
