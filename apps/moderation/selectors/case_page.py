"""One case as its author, its reporters and the public read it: the same page, less of it for those further away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.base.errors import NotFound
from apps.base.permissions import allows
from apps.ledger.models import Event
from apps.look.charts import stacked
from apps.look.charts.bars import StackedBar
from apps.look.moments import day, moment
from apps.look.signage import VoiceKind
from apps.moderation import wording
from apps.moderation.dsa import as_dsa
from apps.moderation.measures import Emergency, Word
from apps.moderation.models import Appeal, Case, Decision, Report
from apps.moderation.permissions import check_can_appeal, check_can_join_appeal, check_is_open_to_appeal, party_of
from apps.moderation.rules import RuleCode
from apps.moderation.selectors.case_beside import Beside, beside
from apps.moderation.selectors.items import standing_title, steps_of, words_here
from apps.moderation.selectors.parts import CountView, EntryView, SpeakerView, StepView
from apps.moderation.services.juries import check_can_call_jury
from apps.moderation.states import (
    LIVE,
    CaseState,
    Closing,
    EmergencyEnd,
    Instance,
    ItemKind,
    OpenedBy,
    Outcome,
    Party,
)
from apps.moderation.targets import Target, target_of_case
from apps.posts.spoken import Spoken, kind_of
from apps.spaces.permissions import Visitor, check_can_read

YEAR = timedelta(days=365)
POINTED = {"pointed", "drawn", "together"}


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A published decision with its statement, in the reader's language."""

    instance: str
    outcome: str
    finding: str
    rule: int | None
    rule_name: str
    rule_text: str
    rule_source: str
    rule_url: str
    own_words: str
    own_language: str
    effect: str
    duration: str
    ground: str
    automation: str
    machine_had_a_part: bool
    machine_pointed: bool  # it is here because of one; else it was only seen
    note: str
    redress: str
    dsa: dict[str, Any]  # the restriction in the vocabulary of the Digital Services Act; empty without one
    decided_by: SpeakerView
    mandate: str
    decided_at: datetime
    hours: int  # from the opening to the decision
    appeal_until: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page shows to this reader."""

    reference: str
    url: str
    reader: str  # author, reporter or public
    title: str
    lede: str
    space: str
    space_url: str
    item_url: str
    why_url: str  # where an algorithm that noticed it says why, and what would change that
    item_words: str
    waiting: bool
    decide_before: datetime
    steps: tuple[StepView, ...]
    what_happened: str
    decision: DecisionView | None  # the one that counts
    earlier: tuple[DecisionView, ...]  # those before it, the newest first
    appealable: bool  # a party may still appeal, whoever reads this page
    can_appeal: bool
    can_join: bool  # an appeal of somebody else waits: this party may add reasons
    can_call_jury: bool
    jury_until: datetime | None  # until when a party may ask for one
    jury_url: str  # of the jury, once it was asked for
    can_edit: str  # where the author may propose other words
    can_take_back: str  # where an author who left the space takes their words back: nothing else leads there any more
    my_report: str
    my_appeal: str
    my_reasons: str  # added to the appeal of somebody else
    timeline: list[EntryView]
    like_sentence: str
    like_counts: list[CountView]
    log_url: str
    json_url: str
    beside: Beside

    @property
    def like(self) -> StackedBar | None:
        """The chart of like cases, from two on."""
        if sum(count.number for count in self.like_counts) < 2:
            return None
        sentence = ", ".join(f"{count.word} {count.number}" for count in self.like_counts)
        return stacked([(count.word, count.number) for count in self.like_counts], sentence=sentence)


def case_page(reference: str, visitor: Visitor, *, now: datetime) -> CasePage:
    """The page of one case; raises NotFound for what this reader may not know."""
    case = Case.objects.select_related("space", "author").filter(reference=reference).first()
    party = party_of(visitor, case) if case is not None else None
    inside = case is not None and allows(check_can_read, visitor, case.space, now=now)
    if case is None or not (party or inside):
        raise NotFound(_("No case bears this number, or it is for members of a space only."))
    target = target_of_case(case)
    decisions = list(
        case.decisions.published().select_related("statement", "mandate__space").order_by("published_at", "pk")
    )
    latest = decisions[-1] if decisions else None
    reader = party[0].value if party else "public"
    item_url = target.path if inside and target and target.stands else ""
    return CasePage(
        reference=case.reference,
        url=reverse("moderation:case", args=[case.reference]),
        reader=reader,
        title=standing_title(case, latest),
        lede=_lede(case, target, latest),
        space=case.space.name,
        space_url=_reversed("pages:space", case.space.slug) if inside else "",
        item_url=item_url,
        why_url=f"{item_url}#why" if item_url and case.opened_by == OpenedBy.ALGORITHM else "",
        item_words=str(wording.NOUNS[ItemKind(case.item_kind)].The),
        waiting=case.state in LIVE,
        decide_before=case.decide_before,
        steps=steps_of(target.published_at if target else case.opened_at, case, latest),
        what_happened=words_here(latest).get("facts", "") or _so_far(case, target),
        decision=_decision_view(case, target, latest) if latest else None,
        earlier=tuple(_decision_view(case, target, decision) for decision in reversed(decisions[:-1])),
        appealable=latest is not None and allows(check_is_open_to_appeal, case, latest, now=now),
        can_appeal=latest is not None and allows(check_can_appeal, visitor, case, latest, now=now),
        can_join=allows(check_can_join_appeal, visitor, case),
        can_call_jury=latest is not None and allows(check_can_call_jury, visitor, case, now=now),
        jury_until=_jury_until(case, latest),
        jury_url=_reversed("juries:jury", case.reference) if case.instance == Instance.JURY else "",
        can_edit=_can_edit(target, latest, reader) if inside else "",
        can_take_back="" if inside else _can_take_back(target, reader),
        my_report=_my_report(case, visitor),
        my_appeal=_my_appeal(case, visitor),
        my_reasons=_my_reasons(case, visitor),
        timeline=_timeline(case, target, decisions, now),
        like_sentence=_like_sentence(case, latest, now),
        like_counts=_alike(case, latest, now),
        json_url=reverse("moderation-api:case", args=[case.reference]),
        log_url=f"{_reversed('ledger:log')}?about={case.reference}" if latest else "",
        beside=beside(case, target, latest, visitor, party[0] if party else None, now),
    )


def _jury_until(case: Case, latest: Decision | None) -> datetime | None:
    """A jury reads what was answered on appeal, and no order of an authority."""
    asked = case.state == CaseState.NOTIFIED and case.opened_by != OpenedBy.ORDER
    return latest.statement.appeal_until if asked and latest and latest.instance == Instance.APPEAL else None


def _reversed(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _lede(case: Case, target: Target | None, latest: Decision | None) -> str:
    said = words_here(latest).get("lede", "")
    if said or target is None:
        return said
    return wording.lede(target.kind, target.about, case.space.name)


def _so_far(case: Case, target: Target | None) -> str:
    """Before a decision: why it is to be read, without anybody's words."""
    if target is None:
        return ""
    return wording.appeared(target.kind, target.published_at, case.space.name)


