"""The nine common rules: their number on the desk, their words, what a reporter ticks, and by when one decides.

A space may publish a moderation charter that says them in its own words; `rule_for` quotes the version in force.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.utils.translation import pgettext_lazy as pgettext

from apps.base.compiled import Compiled, given
from apps.documents.models import Version
from apps.moderation.states import ItemKind, OpenedBy
from apps.spaces.models import Operator, Space

CHARTER = "moderation-charter"  # the kind of document that numbers the nine rules
CLAUSE = r"^\s*(?:#+\s*)?%d[.)]\s+(.+?)(?=\n\s*\n|\n\s*(?:#+\s*)?\d+[.)]\s|\Z)"


class RuleCode(models.IntegerChoices):
    """The nine chips of the desk."""

    NOT_REAL = 1, gettext_lazy("Not a real experience")
    HIDDEN_LINK = 2, gettext_lazy("Hidden link")
    PRESSURE = 3, gettext_lazy("Pressure or blackmail")
    PRIVATE_PERSON = 4, gettext_lazy("Names a private person")
    INSULT = 5, gettext_lazy("Insult or hate")
    OFF_TOPIC = 6, gettext_lazy("Off topic")
    ADVERTISING = 7, gettext_lazy("Advertising")
    IMPERSONATION = 8, gettext_lazy("Poses as somebody else")
    UNLAWFUL = 9, gettext_lazy("Against the law")


CHIPS: dict[RuleCode, Promise] = {  # short enough for nine of them to stand in one row
    RuleCode.NOT_REAL: pgettext("chip", "Not real"),
    RuleCode.HIDDEN_LINK: pgettext("chip", "Hidden link"),
    RuleCode.PRESSURE: pgettext("chip", "Pressure"),
    RuleCode.PRIVATE_PERSON: pgettext("chip", "Private person"),
    RuleCode.INSULT: pgettext("chip", "Insult, hate"),
    RuleCode.OFF_TOPIC: pgettext("chip", "Off topic"),
    RuleCode.ADVERTISING: pgettext("chip", "Advertising"),
    RuleCode.IMPERSONATION: pgettext("chip", "False identity"),
    RuleCode.UNLAWFUL: pgettext("chip", "Unlawful"),
}

COMMON: dict[RuleCode, Promise] = {
    RuleCode.NOT_REAL: gettext_lazy(
        "Tell what you have lived through yourself. A story without a real experience has no place here."
    ),
    RuleCode.HIDDEN_LINK: gettext_lazy(
        "Say your link with what you review: owner, employee, supplier, rival, relative. A hidden link misleads."
    ),
    RuleCode.PRESSURE: gettext_lazy(
        "Use no review, and no threat of one, to obtain money or an advantage. Nobody may buy or force a review."
    ),
    RuleCode.PRIVATE_PERSON: gettext_lazy(
        "Do not name a private person to criticise them, and give no private address or number. "
        "Say what was done, and by whom in the firm: “the call handler”, “the fitter”."
    ),
    RuleCode.INSULT: gettext_lazy(
        "Criticise what was done, as harshly as you like. Insult nobody, and attack nobody for what they are."
    ),
    RuleCode.OFF_TOPIC: gettext_lazy(
        "Write about the thing reviewed or the question asked. What is about something else goes elsewhere."
    ),
    RuleCode.ADVERTISING: gettext_lazy(
        "Do not advertise. Whoever sells something speaks with face uncovered, and declares the link."
    ),
    RuleCode.IMPERSONATION: gettext_lazy(
        "Speak under your own name or pseudonym. Do not pose as another person, a firm or an official."
    ),
    RuleCode.UNLAWFUL: gettext_lazy("What the law forbids is forbidden here. The decision names the law."),
}

NOTES: dict[RuleCode, Promise] = {
    RuleCode.NOT_REAL: gettext_lazy("It could not be confirmed that this experience took place."),
    RuleCode.HIDDEN_LINK: gettext_lazy("Possible link between the author and what is reviewed."),
    RuleCode.PRESSURE: gettext_lazy("Written in a dispute: one side says that it was put under pressure."),
    RuleCode.PRIVATE_PERSON: gettext_lazy("Speaks of a private person, who sees things differently."),
    RuleCode.INSULT: gettext_lazy("Harsh words: they are the author's own."),
    RuleCode.OFF_TOPIC: gettext_lazy("Partly about something else."),
    RuleCode.ADVERTISING: gettext_lazy("Possible advertising."),
    RuleCode.IMPERSONATION: gettext_lazy("It could not be confirmed who speaks here."),
    RuleCode.UNLAWFUL: gettext_lazy("A legal dispute about this text is under way."),
}


class Ground(models.TextChoices):
    """What a reporter ticks, in the reporter's words."""

    NOT_REAL = "not_real", pgettext("report", "This experience did not take place")
    NOT_CLIENT = "not_client", pgettext("report", "I am the professional: never my client")
    HIDDEN_LINK = "hidden_link", pgettext("report", "The author hides a link")
    PRESSURE = "pressure", pgettext("report", "Pressure or blackmail")
    PRIVATE_PERSON = "private_person", pgettext("report", "It names or exposes a private person")
    INSULT = "insult", pgettext("report", "Insult or hate")
    OFF_TOPIC = "off_topic", pgettext("report", "It is about something else")
    ADVERTISING = "advertising", pgettext("report", "It is advertising")
    IMPERSONATION = "impersonation", pgettext("report", "The author poses as somebody else")
    UNLAWFUL = "unlawful", pgettext("report", "The law forbids it")
    NAMED_WRONG = "named_wrong", pgettext("report", "I am the person named: it is wrong")
    NAMED_ERASE = "named_erase", pgettext("report", "I am the person named: I ask that it be erased")


