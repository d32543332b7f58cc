"""How contests turn out, in figures: how many, how answered, how long it took. Nobody is named, no space either."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.disputes.models import Dispute, DisputeDecision
from apps.disputes.services import DECIDE_WITHIN
from apps.disputes.states import WAITING, DisputeState
from apps.look.numbers import decimal, number
from apps.trust.grounds import kind_words

COLUMNS = ("contested", "waiting", "late", "stood", "anew", "again", "overturned", "gone")


@dataclass(frozen=True, slots=True)
class DisputeTally:
    """Whole counts of one kind of thing, or of all."""

    kind: str
    label: str
    contested: int
    waiting: int
    late: int  # of those that wait, past the published time
    stood: int  # first decisions by which it stands
    anew: int  # first decisions by which it was counted anew
    again: int  # contested once more
    overturned: int  # of these, counted anew by somebody else
    gone: int


@dataclass(frozen=True, slots=True)
class DisputeFigures:
    """Those that wait, and those closed within the last year: what is older is forgotten."""

    whole: DisputeTally
    kinds: list[DisputeTally]
    median_days: float | None  # from the contest to the answer, of every answer
    in_time: int  # answers within the published time
    answers: int
    sentences: list[str]


def dispute_figures(*, now: datetime) -> DisputeFigures:
    """Two questions."""
    rows = list(Dispute.objects.defer("words").order_by("pk"))
    decisions = list(DisputeDecision.objects.defer("reasons", "contest").order_by("at", "pk"))
    by_dispute: dict[int, list[DisputeDecision]] = {}
    for one in decisions:
        by_dispute.setdefault(one.dispute_id, []).append(one)
    words = kind_words()
    whole = _tally("all", "", rows, by_dispute, now)
    kinds = [_tally(kind, words[kind], [row for row in rows if row.kind == kind], by_dispute, now) for kind in words]
    days = [(one.at - asked).total_seconds() / 86_400 for row in rows for one, asked in _asked(row, by_dispute)]
    half, in_time = (round(median(days), 1), sum(took <= WITHIN for took in days)) if days else (None, 0)
    said = _sentences(whole, half, in_time, len(days))
    return DisputeFigures(whole, [one for one in kinds if one.contested], half, in_time, len(days), said)


WITHIN = DECIDE_WITHIN.days
ENOUGH = 3  # answers: of fewer there is no half


def _asked(row: Dispute, decisions: dict[int, list[DisputeDecision]]) -> Iterable[tuple[DisputeDecision, datetime]]:
    """Each answer, with when it was asked for."""
    asked = row.opened_at
    for one in decisions.get(row.pk, []):
        yield one, asked
        asked = one.contested_at or asked


def _tally(
    kind: str, label: str, rows: list[Dispute], decisions: dict[int, list[DisputeDecision]], now: datetime
) -> DisputeTally:
    answers = [decisions.get(row.pk, []) for row in rows]
    waiting = [row for row in rows if row.state in WAITING]
    return DisputeTally(
        kind=kind,
        label=label,
        contested=len(rows),
        waiting=len(waiting),
        late=sum(row.due_at <= now for row in waiting),
        stood=sum(bool(said) and not said[0].anew for said in answers),
        anew=sum(bool(said) and said[0].anew for said in answers),
        again=sum(bool(said) and said[0].contested_at is not None for said in answers),
        overturned=sum(len(said) > 1 and said[1].anew for said in answers),
        gone=sum(row.state == DisputeState.MOOT for row in rows),
    )


def _sentences(whole: DisputeTally, days: float | None, in_time: int, answers: int) -> list[str]:
    if not whole.contested:
        return [_("Nobody has contested how they are counted within the last year.")]
    words = {name: number(getattr(whole, name)) for name in COLUMNS}
    said = [
        ngettext("%(contested)s contest:", "%(contested)s contests:", whole.contested) % words
        + " "
        + _("%(anew)s counted anew, %(stood)s left as it stood, %(waiting)s waiting, %(gone)s gone meanwhile.") % words
    ]
    if whole.again:
        said.append(_("Contested once more: %(again)s, of which somebody else counted %(overturned)s anew.") % words)
    if days is not None and answers >= ENOUGH:
        said.append(_pace(days))
    if answers:
        counts = {"in_time": number(in_time), "answers": number(answers), "days": WITHIN}
        said.append(_("Answered within the %(days)d days we promise: %(in_time)s of %(answers)s.") % counts)
    if whole.late:
        late = ngettext("%(late)s waits longer than that.", "%(late)s wait longer than that.", whole.late)
        said.append(late % words)
    return said


def _pace(days: float) -> str:
    """Below a day no decimals: they would say more than is known."""
    if days < 1:
        return _("Half of the answers came within a day.")
    return _("Half of the answers came within %(days)s days.") % {"days": decimal(days, 1)}
