"""How juries vote: turnout, and the share of votes for the author's side, by group, with intervals."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.algorithms import jury as rule
from apps.algorithms.jury import Group, Side
from apps.juries.models import Jury, Seat
from apps.juries.states import STRICTNESS, JuryState
from apps.look.numbers import number, percent
from apps.moderation.states import Outcome

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


@dataclass(frozen=True, slots=True)
class JuryShare:
    """Of the votes of a group, those for the author's side; nothing is said of them while they are few."""

    group: str
    votes: int
    favour: int | None
    low: float | None
    high: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class JuryFigures:
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
    groups: list[JuryShare]
    sides: list[JuryShare]
    told_from: int = rule.TOLD_FROM
    version: str = rule.VERSION


def figures() -> JuryFigures:
    """Counted anew from the votes; nobody's name is read."""
    juries = Jury.objects.exclude(ended_at=None)
    answered = juries.filter(state=JuryState.ANSWERED)
    results = Counter(answered.values_list("decision__result", flat=True))
    seats = Seat.objects.filter(jury__in=juries).invited()
    invited, voted = seats.count(), seats.voted().count()
    rows = list(
        seats.voted().filter(jury__state=JuryState.ANSWERED).values_list("group", "side", "outcome", "jury__contested")
    )
    return JuryFigures(
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


def _share(group: str, rows: list[tuple[str, str, str, str]]) -> JuryShare:
    favour = sum(is_for_author(outcome, contested) for _group, _side, outcome, contested in rows)
    if len(rows) < rule.TOLD_FROM:
        few = _("%(n)s votes: too few to say anything.") % {"n": number(len(rows))}
        return JuryShare(group, len(rows), None, None, None, few)
    low, high = rule.share(favour, len(rows))
    return JuryShare(group, len(rows), favour, low, high, _between(favour, len(rows)))


def _between(hits: int, of: int) -> str:
    low, high = rule.share(hits, of)
    places = {"hits": number(hits), "of": number(of), "low": percent(low), "high": percent(high)}
    return _("%(hits)s of %(of)s. All taken together, between %(low)s and %(high)s, 95 times in 100.") % places
