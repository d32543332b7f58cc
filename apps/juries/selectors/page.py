"""What the pages of juries show: my seats, the case before a juror, one jury, and how juries vote."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from apps.algorithms import jury as rule
from apps.algorithms.jury import Candidate, Group, Side
from apps.base.errors import NotFound
from apps.base.permissions import allows
from apps.juries.candidates import salt_of
from apps.juries.models import Jury, Seat
from apps.juries.permissions import practised
from apps.juries.states import STRICTNESS, JuryState
from apps.look.numbers import number, percent
from apps.moderation.models import Decision, Evidence
from apps.moderation.rules import RuleCode, rule_for
from apps.moderation.selectors.items import words_here
from apps.moderation.states import Outcome
from apps.moderation.targets import target_of_case
from apps.people.models import Account
from apps.spaces.permissions import Visitor, check_can_read

GROUPS: dict[Group, Callable[[], str]] = {
    Group.NEW: lambda: _("members with little experience here"),
    Group.EXPERIENCED: lambda: _("experienced members"),
    Group.HELPER: lambda: _("people who help on the topic"),
}
SIDES: dict[Side, Callable[[], str]] = {
    Side.AUTHOR: lambda: _("had words of their own restricted before"),
    Side.REPORTER: lambda: _("reported others before"),
    Side.NEITHER: lambda: _("neither of the two"),
}


def rule_path() -> str:
    """The published rule by which juries are drawn and counted."""
    return reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, "jury"])


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat of mine."""

    url: str
    case: str
    space: str
    state: str
    sentence: str
    until: datetime
    open: bool
    voted: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """My juries."""

    seats: list[SeatRow]
    practised: int
    training: int

    @property
    def is_trained(self) -> bool:
        """All of the training cases are answered."""
        return self.practised >= self.training


def mine(account: Account, *, now: datetime) -> Mine:
    """Open invitations first."""
    rows = Seat.objects.filter(persona__account=account).select_related("jury__case__space").order_by("-invited_at")
    seats = [_row(seat, now) for seat in rows[:50]]
    return Mine(sorted(seats, key=lambda row: not row.open), practised(account), rule.TRAINING)


def _row(seat: Seat, now: datetime) -> SeatRow:
    jury, is_open = seat.jury, _is_open(seat, now)
    return SeatRow(
        url=_path("seat", seat.reference) if is_open else _path("jury", jury.case.reference),
        case=jury.case.reference,
        space=jury.case.space.name,
        state=jury.state,
        sentence=_standing(seat, is_open),
        until=jury.due_at if seat.accepted_at else seat.answer_before,
        open=is_open,
        voted=bool(seat.outcome),
    )


def _path(name: str, reference: str) -> str:
    return reverse(f"juries:{name}", args=[reference])


def _is_open(seat: Seat, now: datetime) -> bool:
    late = seat.accepted_at is None and seat.answer_before <= now
    return seat.left_at is None and seat.jury.state == JuryState.SITTING and seat.jury.due_at > now and not late


def _standing(seat: Seat, is_open: bool) -> str:
    if seat.left_at is not None:
        return _("Somebody else took the seat.")
    if not is_open:
        return str(JuryState(seat.jury.state).label).capitalize() + "."
    if seat.outcome:
        return _("You have voted. You may change it until the votes are counted.")
    return _("You took the seat: read the case and vote.") if seat.accepted_at else _("Take the seat, or decline.")


@dataclass(frozen=True, slots=True)
class Told:
    """One of the two decisions, without who took it."""

    heading: str
    finding: str
    facts: str
    rule_name: str
    rule_text: str
    own_words: str


@dataclass(frozen=True, slots=True)
class Before:
    """The case as a juror reads it: the words that are contested, the rule, both decisions, no names."""

    seat: str
    case: str
    space: str
    title: str
    text: str
    stars: int | None
    rule_name: str
    rule_text: str
    decisions: list[Told]
    asked: str  # what the party who asked for the jury says
    asked_by: str
    accepted: bool
    voted: str
    words: str
    due_at: datetime
    answer_before: datetime
    lot: str
    salt: str
    trained: bool
    missing: int


