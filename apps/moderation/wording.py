"""Every sentence of a case, made from its codes and numbers, in the active language.

French nouns here are all masculine, so that one sentence serves reviews, messages and profiles.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from apps.look.moments import day
from apps.look.numbers import decimal, number
from apps.moderation.rules import NOTES, Ground, Rule, RuleCode
from apps.moderation.states import (
    APPEAL_ANSWERED_WITHIN,
    WITHOUT_RULE,
    EmergencyGround,
    ItemKind,
    OpenedBy,
    Outcome,
    Result,
)


@dataclass(frozen=True, slots=True)
class Noun:
    """How an item is called in a sentence."""

    the: Promise
    The: Promise
    your: Promise
    Your: Promise


NOUNS: dict[ItemKind, Noun] = {
    ItemKind.REVIEW: Noun(
        gettext_lazy("the review"), gettext_lazy("The review"), gettext_lazy("your review"), gettext_lazy("Your review")
    ),
    ItemKind.POST: Noun(
        gettext_lazy("the message"),
        gettext_lazy("The message"),
        gettext_lazy("your message"),
        gettext_lazy("Your message"),
    ),
    ItemKind.PROFILE: Noun(
        gettext_lazy("the profile"),
        gettext_lazy("The profile"),
        gettext_lazy("your profile"),
        gettext_lazy("Your profile"),
    ),
    ItemKind.WARNING: Noun(
        gettext_lazy("the warning"),
        gettext_lazy("The warning"),
        gettext_lazy("your warning"),
        gettext_lazy("Your warning"),
    ),
    ItemKind.NAMED: Noun(
        gettext_lazy("the answer of the person named"),
        gettext_lazy("The answer of the person named"),
        gettext_lazy("your answer"),
        gettext_lazy("Your answer"),
    ),
    ItemKind.REASONS: Noun(
        gettext_lazy("the text of the doubt"),
        gettext_lazy("The text of the doubt"),
        gettext_lazy("the text of your doubt"),
        gettext_lazy("The text of your doubt"),
    ),
    ItemKind.OPINION: Noun(
        gettext_lazy("the text of the opinion"),
        gettext_lazy("The text of the opinion"),
        gettext_lazy("the text of your opinion"),
        gettext_lazy("The text of your opinion"),
    ),
    ItemKind.REPLY: Noun(
        gettext_lazy("the text of the reply"),
        gettext_lazy("The text of the reply"),
        gettext_lazy("the text of your reply"),
        gettext_lazy("The text of your reply"),
    ),
    ItemKind.RESPONSE: Noun(
        gettext_lazy("the text of the answer"),
        gettext_lazy("The text of the answer"),
        gettext_lazy("the text of your answer"),
        gettext_lazy("The text of your answer"),
    ),
}


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What an authority ordered, in the words of its document."""

    authority: str
    number: str
    law: str
    territory: str
    court: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class JuryFacts:
    """How many people voted in a jury, of how many seats."""

    votes: int
    seats: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the sentences of one decision are made from; no text of any reporter."""

    kind: ItemKind
    outcome: Outcome
    masked: int  # how many sentences; 0: all of it
    rule: Rule | None
    space: str
    about: str
    item_published_at: datetime
    opened_by: OpenedBy
    opened_at: datetime
    ground: Ground | None
    reports: int
    why: dict[str, Any]
    automated: str
    appeal_until: datetime
    ends_at: datetime | None = None
    result: Result | None = None
    was: Outcome | None = None
    emergency: EmergencyGround | None = None
    confirm_before: datetime | None = None
    order: OrderFacts | None = None
    voted: JuryFacts | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A statement of reasons in one language."""

    finding: str
    lede: str
    facts: str
    rule_name: str
    rule_text: str
    rule_source: str
    rule_url: str
    effect: str
    duration: str
    ground: str
    automation: str
    redress: str
    note: str
    to_author: str
    to_reporter: str


def words_of(facts: Facts) -> Words:
    """The whole statement, in the active language."""
    from apps.moderation.wording_apart import said_apart

    return replace(_words(facts), **said_apart(facts))


def _words(facts: Facts) -> Words:
    return Words(
        finding=finding(facts),
        lede=lede(facts.kind, facts.about, facts.space),
        facts=what_happened(facts),
        rule_name=facts.rule.name if facts.rule else "",
        rule_text=facts.rule.text if facts.rule else "",
        rule_source=facts.rule.source if facts.rule else "",
        rule_url=facts.rule.url if facts.rule else "",
        effect=effect(facts),
        duration=duration(facts),
        ground=ground(facts),
        automation=str(AUTOMATION[facts.automated]) % _places(facts),
        redress=redress(facts),
        note=note(facts),
        to_author=to_author(facts),
        to_reporter=to_reporter(facts),
    )


