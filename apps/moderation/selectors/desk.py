"""One item on the desk, with everything one needs to decide about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, given
from apps.base.errors import NotFound
from apps.look.moments import day, hour
from apps.look.signage import Voice, VoiceKind
from apps.moderation import sentences
from apps.moderation.blindness import is_blind, opinion_of
from apps.moderation.desk_models import Check
from apps.moderation.keys import KEYS
from apps.moderation.models import Audit, Case, Decision, Report, with_reports
from apps.moderation.rules import CHIPS, RuleCode
from apps.moderation.selectors.around import (
    AboutHere,
    AnswersFor,
    AuthorHere,
    Said,
    about_here,
    answers_for,
    author_here,
    like_cases,
    talk_around,
)
from apps.moderation.selectors.beside import TwinLine, WaveLine, bargaining, twin_lines, wave_lines
from apps.moderation.selectors.items import words_here
from apps.moderation.selectors.queue import checks_of, read_first, why_of
from apps.moderation.selectors.reporters import ReporterView, reporter_view
from apps.moderation.selectors.seats import Seat, seat_of_audit, seat_of_case
from apps.moderation.selectors.second import SecondView, asks, second_view
from apps.moderation.selectors.signs import with_what_was_found
from apps.moderation.selectors.standings import PlaceView, place_of
from apps.moderation.selectors.told import ToldLine, told_of
from apps.moderation.services.second_readings import reading_of
from apps.moderation.states import PAUSE_DAYS, WAITING, CaseState, Instance, ItemKind, Outcome, Verdict
from apps.moderation.targets import Target, of_item, target_of_case
from apps.posts.models import Review
from apps.posts.spoken import Spoken
from apps.posts.states import ItemState
from apps.scoring.selectors import ScoreView, score_of
from apps.spaces.models import Mandate


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of the item, or the white space between two of them."""

    text: str
    number: int | None = None
    marked: bool = False  # somebody pointed at it
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as the desk sees it: who sent it is not shown, only in what capacity."""

    ground: str
    text: str
    whole: bool
    by: str
    at: datetime
    like: ReporterView  # what became of others like it


@dataclass(frozen=True, slots=True)
class AppealLine:
    """The appeal to answer, and the decision it is against."""

    party: str
    text: str
    filed_at: datetime
    finding: str
    decider: str
    own_words: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One rule of the bar."""

    code: int
    short: str
    full: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Act:
    """One decision of the bar; all weigh the same."""

    value: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One case on the desk."""

    reference: str
    state: str
    decidable: bool
    why: str
    over: str
    title: str
    path: str
    stars: int | None
    facts: list[str]
    pieces: list[Piece]
    reports: list[ReportLine]
    appeal: AppealLine | None
    score: ScoreView | None
    voice: Voice  # of the algorithm
    first: bool  # nothing of why it is here before this person has said what they think
    said_first: str  # what they said, once they have
    verdicts: list[Act]
    author: AuthorHere
    author_voice: Voice
    about: AboutHere | None
    like: list[tuple[str, str, str]]  # reference, address, finding
    chips: list[Chip]
    acts: list[Act]
    seen_version: int
    lease: str
    held: bool  # by somebody else
    barred: str  # why this person is not the one to decide; empty when they may
    public_name: str
    operator: AnswersFor
    wave: list[WaveLine] = field(default_factory=list)  # what came with it
    twins: list[TwinLine] = field(default_factory=list)  # what it says nearly the same as
    others: int = 0  # other open cases of the same author in this space
    place: PlaceView | None = None  # why it stands here
    talk: list[Said] = field(default_factory=list)  # what was said around it
    asks: str = ""  # "ask" or "give": the bar takes an opinion, not a decision
    second: SecondView | None = None  # both opinions, once both are given
    told: list[ToldLine] = field(default_factory=list)  # by floors above
    pause_days: int | str = ""
    thing: str = ""  # what it is about, once one may know what others said of it

    @property
    def is_marked(self) -> bool:
        """Whether somebody, or the score, points at a sentence."""
        return any(piece.marked for piece in self.pieces)

    @property
    def chosen(self) -> "Typed":
        """What the bar holds as it is drawn."""
        rule = next((chip.code for chip in self.chips if chip.chosen), None)
        return Typed(rule, [piece.number for piece in self.pieces if piece.chosen and piece.number is not None])


@dataclass(frozen=True, slots=True)
class Typed:
    """What the person has already marked in this form."""

    rule: int | None = None
    spans: Collection[int] = field(default=())
    own_words: str = ""
    asks: bool = False  # for a second opinion
    days: int | str = PAUSE_DAYS  # of a pause


WITH_NEIGHBOURS = Compiled(
    lambda: Case.objects.select_related("space__operator", "author", "claimed_by", "standing").filter(
        reference=given("reference")
    )
)


def case_on_desk(reference: str, held: list[Mandate]) -> tuple[Case, Mandate]:
    """A case of the spaces these mandates cover, and the mandate that covers it; raises NotFound."""
    case = WITH_NEIGHBOURS.first(reference=reference)
    covering = [m for m in held if case is not None and m.covers(case.space)]
    if case is None or not covering:
        raise NotFound(_("No case of your spaces bears this number."))
    return case, covering[0]


def audit_on_desk(reference: str, held: list[Mandate]) -> tuple[Audit, Mandate]:
    """The same for what was drawn for an audit, and in the same words when there is none."""
    audit = Audit.objects.waiting().select_related("space__operator", "author").filter(reference=reference).first()
    covering = [m for m in held if audit is not None and m.covers(audit.space)]
    if audit is None or not covering:
        raise NotFound(_("No case of your spaces bears this number."))
    return audit, covering[0]


def item_of(case: Case) -> Target:
    """What a case is about; raises NotFound when it was erased."""
    target = target_of_case(case)
    if target is None:
        raise NotFound(_("What this case is about was erased by its author."))
    return target


def item(
    case: Case, target: Target, mandate: Mandate, *, now: datetime, typed: Typed | None = None, free: bool = False
) -> ItemView:
    """Everything one needs to decide, on one page. `free`: it was just found that nothing keeps it from this person."""
    opinion = opinion_of(case, mandate.account) if case.item_kind == ItemKind.REVIEW else None
    second = reading_of(case, target)
    seat = seat_of_case(case, second, mandate, now, free=free)
    if is_blind(case) and opinion is None and case.state in WAITING:
        return _to_read_first(case.reference, target, seat, mandate, now)
    reports = list(with_reports(case).reports.all())
    first = _first_decision(case)
    begins = typed or _begins(case, first, target)
    review = target.item if isinstance(target.item, Review) else None
    score = score_of(review) if review is not None else None
    score = with_what_was_found(score) if score else None
    noticed = bargaining(review, score) if review and score else []
    return ItemView(
        reference=case.reference,
        state=str(CaseState(case.state).label),
        decidable=case.state in WAITING and target.stands and not seat.barred,
        why=why_of(case, first if case.instance == Instance.APPEAL else None),
        over=_over(target, now),
        title=_title(target),
        path=target.path,
        stars=target.stars,
        facts=_facts(target),
        pieces=pieces(target.text, reports, begins.spans, noticed),
        reports=[_report_line(report, target) for report in reports],
        appeal=_appeal_line(case, first),
        score=score,
        voice=Voice(VoiceKind.ALGORITHM, _algorithm(score), word=_("Published algorithm")),
        first=False,
        said_first=str(opinion.get_verdict_display()) if opinion else "",
        verdicts=[],
        author=author_here(target, now),
        author_voice=_author_voice(target),
        about=about_here(target, now),
        like=like_cases(case, begins.rule),
        wave=wave_lines(review) if review and score else [],
        twins=twin_lines(review, score) if review and score else [],
        others=OTHERS.count(author=case.author_id, space=case.space_id, this=case.pk) if case.author_id else 0,
        chips=[Chip(r.value, str(CHIPS[r]), str(r.label), r.value == begins.rule) for r in RuleCode],
        acts=[Act(o.value, KEYS[o.value], str(ACTS[o]())) for o in target.outcomes],
        pause_days=begins.days,
        seen_version=target.version,
        lease=seat.lease,
        held=seat.held,
        barred=seat.barred,
        public_name=mandate.public_name,
        operator=answers_for(case.space),
        thing=target.reference,
        place=place_of(case, now=now) if case.state in WAITING else None,
        talk=talk_around(target),
        asks=asks(second, mandate, wanted=typed is not None and typed.asks, now=now),
        second=second_view(second),
        told=told_of(case),
    )


OTHERS = Compiled(
    lambda: (
        Case.objects.waiting().filter(author=given("author"), space=given("space")).exclude(pk=given("this")).order_by()
    )
)


def _begins(case: Case, first: Decision | None, target: Target) -> Typed:
    """What the bar begins with: the rule that was alleged; where one decided already, their rule, sentences and days.
    Whoever agrees then changes nothing by pressing one key. Sentences reworded since are read anew."""
    before = first or _emergency(case, target)
    if before is None:
        return Typed(case.rule)
    masked = before.spans if before.item_version == target.version else []
    every = enumerate(sentences.split(target.text))
    spans = [number for number, (start, end) in every if any(a < end and start < b for a, b in masked)]
    days = (before.ends_at - before.decided_at).days if before.ends_at else PAUSE_DAYS
    return Typed(before.rule or case.rule, spans, days=days)


def _emergency(case: Case, target: Target) -> Decision | None:
    """The measure that waits for another person."""
    if case.instance != Instance.FIRST or target.item is None or target.item.state != ItemState.MASKED:
        return None
    return case.decisions.published().filter(instance=Instance.EMERGENCY).first()


def _first_decision(case: Case) -> Decision | None:
    """That an appeal is against."""
    if case.instance == Instance.FIRST:
        return None
    return case.decisions.published().filter(instance=Instance.FIRST).select_related("statement").first()


def check_on_desk(reference: str, held: list[Mandate], *, now: datetime) -> tuple[Check, Mandate] | None:
    """A review whose answer is known, placed for this very person."""
    for mandate in held:
        if mandate.account is not None:
            check = checks_of(mandate.account, now=now).filter(reference=reference).first()
            if check is not None and mandate.covers(check.space):
                return check, mandate
    return None


def reading(found: Audit | Check, mandate: Mandate, *, now: datetime) -> ItemView:
    """What was drawn, or placed, as any case to be read first. Raises NotFound when it was erased."""
    rows = Review.objects.select_related("space__operator", "subject", "author", "source")
    review = rows.filter(reference=found.item).first()
    if review is None:
        raise NotFound(_("What this case is about was erased by its author."))
    free = Seat(_("Free: deciding takes it."))
    seat = seat_of_audit(found, mandate, now) if isinstance(found, Audit) else free
    return _to_read_first(found.reference, of_item(review), seat, mandate, now)


def _to_read_first(reference: str, target: Target, seat: Seat, mandate: Mandate, now: datetime) -> ItemView:
    """The item alone: neither score, nor reasons, nor reports, nor what brought it here, nor a way to find out."""
    return ItemView(
        reference=reference,
        state="",
        decidable=target.stands and not seat.barred,
        why=read_first(),
        over=_over(target, now),
        title=_title(target),
        path="",
        stars=target.stars,
        facts=_facts(target)[:-1],  # not whether it stands: of a review whose answer is known, that would tell it
        pieces=[Piece(target.text)] if target.text else [],
        reports=[],
        appeal=None,
        score=None,
        voice=Voice(VoiceKind.ALGORITHM, "", word=_("Published algorithm")),
        first=True,
        said_first="",
        verdicts=[Act(v.value, str(n), str(WORDS[v]())) for n, v in enumerate(Verdict, start=1)],
        author=author_here(target, now),
        author_voice=_author_voice(target),
        about=about_here(target, now),
        like=[],
        chips=[],
        acts=[],
        seen_version=target.version,
        lease=seat.lease,
        held=seat.held,
        barred=seat.barred,
        public_name=mandate.public_name,
        operator=answers_for(target.space),
    )


WORDS = {
    Verdict.GENUINE: lambda: _("Genuine"),
    Verdict.FAKE: lambda: _("Fake"),
    Verdict.CANNOT_TELL: lambda: _("Cannot tell"),
}


def _algorithm(score: ScoreView | None) -> str:
    return _("Suspicion of a review, version %(version)s") % {"version": score.version} if score else ""


def _author_voice(target: Target) -> Voice:
    if isinstance(target.item, Spoken):
        if target.kind == ItemKind.RESPONSE:
            return Voice(VoiceKind.TRUST_MANAGER, target.author_name)
        return Voice(VoiceKind.PROFESSIONAL if target.uncovered else VoiceKind.PERSON, target.author_name)
    if target.author is None:
        origin = target.item.source.name if target.item is not None and target.item.source else ""
        return Voice(VoiceKind.IMPORTED, target.author_name, origin=origin)
    return Voice(VoiceKind.PERSON, target.author_name, word=_("Member, in this space only"))


ACTS = {
    Outcome.KEEP: lambda: _("Keep"),
    Outcome.LABEL: lambda: _("Label"),
    Outcome.MASK: lambda: _("Mask"),
    Outcome.ASK_EDIT: lambda: _("Ask to edit"),
    Outcome.PAUSE: lambda: _("Pause posting"),
    Outcome.CLOSE: lambda: _("Close the talk"),
    Outcome.LIFT: lambda: _("End the pause early"),
}


def has_score(target: Target) -> bool:
    """Whether the machine's part stands on the page of whoever decides."""
    return isinstance(target.item, Review) and score_of(target.item) is not None