def _decision_view(case: Case, target: Target | None, decision: Decision) -> DecisionView:
    words, statement = words_here(decision), decision.statement
    published = decision.published_at or decision.decided_at
    since = case.opened_at if not decision.result else decision.taken_up_at
    return DecisionView(
        instance=decision.instance,
        outcome=decision.outcome,
        finding=words["finding"],
        rule=decision.rule,
        rule_name=words["rule_name"],
        rule_text=words["rule_text"],
        rule_source=words["rule_source"],
        rule_url=words["rule_url"],
        own_words=statement.own_words,
        own_language=statement.own_language,
        effect=words["effect"],
        duration=words["duration"],
        ground=words["ground"],
        automation=words["automation"],
        machine_had_a_part=statement.automated in {"shown", *POINTED},
        machine_pointed=statement.automated in POINTED,
        note=words["note"],
        redress=words["redress"],
        dsa=as_dsa(decision, target),
        decided_by=_speaker(case, decision),
        mandate="" if case.state == CaseState.JURY else _mandate(decision),
        decided_at=published,
        hours=max(0, round((published - since).total_seconds() / 3600)),
        appeal_until=statement.appeal_until,
    )


def _speaker(case: Case, decision: Decision) -> SpeakerView:
    """Under which name; while a jury reads the case, nobody is named: jurors judge the words."""
    if decision.instance == Instance.JURY:
        drawn = _("Drawn by the public log, each voting alone")
        return SpeakerView(VoiceKind.PERSON.value, _("A jury of members"), drawn)
    named = decision.decider_name if case.state != CaseState.JURY else ""
    return SpeakerView(VoiceKind.TRUST_MANAGER.value, named or _("A trust manager"))


