"""One jury, for everybody: how it was drawn, what it came to, and the files behind its digests."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.algorithms import jury as rule
from apps.algorithms.jury import Candidate, Group
from apps.base.errors import NotFound
from apps.base.permissions import allows
from apps.juries.models import Jury, Seat
from apps.juries.states import STRICTNESS, JuryState, Left
from apps.look.numbers import number
from apps.moderation.permissions import party_of
from apps.moderation.selectors.items import words_here
from apps.moderation.states import Outcome
from apps.spaces.permissions import Visitor, check_can_read


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
    """For whoever may read the space, and for the parties, also after they left it; raises NotFound."""
    jury = (
        Jury.objects.select_related("case__space", "case__author", "decision").filter(case__reference=reference).first()
    )
    may = jury is not None and (
        allows(check_can_read, visitor, jury.case.space, now=now) or party_of(visitor, jury.case) is not None
    )
    if jury is None or not may:
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
    asked = [seat for seat in seats if not seat.passed_over]
    left = Counter(seat.left_why for seat in asked if seat.left_at is not None)
    places = {
        "invited": number(len(asked)),
        "voted": number(len(votes)),
        "declined": number(left[Left.DECLINED]),
        "silent": number(left[Left.SILENT]),
    }
    said = _("%(invited)s invited, %(voted)s voted, %(declined)s declined, %(silent)s did not answer.") % places
    return f"{said} {_away(left[Left.GONE] + left[Left.LINKED], len(seats) - len(asked))}".strip()


def _away(left: int, passed_over: int) -> str:
    """Who went away, and whom the lot named too late."""
    said = []
    if left:
        words = ngettext(
            "%(n)s left the space, or had a part in the case by then.",
            "%(n)s left the space, or had a part in the case by then.",
            left,
        )
        said.append(words % {"n": number(left)})
    if passed_over:
        words = ngettext(
            "%(n)s lot was passed over: its holder had left, or had a part in the case.",
            "%(n)s lots were passed over: their holders had left, or had a part in the case.",
            passed_over,
        )
        said.append(words % {"n": number(passed_over)})
    return " ".join(said)


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