RULE_OF: dict[Ground, RuleCode] = {
    Ground.NOT_REAL: RuleCode.NOT_REAL,
    Ground.NOT_CLIENT: RuleCode.NOT_REAL,
    Ground.HIDDEN_LINK: RuleCode.HIDDEN_LINK,
    Ground.PRESSURE: RuleCode.PRESSURE,
    Ground.PRIVATE_PERSON: RuleCode.PRIVATE_PERSON,
    Ground.INSULT: RuleCode.INSULT,
    Ground.OFF_TOPIC: RuleCode.OFF_TOPIC,
    Ground.ADVERTISING: RuleCode.ADVERTISING,
    Ground.IMPERSONATION: RuleCode.IMPERSONATION,
    Ground.UNLAWFUL: RuleCode.UNLAWFUL,
    Ground.NAMED_WRONG: RuleCode.NOT_REAL,
    Ground.NAMED_ERASE: RuleCode.PRIVATE_PERSON,
}
OF_THE_PERSON_NAMED = (Ground.NAMED_WRONG, Ground.NAMED_ERASE)  # theirs alone, by their private link
NEEDS_WORDS = frozenset(
    {Ground.NOT_CLIENT, Ground.UNLAWFUL, *OF_THE_PERSON_NAMED}
)  # a reasoned doubt gives its reasons; a law is named

_OF_A_REVIEW = (
    Ground.NOT_REAL, Ground.HIDDEN_LINK, Ground.PRESSURE, Ground.PRIVATE_PERSON, Ground.INSULT, Ground.OFF_TOPIC,
    Ground.ADVERTISING, Ground.IMPERSONATION, Ground.UNLAWFUL, Ground.NOT_CLIENT,
)  # fmt: skip
_OF_A_HOUSE = (
    Ground.PRIVATE_PERSON, Ground.PRESSURE, Ground.INSULT, Ground.OFF_TOPIC, Ground.ADVERTISING, Ground.UNLAWFUL
)  # fmt: skip
_OF_AN_OFFICE = (
    Ground.PRIVATE_PERSON, Ground.HIDDEN_LINK, Ground.INSULT, Ground.OFF_TOPIC, Ground.ADVERTISING, Ground.UNLAWFUL
)  # fmt: skip
GROUNDS: dict[ItemKind, tuple[Ground, ...]] = {
    ItemKind.REVIEW: _OF_A_REVIEW,
    ItemKind.POST: tuple(g for g in _OF_A_REVIEW if g not in {Ground.NOT_REAL, Ground.NOT_CLIENT}),
    ItemKind.PROFILE: (
        Ground.IMPERSONATION, Ground.INSULT, Ground.ADVERTISING, Ground.HIDDEN_LINK, Ground.PRESSURE, Ground.UNLAWFUL
    ),
    ItemKind.WARNING: (
        Ground.NOT_REAL, Ground.PRIVATE_PERSON, Ground.PRESSURE, Ground.INSULT, Ground.OFF_TOPIC, Ground.HIDDEN_LINK,
        Ground.UNLAWFUL, *OF_THE_PERSON_NAMED,
    ),
    ItemKind.NAMED: (
        Ground.PRIVATE_PERSON, Ground.PRESSURE, Ground.INSULT, Ground.OFF_TOPIC, Ground.ADVERTISING,
        Ground.IMPERSONATION, Ground.UNLAWFUL,
    ),
    ItemKind.REASONS: _OF_A_HOUSE,
    ItemKind.REPLY: _OF_A_HOUSE,
    ItemKind.OPINION: _OF_AN_OFFICE,
    ItemKind.RESPONSE: _OF_AN_OFFICE,
}  # fmt: skip