def _mandate(decision: Decision) -> str:
    mandate = decision.mandate
    if mandate is None:
        return ""
    where = mandate.space.name if mandate.space else _("all spaces")
    places = {"where": where, "since": day(mandate.from_at), "until": day(mandate.until) if mandate.until else ""}
    if mandate.until:
        return _("Mandate: %(where)s, %(since)s to %(until)s") % places
    return _("Mandate: %(where)s, since %(since)s") % places


def _can_edit(target: Target | None, latest: Decision | None, reader: str) -> str:
    """Where that can be: most of what is told on floors above is taken back, never reworded."""
    if latest is None or latest.outcome not in {Outcome.MASK, Outcome.ASK_EDIT}:
        return ""
    return _own(target, reader, "posts:edit")


def _can_take_back(target: Target | None, reader: str) -> str:
    return _own(target, reader, "posts:withdraw")


def _own(target: Target | None, reader: str, usual: str) -> str:
    if reader != Party.AUTHOR or target is None or target.item is None or not target.stands:
        return ""
    if isinstance(target.item, Spoken):
        own = kind_of(target.item).own
        return own(target.item) if own is not None else ""
    return _reversed(usual, target.reference)


def _my_report(case: Case, visitor: Visitor) -> str:
    if not visitor.is_authenticated:
        return ""
    report = Report.objects.filter(case=case, reporter__account=visitor).first()
    return f"{report.get_ground_display()}. {report.text}".strip() if report else ""


def _my_appeal(case: Case, visitor: Visitor) -> str:
    if not visitor.is_authenticated:
        return ""
    appeal = Appeal.objects.filter(case=case, by__account=visitor).first()
    return appeal.text if appeal else ""


def _my_reasons(case: Case, visitor: Visitor) -> str:
    if not visitor.is_authenticated:
        return ""
    added = Word.objects.to_appeal().filter(case=case, persona__account=visitor).first()
    return added.text if added else ""


def _timeline(case: Case, target: Target | None, decisions: list[Decision], now: datetime) -> list[EntryView]:
    """What happened, in order; exact hours only for what the platform itself did."""
    entries = [*_openings(case, target), *_decided(decisions), *_beside_entries(case)]
    entries += [_appealed(appeal) for appeal in case.appeals.select_related("decision")]
    entries += [_added(word) for word in Word.objects.to_appeal().filter(case=case)]
    entries += [(at, _("Edited by its author"), moment(at, short=True)) for at in _edits(case, decisions)]
    entries.sort(key=lambda entry: entry[0])
    return [EntryView(text, when) for _at, text, when in entries] + _due(case, decisions, now)


Entry = tuple[datetime, str, str]  # when it happened, what, and the moment in words


def _beside_entries(case: Case) -> list[Entry]:
    """What an automatic rule or an authority did, and an edit that closed the case."""
    entries: list[Entry] = []
    lapsed = Emergency.objects.filter(decision__case=case, end=EmergencyEnd.LAPSED).first()
    if lapsed is not None and lapsed.ended_at is not None:
        said = _("Shown again by an automatic rule: nobody confirmed the emergency")
        entries.append((lapsed.ended_at, said, moment(lapsed.ended_at, short=True)))
    if case.opened_by == OpenedBy.ORDER:
        entries.append((case.opened_at, _("Order of an authority"), day(case.opened_at)))
    if case.closing == Closing.EDITED and case.closed_at is not None:
        entries.append((case.closed_at, _("Edited by its author: the reports are closed"), day(case.closed_at)))
    return entries


def _openings(case: Case, target: Target | None) -> list[Entry]:
    entries: list[Entry] = []
    if target is not None:
        entries.append((target.published_at, _("Published"), moment(target.published_at, short=True)))
    if case.opened_by == OpenedBy.ALGORITHM:
        entries.append((case.opened_at, _("Noticed by a published algorithm"), moment(case.opened_at, short=True)))
    if case.opened_by == OpenedBy.AUDIT:
        said = _("Drawn at random, and doubted by two readers")
        entries.append((case.opened_at, said, moment(case.opened_at, short=True)))
    if case.opened_by == OpenedBy.RANDOM:
        entries.append((case.opened_at, _("Drawn at random"), moment(case.opened_at, short=True)))
    return entries + _reported(case)