def before_juror(seat: Seat, account: Account, *, now: datetime) -> Before:
    """All that a juror needs, and nobody's vote but their own."""
    jury, case = seat.jury, seat.jury.case
    evidence = Evidence.objects.filter(case=case).first()
    target = target_of_case(case)
    if target is None:
        raise NotFound(_("The words of this case are gone: there is nothing left to judge."))
    decisions = list(case.decisions.published().select_related("statement").order_by("published_at", "pk"))
    code = next((d.rule for d in reversed(decisions) if d.rule is not None), case.rule)
    named = (
        rule_for(RuleCode(code), case.space, now=now, language=(get_language() or "fr")[:2])
        if code is not None
        else None
    )
    appeal = case.appeals.order_by("-pk").first()
    done = practised(account)
    return Before(
        seat=seat.reference,
        case=case.reference,
        space=case.space.name,
        title=target.about,
        text=target.text if target.item is not None else (evidence.text if evidence else ""),
        stars=target.stars,
        rule_name=named.name if named else "",
        rule_text=named.text if named else "",
        decisions=[_told(decision) for decision in decisions],
        asked=appeal.text if appeal else "",
        asked_by=str(appeal.get_party_display()) if appeal else "",
        accepted=seat.accepted_at is not None,
        voted=seat.outcome,
        words=seat.words,
        due_at=jury.due_at,
        answer_before=seat.answer_before,
        lot=seat.lot,
        salt=salt_of(jury.key, seat.persona) if jury.key and seat.persona else "",
        trained=done >= rule.TRAINING,
        missing=max(0, rule.TRAINING - done),
    )


def measures(jury: Jury) -> list[tuple[str, str]]:
    """What can be voted, in words."""
    return [(value, str(Outcome(value).label).capitalize()) for value in jury.options]


def _told(decision: Decision) -> Told:
    words = words_here(decision)
    return Told(
        heading=str(decision.get_instance_display()).capitalize(),
        finding=words["finding"],
        facts=words["facts"],
        rule_name=words["rule_name"],
        rule_text=words["rule_text"],
        own_words=decision.statement.own_words,
    )


# --- one jury, for everybody -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """What one juror voted, and why; no name, and in an order that says nothing."""

    word: str
    words: str


@dataclass(frozen=True, slots=True)
class JuryPage:
    """How one jury was drawn, and what it came to."""

    case: str
    case_url: str
    space: str
    state: str
    state_word: str
    lede: str
    called_at: datetime
    due_at: datetime
    ended_at: datetime | None
    members_listed: int
    helpers_listed: int
    balance: str
    helpers: str
    turnout: str
    tally: list[tuple[str, int]]
    reasons: list[Reason]
    drawn: bool
    witnessed: bool
    seed: str
    position: int | None
    command: str
    files: list[tuple[str, str]]


def jury_by_case(reference: str, visitor: Visitor, *, now: datetime) -> Jury:
    """For whoever may read the space, or sits; raises NotFound."""
    jury = (
        Jury.objects.select_related("case__space", "case__author", "decision").filter(case__reference=reference).first()
    )
    if jury is None or not allows(check_can_read, visitor, jury.case.space, now=now):
        raise NotFound(_("No jury sits about a case of this number, or it is for members of a space only."))
    return jury


def jury_page(jury: Jury) -> JuryPage:
    """While it sits, nothing of its votes; not even how many."""
    seats = list(jury.seats.all())
    sitting = [seat for seat in seats if seat.left_at is None]
    ended = jury.ended_at is not None
    votes = [seat for seat in sitting if seat.outcome] if ended else []
    draw = getattr(jury, "draw", None)
    case = jury.case.reference
    return JuryPage(
        case=case,
        case_url=reverse("moderation:case", args=[case]),
        space=jury.case.space.name,
        state=jury.state,
        state_word=str(JuryState(jury.state).label).capitalize(),
        lede=_lede(jury),
        called_at=jury.called_at,
        due_at=jury.due_at,
        ended_at=jury.ended_at,
        members_listed=len(jury.members),
        helpers_listed=len(jury.helpers),
        balance=_balance(sitting) if draw else "",
        helpers=_helpers(sitting) if draw else "",
        turnout=_turnout(seats, votes) if ended and draw else "",
        tally=_tally(jury, votes) if jury.state == JuryState.ANSWERED else [],
        reasons=_reasons(votes) if jury.state == JuryState.ANSWERED else [],
        drawn=draw is not None,
        witnessed=bool(draw and draw.witnessed),
        seed=draw.seed if draw else "",
        position=draw.position if draw else None,
        command=f"python3 redraw_jury.py {settings.SITE_URL} {case}",
        files=_files(jury, draw is not None),
    )


def _lede(jury: Jury) -> str:
    if jury.decision is not None:
        statement = words_here(jury.decision)
        return statement["finding"]
    if jury.state == JuryState.SILENT:
        return _(
            "The jury gave no answer within 14 days: what was masked is shown again, unless an authority ordered it."
        )
    if jury.state == JuryState.MOOT:
        return _("The words were changed or withdrawn by their author: there was nothing left to judge.")
    return _(
        "Members drawn by the public log read the case again, each alone. Nobody sees a vote before all are counted."
    )


def _balance(sitting: list[Seat]) -> str:
    members = [Candidate(seat.lot, seat.group, seat.side) for seat in sitting if seat.group != Group.HELPER]
    groups = Counter(one.group for one in members)
    places = {"n": number(groups[Group.EXPERIENCED]), "m": number(groups[Group.NEW]), "all": number(len(members))}
    if len(members) < rule.MEMBERS:
        return _("Only %(all)s members sit: nobody else on the list could be seated. Experienced: %(n)s.") % places
    if rule.is_balanced(members):
        return _("Balanced: %(n)s experienced members, and %(m)s who are not.") % places
    return _("Not balanced: the list was too short. %(n)s experienced members, and %(m)s who are not.") % places


