"""What stands beside the decision on the page of a case: emergency, order, evidence, dialogue, and what one may do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.permissions import allows
from apps.look.moments import day, moment
from apps.moderation.measures import Emergency, Order, Word
from apps.moderation.models import Case, Decision
from apps.moderation.states import APPEAL_WINDOW, CaseState, Closing, EmergencyEnd, Outcome, Party
from apps.moderation.targets import Target
from apps.spaces.models import Role
from apps.spaces.permissions import Visitor, mandate_for


@dataclass(frozen=True, slots=True)
class FactView:
    """A name and what it says."""

    name: str
    said: str


@dataclass(frozen=True, slots=True)
class WordView:
    """One thing said in a dialogue."""

    speaker: str
    text: str
    when: str
    by_decider: bool


@dataclass(frozen=True, slots=True)
class TalkView:
    """The dialogue of one party with whoever decided; `to` is what an answer answers."""

    title: str
    words: list[WordView]
    to: int


@dataclass(frozen=True, slots=True)
class Beside:
    """For this reader."""

    closing: str
    can_report_again: bool
    emergency: str
    order: list[FactView]
    evidence: str
    talks: list[TalkView]
    can_say: bool  # a party, to whoever decided
    can_answer: bool  # whoever decided, to a party
    can_lift: bool


def beside(
    case: Case, target: Target | None, latest: Decision | None, visitor: Visitor, party: Party | None, now: datetime
) -> Beside:
    """Everything that stands beside."""
    decider = latest is not None and visitor.is_authenticated and latest.decided_by_id == visitor.pk
    is_open = latest is not None and _is_open(case, latest, now)
    return Beside(
        closing=case.closing,
        can_report_again=_can_report_again(case, target, party),
        emergency=_emergency(case),
        order=_order(case),
        evidence=_evidence(case, latest),
        talks=_talks(case, visitor, decider=decider),
        can_say=is_open and party is not None,
        can_answer=is_open and decider,
        can_lift=_can_lift(case, target, latest, visitor, now),
    )


def _is_open(case: Case, latest: Decision, now: datetime) -> bool:
    states = {CaseState.NOTIFIED, CaseState.APPEALED, CaseState.CLAIMED, CaseState.DECIDED}
    return case.state in states and now < latest.statement.appeal_until


def _can_report_again(case: Case, target: Target | None, party: Party | None) -> bool:
    if case.closing != Closing.EDITED or party != Party.REPORTER or target is None or not target.stands:
        return False
    return not Case.objects.live().filter(item=case.item, space=case.space_id).exists()


def _emergency(case: Case) -> str:
    found = Emergency.objects.filter(decision__case=case).select_related("decision").first()
    if found is None:
        return ""
    places = {"ground": found.get_ground_display(), "at": moment(found.decision.decided_at)}
    began = _("Masked in an emergency on %(at)s: %(ground)s.") % places
    if found.ended_at is None:
        return f"{began} " + _("Another person decides before %(until)s. Otherwise it ends by itself.") % {
            "until": moment(found.confirm_before)
        }
    ends = {
        EmergencyEnd.CONFIRMED: _("Another person confirmed it on %(at)s."),
        EmergencyEnd.LIFTED: _("Another person lifted it on %(at)s."),
        EmergencyEnd.LAPSED: _("Nobody confirmed it: an automatic rule ended it on %(at)s."),
        EmergencyEnd.MOOT: _("Its author withdrew the text: it ended on %(at)s."),
    }
    return f"{began} " + ends[EmergencyEnd(found.end)] % {"at": moment(found.ended_at)}


def _order(case: Case) -> list[FactView]:
    order = Order.objects.filter(case=case).first()
    if order is None:
        return []
    until = day(order.until) if order.until else _("no end")
    facts = (
        (_("Authority"), order.authority),
        (_("Its number"), order.number),
        (_("Law"), order.law),
        (_("Territory"), order.territory),
        (_("Received on"), day(order.received_at)),
        (_("Until"), until if order.ended_at is None else _("ended on %(day)s") % {"day": day(order.ended_at)}),
        (_("Contested before"), order.court),
        (_("SHA-256 of the document"), order.document_sha256),
    )
    return [FactView(name, said) for name, said in facts]


def _evidence(case: Case, latest: Decision | None) -> str:
    """What is kept, until when, and what stays."""
    if not hasattr(case, "evidence"):
        return _("The evidence is destroyed. Only a commitment in the public log stays: it says nothing by itself.")
    if latest is None or latest.published_at is None:
        return _("What the text said when it was contested is kept until six months after the decision.")
    until = day(latest.published_at + APPEAL_WINDOW)
    return (
        _("What the text said when it was contested is kept until %(day)s, then destroyed.") % {"day": until}
        + " "
        + _("Only a commitment in the public log stays: it says nothing by itself.")
    )


def _talks(case: Case, visitor: Visitor, *, decider: bool) -> list[TalkView]:
    """One's own; all of them for whoever decided, without the names of reporters."""
    if not visitor.is_authenticated:
        return []
    mine = Q() if decider else Q(persona__account=visitor)
    by_party: dict[int, list[Word]] = {}
    said = Word.objects.in_talk().filter(mine, case=case, persona__isnull=False).select_related("decider")
    for word in said.order_by("said_at", "pk"):
        by_party.setdefault(word.persona_id or 0, []).append(word)
    return [_talk(words, n, case, decider) for n, words in enumerate(by_party.values(), start=1)]


def _talk(words: list[Word], number: int, case: Case, decider: bool) -> TalkView:
    names = Names(decider=decider, named=decider or case.state != CaseState.JURY)
    title = _("With the author") if words[0].party == Party.AUTHOR else _("With a reporter")
    shown = [
        WordView(_speaker(word, names), word.text or _("(erased)"), moment(word.said_at, short=True), word.by_decider)
        for word in words
    ]
    return TalkView(f"{title} ({number})" if decider else _("You and whoever decided"), shown, words[-1].pk)


@dataclass(frozen=True, slots=True)
class Names:
    """Who reads, and whether deciders are named: to a party they are not while a jury reads the case."""

    decider: bool
    named: bool


def _speaker(word: Word, names: Names) -> str:
    if word.by_decider:
        return word.decider.public_name if word.decider and names.named else _("A trust manager")
    if not names.decider:
        return _("You")
    return _("The author") if word.party == Party.AUTHOR else _("A reporter")


def _can_lift(case: Case, target: Target | None, latest: Decision | None, visitor: Visitor, now: datetime) -> bool:
    if latest is None or latest.outcome != Outcome.PAUSE or case.state != CaseState.NOTIFIED or target is None:
        return False
    return Outcome.LIFT in target.outcomes and allows(mandate_for, visitor, case.space, Role.TRUST_MANAGER, now=now)