def _reported(case: Case) -> list[Entry]:
    """One line per day: an hour would help to guess who."""
    by_day: dict[str, list[datetime]] = {}
    for at in case.reports.order_by("filed_at", "pk").values_list("filed_at", flat=True):
        by_day.setdefault(day(at), []).append(at)
    return [
        (times[0], ngettext("Reported", "Reported %(n)d times", len(times)) % {"n": len(times)}, said)
        for said, times in by_day.items()
    ]


ANSWERED = {
    Instance.EMERGENCY: lambda: _("Masked in an emergency."),
    Instance.APPEAL: lambda: _("The appeal is answered."),
    Instance.JURY: lambda: _("The jury has answered."),
}


def _decided(decisions: list[Decision]) -> list[Entry]:
    entries: list[Entry] = []
    for decision in decisions:
        published = decision.published_at or decision.decided_at
        if decision.decider_name and decision.case.state != CaseState.JURY:
            taken = _("Taken up by %(name)s") % {"name": decision.decider_name}
            entries.append((decision.taken_up_at, taken, moment(decision.taken_up_at, short=True)))
        said = ANSWERED.get(Instance(decision.instance), lambda: _("Decision."))()
        told = _("Author and reporters told in the same minute.")
        entries.append((published, f"{said} {told}", moment(published, short=True)))
    return entries


def _appealed(appeal: Appeal) -> Entry:
    if appeal.decision.instance == Instance.APPEAL:
        return appeal.filed_at, _("A jury was asked for"), day(appeal.filed_at)
    by = _("Appeal by its author") if appeal.party == Party.AUTHOR else _("Appeal by somebody who reported it")
    return appeal.filed_at, by, day(appeal.filed_at)


def _added(word: Word) -> Entry:
    by = _("Reasons added by its author") if word.party == Party.AUTHOR else _("Reasons added by a reporter")
    return word.said_at, by, day(word.said_at)


def _edits(case: Case, decisions: list[Decision]) -> list[datetime]:
    if not decisions or decisions[0].published_at is None:
        return []
    edits = Event.objects.filter(object=case.item, kind__in=["review.edited", "post.edited", "reply.edited"])
    return list(edits.filter(at__gt=decisions[0].published_at).order_by("at").values_list("at", flat=True)[:5])


def _due(case: Case, decisions: list[Decision], now: datetime) -> list[EntryView]:
    if case.state in LIVE:
        before = _("before %(day)s") % {"day": day(case.decide_before)}
        who = _("A jury answers") if case.state == CaseState.JURY else _("A person decides")
        return [EntryView(who, before, upcoming=True)]
    if case.state == CaseState.NOTIFIED and decisions:
        until = decisions[-1].statement.appeal_until
        words = _("The time for an appeal ends; the evidence is destroyed")
        return [EntryView(words, day(until), upcoming=True)] if until > now else []
    return []


def _alike(case: Case, latest: Decision | None, now: datetime) -> list[CountView]:
    """How each case of the space ended under this rule: an appeal is no second case."""
    if latest is None or latest.rule is None:
        return []
    year = Decision.objects.published().filter(case__space=case.space, published_at__gt=now - YEAR)
    last = year.order_by("case", "-published_at", "-pk").distinct("case").values("pk")
    ended = Decision.objects.filter(pk__in=last, rule=latest.rule).order_by()
    counted = dict(ended.values_list("outcome").annotate(n=Count("pk")))
    return [CountView(str(Outcome(o).label), counted[o]) for o in Outcome.values if o in counted]


def _like_sentence(case: Case, latest: Decision | None, now: datetime) -> str:
    counts = _alike(case, latest, now)
    if not counts or latest is None or latest.rule is None:
        return ""
    n = sum(count.number for count in counts)
    places = {"n": n, "rule": RuleCode(latest.rule).label}
    return (
        ngettext(
            "In 12 months this space settled %(n)d case under this rule (%(rule)s).",
            "In 12 months this space settled %(n)d cases under this rule (%(rule)s).",
            n,
        )
        % places
    )