def _places(facts: Facts) -> dict[str, Any]:
    noun = NOUNS[facts.kind]
    return {
        "the": noun.the,
        "The": noun.The,
        "your": noun.your,
        "Your": noun.Your,
        "n": facts.masked,
        "note": note(facts),
        "until": day(facts.appeal_until),
        "ends": day(facts.ends_at) if facts.ends_at else "",
    }


def finding(facts: Facts) -> str:
    """The title of the case page: the answer, not the procedure."""
    if facts.result is None:
        return standing_finding(facts)
    if facts.result == Result.OVERTURNED and facts.was == Outcome.MASK and facts.outcome == Outcome.KEEP:
        return _("On appeal, %(the)s is whole again.") % _places(facts)
    if facts.result == Result.OVERTURNED and facts.was == Outcome.CLOSE and facts.outcome == Outcome.KEEP:
        return _("On appeal, the talk takes answers again.")
    return f"{RESULTS[facts.result]} {standing_finding(facts)}"


RESULTS: dict[Result, Promise] = {
    Result.UPHELD: gettext_lazy("On appeal, the first decision stands."),
    Result.CHANGED: gettext_lazy("On appeal, the decision changed."),
    Result.OVERTURNED: gettext_lazy("On appeal, the first decision was set aside."),
}


def standing_finding(facts: Facts) -> str:
    if facts.outcome == Outcome.MASK and facts.masked:
        sentence = ngettext(
            "One sentence was masked. %(The)s stays.", "%(n)d sentences were masked. %(The)s stays.", facts.masked
        )
        return sentence % _places(facts)
    return str(FINDINGS[facts.outcome]) % _places(facts)


FINDINGS: dict[Outcome, Promise] = {
    Outcome.KEEP: gettext_lazy("%(The)s stays: it breaks no rule."),
    Outcome.LABEL: gettext_lazy("%(The)s stays, with a note."),
    Outcome.ASK_EDIT: gettext_lazy("%(The)s stays. Its author is asked to edit it."),
    Outcome.MASK: gettext_lazy("%(The)s is masked. A note stands in its place."),
    Outcome.PAUSE: gettext_lazy("Posting is paused until %(ends)s."),
    Outcome.CLOSE: gettext_lazy("%(The)s stays. The talk it began is closed to answers."),
    Outcome.LIFT: gettext_lazy("The pause of posting ends early."),
}


LEDES: dict[ItemKind, Promise] = {
    ItemKind.REVIEW: gettext_lazy("About a review of %(about)s, in %(space)s."),
    ItemKind.POST: gettext_lazy("About a message in a talk, in %(space)s."),  # its title is somebody's words: erasable
    ItemKind.PROFILE: gettext_lazy("About a member's profile, in %(space)s."),
    ItemKind.WARNING: gettext_lazy("About a warning, in %(space)s."),  # of whom, only members read
    ItemKind.NAMED: gettext_lazy("About the answer of a person named in a warning, in %(space)s."),
    ItemKind.REASONS: gettext_lazy("About a professional’s doubt on a review of %(about)s, in %(space)s."),
    ItemKind.OPINION: gettext_lazy("About a mediator’s opinion on case %(about)s, in %(space)s."),
    ItemKind.REPLY: gettext_lazy("About the reply of a professional to a review of %(about)s, in %(space)s."),
    ItemKind.RESPONSE: gettext_lazy("About the answer to a mediator’s opinion on case %(about)s, in %(space)s."),
}


def lede(kind: ItemKind, about: str, space: str) -> str:
    """What it is about, in one sentence."""
    return str(LEDES[kind]) % {"about": about, "space": space}


def appeared(kind: ItemKind, at: datetime, space: str) -> str:
    """When and where it was published."""
    return _("%(The)s appeared on %(day)s in %(space)s.") % {"The": NOUNS[kind].The, "day": day(at), "space": space}


def what_happened(facts: Facts) -> str:
    """When it appeared, and what brought it before a person."""
    return f"{appeared(facts.kind, facts.item_published_at, facts.space)} {how_it_came(facts)}"