def _over(target: Target, now: datetime) -> str:
    places = {"about": target.about, "day": _short(target.published_at, now), "hour": hour(target.published_at)}
    words = {
        ItemKind.REVIEW: _("Review of %(about)s, %(day)s, %(hour)s"),
        ItemKind.POST: _("Message in “%(about)s”, %(day)s, %(hour)s"),
        ItemKind.PROFILE: _("Profile in %(about)s, since %(day)s"),
        ItemKind.WARNING: _("Warning about %(about)s, %(day)s, %(hour)s"),
        ItemKind.NAMED: _("Answer of %(about)s, %(day)s, %(hour)s"),
        ItemKind.REASONS: _("Doubt about a review of %(about)s, %(day)s, %(hour)s"),
        ItemKind.OPINION: _("Opinion of a mediator on case %(about)s, %(day)s, %(hour)s"),
        ItemKind.REPLY: _("Reply to a review of %(about)s, %(day)s, %(hour)s"),
        ItemKind.RESPONSE: _("Answer to a mediator’s opinion on case %(about)s, %(day)s, %(hour)s"),
    }
    return words[target.kind] % places


def _title(target: Target) -> str:
    if isinstance(target.item, Review):
        return target.item.title or _("Without a title")
    return target.title


def _short(at: datetime, now: datetime) -> str:
    """The day, and its year when it is another one."""
    return day(at, short=at.year == now.year)


