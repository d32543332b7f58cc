"""One item on the desk, with everything one needs to decide about it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, given
from apps.base.errors import NotFound
from apps.moderation import sentences
from apps.moderation.blindness import is_blind, opinion_of
from apps.moderation.desk_models import Check
from apps.moderation.measures import Word
from apps.moderation.models import Audit, Case, Decision, Report, with_reports
from apps.moderation.selectors import item_words
from apps.moderation.selectors.around import about_here, answers_for, author_here, like_cases, talk_around
from apps.moderation.selectors.beside import bargaining, twin_lines, wave_lines
from apps.moderation.selectors.item_view import AddedLine, AppealLine, ItemView, Piece, ReportLine, Typed
from apps.moderation.selectors.items import words_here
from apps.moderation.selectors.queue import checks_of, read_first, why_of
from apps.moderation.selectors.reporters import reporter_view
from apps.moderation.selectors.seats import Seat, seat_of_audit, seat_of_case
from apps.moderation.selectors.second import asks, second_view
from apps.moderation.selectors.signs import with_what_was_found
from apps.moderation.selectors.standings import place_of
from apps.moderation.selectors.told import told_of
from apps.moderation.services.second_readings import reading_of
from apps.moderation.states import PAUSE_DAYS, WAITING, CaseState, Instance, ItemKind
from apps.moderation.targets import Target, of_item, target_of_case
from apps.posts.models import Review
from apps.posts.states import ItemState
from apps.scoring.selectors import score_of
from apps.spaces.models import Mandate

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
    alone = _alone(case, target, seat_of_case(case, second, mandate, now, free=free), mandate, now)
    waits = case.state in WAITING
    if is_blind(case) and opinion is None and waits:
        return _to_read_first(alone, target)
    first = _first_decision(case)
    begins = typed or _begins(case, first, target)
    shown = replace(
        alone,
        state=str(CaseState(case.state).label),
        decidable=alone.decidable and waits,
        why=why_of(case, first if case.instance == Instance.APPEAL else None),
        path=target.path,
        facts=[*alone.facts, item_words.standing(target)],
        appeal=_appeal_line(case, first),
        said_first=str(opinion.get_verdict_display()) if opinion else "",
        like=like_cases(case, begins.rule),
        others=OTHERS.count(author=case.author_id, space=case.space_id, this=case.pk) if case.author_id else 0,
        chips=item_words.chips(begins.rule),
        acts=item_words.acts(target),
        pause_days=begins.days,
        thing=target.reference,
        place=place_of(case, now=now) if waits else None,
        talk=talk_around(target),
        asks=asks(second, mandate, wanted=typed is not None and typed.asks, now=now),
        second=second_view(second),
        told=told_of(case),
    )
    return _with_what_points_at_it(shown, case, target, begins.spans)


def _with_what_points_at_it(view: ItemView, case: Case, target: Target, chosen: Collection[int]) -> ItemView:
    """The machine's part and people's reports, and the sentences that both are about."""
    review = target.item if isinstance(target.item, Review) else None
    score = score_of(review) if review is not None else None
    score = with_what_was_found(score) if score else None
    reports = list(with_reports(case).reports.all())
    noticed = bargaining(review, score) if review and score else []
    return replace(
        view,
        pieces=pieces(target.text, reports, chosen, noticed),
        reports=[_report_line(report, target) for report in reports],
        score=score,
        voice=item_words.algorithm_voice(score),
        wave=wave_lines(review) if review and score else [],
        twins=twin_lines(review, score) if review and score else [],
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
    target = of_item(review)
    return _to_read_first(_alone(found, target, seat, mandate, now), target)


def _alone(found: Case | Audit | Check, target: Target, seat: Seat, mandate: Mandate, now: datetime) -> ItemView:
    """The item and its author: neither score, nor reasons, nor reports, nor what brought it here."""
    space = found.space if isinstance(found, Case) else target.space  # whichever was read with its operator
    return ItemView(
        reference=found.reference,
        decidable=target.stands and not seat.barred,
        over=item_words.over(target, now),
        title=item_words.title(target),
        stars=target.stars,
        facts=item_words.facts(target),
        author=author_here(target, now),
        author_voice=item_words.author_voice(target),
        about=about_here(target, now),
        seen_version=target.version,
        lease=seat.lease,
        held=seat.held,
        barred=seat.barred,
        public_name=mandate.public_name,
        operator=answers_for(space),
    )


def _to_read_first(alone: ItemView, target: Target) -> ItemView:
    """Nor a way to find out: a case, a draw and a check look alike until an opinion is given."""
    words = [Piece(target.text)] if target.text else []
    return replace(alone, why=read_first(), pieces=words, first=True, verdicts=item_words.verdicts())


def has_score(target: Target) -> bool:
    """Whether the machine's part stands on the page of whoever decides."""
    return isinstance(target.item, Review) and score_of(target.item) is not None


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
        added=_added_to_appeal(case),
    )


def _added_to_appeal(case: Case) -> list[AddedLine]:
    added = Word.objects.to_appeal().filter(case=case).exclude(text="")
    return [AddedLine(str(word.get_party_display()), word.text, word.said_at) for word in added]