def how_it_came(facts: Facts) -> str:
    """By whom or what, without any name and any text of theirs."""
    places = {"day": day(facts.opened_at), "n": number(facts.reports), **_numbers(facts.why)}
    if facts.opened_by == OpenedBy.DOUBT:
        return _("On %(day)s a verified professional raised a doubt about it, and gave reasons.") % places
    if facts.opened_by == OpenedBy.ALGORITHM:
        return _("On %(day)s a published algorithm noticed it. It decided nothing.") % places
    if facts.opened_by == OpenedBy.RANDOM:
        return _("Nobody had contested it. It was drawn at random: one in %(rate)s is read again.") % places
    if facts.opened_by == OpenedBy.AUDIT:
        words = {**places, "readers": number(int(facts.why.get("readers", 2)))}
        drawn = _("It was drawn at random: one in %(rate)s is read again, blind.") % words
        read = _("Two of %(readers)s readers, each alone, doubted it. That was an opinion, not a decision.") % words
        return f"{drawn} {read}"
    if facts.opened_by == OpenedBy.ORDER:
        return _("On %(day)s an authority ordered that it be looked at.") % places
    if facts.opened_by == OpenedBy.MANAGER:
        return _("On %(day)s a trust manager looked at the pause again.") % places
    named = {**places, "ground": facts.ground.label if facts.ground else ""}
    first = _("It was reported on %(day)s: “%(ground)s”.") % named
    more = ngettext("%(n)s report in all.", "%(n)s reports in all.", facts.reports) % places
    return f"{first} {more}" if facts.reports > 1 else first


def _numbers(why: dict[str, Any]) -> dict[str, str]:
    return {key: decimal(v, 1) if isinstance(v, float) else str(v) for key, v in {"rate": "", **why}.items()}


def effect(facts: Facts) -> str:
    """What changes, where."""
    if facts.outcome == Outcome.MASK and facts.masked:
        return ngettext(
            "One sentence is masked wherever this site shows it. The rest stays.",
            "%(n)d sentences are masked wherever this site shows them. The rest stays.",
            facts.masked,
        ) % _places(facts)
    if facts.outcome == Outcome.KEEP and facts.was == Outcome.MASK:
        return _("%(The)s is shown in full again, everywhere.") % _places(facts)
    if facts.outcome == Outcome.KEEP and facts.was == Outcome.CLOSE:
        return _("The talk takes answers again, from everywhere.")
    return str(EFFECTS[facts.outcome]) % _places(facts)


EFFECTS: dict[Outcome, Promise] = {
    Outcome.KEEP: gettext_lazy("None: it stays as it is, everywhere."),
    Outcome.LABEL: gettext_lazy("A note stands beside it: “%(note)s” Nothing is hidden."),
    Outcome.ASK_EDIT: gettext_lazy("None for now: it stays visible while its author is asked to edit it."),
    Outcome.MASK: gettext_lazy("Masked wherever this site shows it. A note with the date stands in its place."),
    Outcome.PAUSE: gettext_lazy("No new text in this space until %(ends)s. Everything already written stays."),
    Outcome.CLOSE: gettext_lazy("No new answer in this talk, from anywhere. Everything already written stays."),
    Outcome.LIFT: gettext_lazy("New texts may be written in this space again."),
}


def duration(facts: Facts) -> str:
    """Until when."""
    if facts.outcome == Outcome.MASK and facts.masked:
        return _("Until its author rewords it, or an appeal changes it.")
    return str(DURATIONS[facts.outcome]) % _places(facts)


DURATIONS: dict[Outcome, Promise] = {
    Outcome.KEEP: gettext_lazy("Without limit, as long as the text stays the same."),
    Outcome.LABEL: gettext_lazy("As long as the text stays the same, or until an appeal changes it."),
    Outcome.ASK_EDIT: gettext_lazy("Until its author edits it."),
    Outcome.MASK: gettext_lazy("Without limit, unless an appeal changes it."),
    Outcome.PAUSE: gettext_lazy("Until %(ends)s."),
    Outcome.CLOSE: gettext_lazy("Without limit, unless an appeal changes it."),
    Outcome.LIFT: gettext_lazy("From now on."),
}


def ground(facts: Facts) -> str:
    """Contract or law."""
    if facts.outcome in WITHOUT_RULE:
        return _("No rule is broken.")
    if facts.rule is not None and facts.rule.code == RuleCode.UNLAWFUL:
        return _("The law.")
    return _("The rules of the space, not the law.")


AUTOMATION: dict[str, Promise] = {
    "none": gettext_lazy("No algorithm had a part in this. A person read it and decided."),
    "shown": gettext_lazy(
        "%(The)s had a score by a published algorithm, seen by the person who decided. The algorithm decided nothing."
    ),
    "pointed": gettext_lazy("A published algorithm pointed at %(the)s. It decided nothing: a person read and decided."),
    "drawn": gettext_lazy("A published rule drew %(the)s at random. A person read it and decided."),
    "together": gettext_lazy(
        "A published algorithm put %(the)s with others that say nearly the same. A person opened some and decided."
    ),
}