def _facts(target: Target) -> list[str]:
    lines = []
    if isinstance(target.item, Review):
        if target.item.experience_on:
            lines.append(_("Experience dated %(day)s.") % {"day": day(target.item.experience_on)})
        lines.append(_("Declared link: %(link)s.") % {"link": target.item.get_link_display()})
    if target.version > 1:
        lines.append(_("Edited: this is version %(n)d.") % {"n": target.version})
    lines.append(STANDING[ItemState(target.item.state) if target.item else ItemState.PUBLISHED]())
    return lines


STANDING = {
    ItemState.PUBLISHED: lambda: _("Published at once, visible now."),
    ItemState.MASKED: lambda: _("Masked now: readers find a note in its place."),
    ItemState.WITHDRAWN: lambda: _("Withdrawn by its author."),
    ItemState.ERASED: lambda: _("Erased."),
}


def pieces(
    text: str, reports: list[Report], chosen: Collection[int], noticed: Sequence[sentences.Span] = ()
) -> list[Piece]:
    """The text cut into sentences, those that somebody pointed at marked, and those the score is about."""
    pointed = [*sentences.find_all(text, [p for report in reports for p in report.passages]), *noticed]
    found: list[Piece] = []
    at = 0
    for number, (start, end) in enumerate(sentences.split(text)):
        if start > at:
            found.append(Piece(text[at:start]))
        marked = any(a < end and start < b for a, b in pointed)
        found.append(Piece(text[start:end], number, marked, number in chosen))
        at = end
    return found


def _report_line(report: Report, target: Target) -> ReportLine:
    return ReportLine(
        ground=str(report.get_ground_display()),
        text=report.text,
        whole=not report.passages and bool(target.text),
        by=_("A member") if report.reporter_id else _("Somebody without an account"),
        at=report.filed_at,
        like=reporter_view(report),
    )


def _appeal_line(case: Case, first: Decision | None) -> AppealLine | None:
    appeal = case.appeals.filter(answered_by=None).order_by("-filed_at").first() if first is not None else None
    if appeal is None or first is None:
        return None
    return AppealLine(
        party=str(appeal.get_party_display()),
        text=appeal.text,
        filed_at=appeal.filed_at,
        finding=words_here(first).get("finding", ""),
        decider=first.decider_name or _("a trust manager"),
        own_words=first.statement.own_words,
    )