def _helpers(sitting: list[Seat]) -> str:
    n = sum(seat.group == Group.HELPER for seat in sitting)
    if n >= rule.HELPERS:
        return _("Two people who help on the topic sit with them.")
    return (
        ngettext(
            "Only %(n)d person who helps on the topic sits with them: no more could be drawn.",
            "Only %(n)d people who help on the topic sit with them: no more could be drawn.",
            n,
        )
        % {"n": n}
        if n
        else _("Nobody who helps on the topic sits with them: none could be drawn.")
    )


def _turnout(seats: list[Seat], votes: list[Seat]) -> str:
    left = Counter(seat.left_why for seat in seats if seat.left_at is not None)
    places = {
        "invited": number(len(seats)),
        "voted": number(len(votes)),
        "declined": number(left["declined"]),
        "silent": number(left["silent"]),
    }
    return _("%(invited)s invited, %(voted)s voted, %(declined)s declined, %(silent)s did not answer.") % places


def _tally(jury: Jury, votes: list[Seat]) -> list[tuple[str, int]]:
    counts = Counter(seat.outcome for seat in votes)
    return [(str(Outcome(option).label).capitalize(), counts[option]) for option in jury.options]


def _reasons(votes: list[Seat]) -> list[Reason]:
    said = sorted(votes, key=lambda seat: (STRICTNESS[Outcome(seat.outcome)], seat.lot))
    return [Reason(str(Outcome(seat.outcome).label).capitalize(), seat.words) for seat in said]


def _files(jury: Jury, drawn: bool) -> list[tuple[str, str]]:
    names = [("announcement", _("the list it was drawn from"))]
    names += [("drawing", _("the draw")), ("note", _("the checkpoint")), ("seats", _("the seats"))] if drawn else []
    names += [("ending", _("its end"))] if jury.ended_at else []
    return [(reverse(f"juries:{name}", args=[jury.case.reference]), word) for name, word in names]


# --- how juries vote -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """Of the votes of a group, those for the author's side."""

    group: str
    votes: int
    favour: int
    low: float
    high: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Bias and turnout of all juries that have ended."""

    ended: int
    answered: int
    silent: int
    upheld: int
    changed: int
    overturned: int
    invited: int
    accepted: int
    voted: int
    turnout: str
    groups: list[Share]
    sides: list[Share]
    told_from: int = rule.TOLD_FROM
    version: str = rule.VERSION


def figures() -> Figures:
    """Counted anew from the votes; nobody's name is read."""
    juries = Jury.objects.exclude(ended_at=None)
    answered = juries.filter(state=JuryState.ANSWERED)
    results = Counter(answered.values_list("decision__result", flat=True))
    seats = Seat.objects.filter(jury__in=juries)
    invited, voted = seats.count(), seats.voted().count()
    rows = list(
        seats.voted().filter(jury__state=JuryState.ANSWERED).values_list("group", "side", "outcome", "jury__contested")
    )
    return Figures(
        ended=juries.count(),
        answered=answered.count(),
        silent=juries.filter(state=JuryState.SILENT).count(),
        upheld=results["upheld"],
        changed=results["changed"],
        overturned=results["overturned"],
        invited=invited,
        accepted=seats.exclude(accepted_at=None).count(),
        voted=voted,
        turnout=_between(voted, invited) if invited else "",
        groups=[_share(name(), [r for r in rows if r[0] == group]) for group, name in GROUPS.items()],
        sides=[_share(name(), [r for r in rows if r[1] == side]) for side, name in SIDES.items()],
    )


def is_for_author(outcome: str, contested: str) -> bool:
    """A milder measure than the one contested, or none at all."""
    return outcome == Outcome.KEEP or STRICTNESS[Outcome(outcome)] < STRICTNESS.get(Outcome(contested), 0)


def _share(group: str, rows: list[tuple[str, str, str, str]]) -> Share:
    favour = sum(is_for_author(outcome, contested) for _group, _side, outcome, contested in rows)
    low, high = rule.share(favour, len(rows))
    few = _("%(n)s votes: too few to say anything.") % {"n": number(len(rows))}
    said = _between(favour, len(rows)) if len(rows) >= rule.TOLD_FROM else few
    return Share(group, len(rows), favour, low, high, said)


def _between(hits: int, of: int) -> str:
    low, high = rule.share(hits, of)
    places = {"hits": number(hits), "of": number(of), "low": percent(low), "high": percent(high)}
    return _("%(hits)s of %(of)s. All taken together, between %(low)s and %(high)s, 95 times in 100.") % places