def redress(facts: Facts) -> str:
    """What one can do, and until when."""
    places = {**_places(facts), "days": APPEAL_ANSWERED_WITHIN.days}
    outside = _("A certified dispute body or a court remains open to you.")
    if facts.result is not None:
        jury = _("This answers the appeal. You may ask once, free of charge, for a jury of members, until %(until)s.")
        return f"{jury % places} {outside}"
    asked = _("You may appeal, free of charge, until %(until)s. Somebody else answers within %(days)d days.") % places
    return f"{asked} " + _("After that, a jury of members can be asked once.")


def note(facts: Facts) -> str:
    """The words of the label."""
    return str(NOTES[facts.rule.code]) if facts.outcome == Outcome.LABEL and facts.rule else ""


def to_author(facts: Facts) -> str:
    """The notice to the author."""
    if facts.result is not None:
        return _("An appeal about %(your)s is answered.") % _places(facts) + f" {finding(facts)}"
    if facts.outcome == Outcome.MASK and facts.masked:
        return ngettext(
            "One sentence of %(your)s is masked. Here is the rule, and how to answer before %(until)s.",
            "%(n)d sentences of %(your)s are masked. Here is the rule, and how to answer before %(until)s.",
            facts.masked,
        ) % _places(facts)
    return str(TO_AUTHOR[facts.outcome]) % _places(facts)


TO_AUTHOR: dict[Outcome, Promise] = {
    Outcome.KEEP: gettext_lazy("A person read %(your)s again. It stays as it is."),
    Outcome.LABEL: gettext_lazy(
        "%(Your)s stays. It now carries a note: “%(note)s” You may answer or appeal until %(until)s."
    ),
    Outcome.ASK_EDIT: gettext_lazy(
        "%(Your)s stays. You are asked to edit it: here is the rule. You may also appeal until %(until)s."
    ),
    Outcome.MASK: gettext_lazy("%(Your)s is masked. Here is the rule, and how to answer before %(until)s."),
    Outcome.PAUSE: gettext_lazy(
        "Your posting here is paused until %(ends)s. Here is the rule, and how to answer before %(until)s."
    ),
    Outcome.CLOSE: gettext_lazy(
        "%(Your)s stays. The talk it began is closed to answers: here is the rule. You may appeal until %(until)s."
    ),
    Outcome.LIFT: gettext_lazy("The pause of your posting ends early. You may write here again."),
}


def to_reporter(facts: Facts) -> str:
    """The notice to each reporter."""
    if facts.result is not None:
        return _("What you reported was read again on appeal.") + f" {finding(facts)}"
    return _("We have read your report.") + f" {finding(facts)}"


WITHDRAWN = gettext_lazy("What you reported was withdrawn by its author. There is nothing left to decide.")

EDITED = gettext_lazy(
    "Its author changed the words you reported. If the new words are wrong too, report them: one press."
)

LAPSED = gettext_lazy(
    "Nobody confirmed the emergency within 24 hours. By an automatic rule it is shown in full again. "
    "A person still decides."
)
ORDER_OVER = gettext_lazy("The order of the authority has ended. What it masked is shown again.")
ANSWERED_YOU = gettext_lazy("Whoever decided your case has answered you.")
WROTE_TO_YOU = gettext_lazy("Somebody writes to you about a case that you decided.")


def in_both_languages(sentence: Promise) -> dict[str, str]:
    """A sentence kept as it was said, for readers of either language."""
    said = {}
    for language in ("fr", "en"):
        with override(language):
            said[language] = str(sentence)
    return said


def why_line(opened_by: OpenedBy, rule: RuleCode | None, why: dict[str, Any], *, first_decider: str = "") -> str:
    """The one line of the queue: why this is here."""
    numbers = _numbers(why)
    if first_decider:
        return _("Appeal: first decision by %(name)s") % {"name": first_decider}
    if opened_by == OpenedBy.DOUBT:
        said = {"cause": Ground(why["ground"]).label if why.get("ground") in Ground.values else opened_by.label}
        return _("Doubted by the professional: %(cause)s") % said
    if opened_by == OpenedBy.ALGORITHM:
        seen = "total" in why and "threshold" in why
        return (
            _("Noticed by an algorithm: %(total)s, threshold %(threshold)s") % numbers
            if seen
            else _("Noticed by an algorithm")
        )
    if opened_by == OpenedBy.RANDOM:
        return _("Drawn at random, never contested: 1 in %(rate)s") % numbers
    if opened_by == OpenedBy.AUDIT:
        return _("Drawn at random: two readers doubt it")
    if opened_by == OpenedBy.ORDER:
        return _("An authority's order: %(authority)s") % {"authority": why.get("authority", "")}
    return str(rule.label) if rule else str(opened_by.label)