# Published: by when one decides. The queue goes by `apps.algorithms.priority`, which counts time toward these hours.
HOURS_TO_DECIDE: dict[RuleCode, int] = {
    RuleCode.PRIVATE_PERSON: 24,
    RuleCode.UNLAWFUL: 24,
    RuleCode.PRESSURE: 48,
    RuleCode.INSULT: 48,
}
CANNOT_WAIT = {RuleCode.PRIVATE_PERSON, RuleCode.UNLAWFUL}
HOURS_OTHERWISE = 72
HOURS_OF_A_DOUBT = 360  # fifteen days: the author is asked first, and may show a proof
HOURS_UNASKED = 168  # an algorithm or a draw: nobody waits for the answer


# What the score of reviews looks for; an insult, say, is another matter.
LOOKED_FOR = (
    RuleCode.NOT_REAL, RuleCode.HIDDEN_LINK, RuleCode.PRESSURE, RuleCode.ADVERTISING, RuleCode.IMPERSONATION,
)  # fmt: skip


def time_to_decide(opened_by: OpenedBy, rule: RuleCode | None) -> timedelta:
    """By when a person must have decided."""
    if opened_by == OpenedBy.DOUBT:
        return timedelta(hours=HOURS_OF_A_DOUBT)
    if rule is None or opened_by in {OpenedBy.ALGORITHM, OpenedBy.RANDOM, OpenedBy.AUDIT}:
        return timedelta(hours=HOURS_UNASKED)
    return timedelta(hours=HOURS_TO_DECIDE.get(rule, HOURS_OTHERWISE))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as quoted in a statement: its words, where they stand and since when."""

    code: RuleCode
    name: str
    text: str
    source: str
    version: Version | None
    url: str


@dataclass(frozen=True, slots=True)
class Charter:
    """A charter in force: of a space, which is named, or of the platform."""

    version: Version
    operator: str  # the slug of whoever publishes it; empty when nobody does
    space: Space | None


def rule_for(code: RuleCode, space: Space, *, now: datetime, language: str) -> Rule:
    """The rule in the words of the space's charter in force, else of the platform's, else the common words."""
    return rule_in(charters_of(space, now=now), code, language=language)


def _charters() -> QuerySet[Version]:
    """Of both owners the version in force, with the operator under whose address it stands."""
    owner = OuterRef("document__owner")
    of_space = Operator.objects.filter(spaces__reference=owner).values("slug")[:1]
    slug = Coalesce(Subquery(Operator.objects.filter(reference=owner).values("slug")[:1]), Subquery(of_space))
    platform = Operator.objects.filter(slug=given("platform")).values("reference")
    theirs = Q(document__owner=given("space")) | Q(document__owner__in=platform)
    rows = Version.objects.in_force(given("now")).filter(theirs, document__kind=CHARTER)
    last = rows.order_by("document__owner", "-number").distinct("document__owner")
    return last.select_related("document").annotate(operator=slug)


CHARTERS = Compiled(_charters)


def charters_of(space: Space, *, now: datetime) -> list[Charter]:
    """The space's charter in force, then the platform's; one question."""
    found: dict[bool, Charter] = {}
    for version in CHARTERS.objects(space=space.reference, platform=settings.PLATFORM_OPERATOR, now=now):
        own = version.document.owner == space.reference
        found[own] = Charter(version, getattr(version, "operator", None) or "", space if own else None)
    return [found[own] for own in (True, False) if own in found]


def rule_in(charters: list[Charter], code: RuleCode, *, language: str) -> Rule:
    """The same, of charters that are known."""
    with override(language):
        for charter in charters:
            text = _clause(code, charter.version, language)
            if text:
                return Rule(code, str(code.label), text, _source(charter), charter.version, _address(charter))
        return Rule(code, str(code.label), str(COMMON[code]), _("Common rules, rule %(n)d") % {"n": code}, None, "")


def _source(charter: Charter) -> str:
    number = charter.version.number
    if charter.space is None:
        return _("Moderation charter, version %(n)d") % {"n": number}
    return _("Moderation charter of %(space)s, version %(n)d") % {"space": charter.space.name, "n": number}


def _clause(code: RuleCode, version: Version, language: str) -> str:
    """The clause that carries this rule's number: a line `4. …`, read up to the next blank line."""
    body = version.body_en if language == "en" else version.body_fr
    match = re.search(
        rf"^\s*(?:#+\s*)?{int(code)}[.)]\s+(.+?)(?=\n\s*\n|\n\s*(?:#+\s*)?\d+[.)]\s|\Z)", body, re.MULTILINE | re.DOTALL
    )
    return " ".join(match.group(1).replace("*", "").split()) if match else ""


def _address(charter: Charter) -> str:
    if not charter.operator:
        return ""
    try:
        return reverse("accountability:document", args=[charter.operator, charter.version.document.slug])
    except NoReverseMatch:
        return ""
