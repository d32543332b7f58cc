"""A changed rule, tried on the reviews of the last thirty days: what it would flag, and what people said of those."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from apps.algorithms import error_rates
from apps.algorithms.error_rates import TWO_PARTS, Part, Rate
from apps.moderation.permissions import check_can_change_rules
from apps.moderation.selectors.errors import verdicts_of
from apps.people.models import Account
from apps.scoring.changes import change_try, checked_parameters
from apps.scoring.models import RuleChange
from apps.scoring.replay import WINDOW, Replayed, replay, trial_of
from apps.scoring.states import ChangeKind

EXAMPLES = 50
Figures = dict[str, Any]


@transaction.atomic
def rule_try(*, account: Account, kind: ChangeKind, parameters: dict[str, Any], now: datetime) -> RuleChange:
    """Try a change and keep what came out. Nothing changes."""
    mandate = check_can_change_rules(account, now=now)
    parameters = checked_parameters(kind, parameters)
    figures = figures_of(replay(trial_of(kind, parameters), now=now), now=now)
    return change_try(proposer=mandate, kind=kind, parameters=parameters, replay=figures, now=now)


def figures_of(rows: list[Replayed], *, now: datetime) -> Figures:
    """All that the page shows, as plain numbers; examples by their opaque reference."""
    changed = [row for row in rows if row.now or row.then]
    verdicts = verdicts_of([row.reference for row in changed])
    kept = _part(verdicts, (row for row in changed if row.now and row.then))
    added = _part(verdicts, (row for row in changed if row.then and not row.now))
    removed = _part(verdicts, (row for row in changed if row.now and not row.then))
    return {
        "since": (now - WINDOW).isoformat(),
        "until": now.isoformat(),
        "reviews": len(rows),
        "now": kept.reviews + removed.reviews,
        "then": kept.reviews + added.reviews,
        "kept": _counts(kept),
        "added": _counts(added),
        "removed": _counts(removed),
        "precision_now": _rate(precision(kept, removed)),
        "precision_then": _rate(precision(kept, added)),
        "stars": _split(rows, lambda row: str(row.stars or "")),
        "language": _split(rows, lambda row: row.language),
        "space": _split(rows, lambda row: row.space),
        "examples": [_example(row) for row in _examples(changed)],
    }


def precision(kept: Part, other: Part) -> Rate | None:
    """Of what is flagged, the share that deserves it, each part weighed with its size; None when too few were judged.

    What is flagged today was nearly all judged; of what would be flagged anew, only what an audit drew.
    """
    if not other.reviews:
        return error_rates.precision(kept)
    if not kept.reviews:
        return error_rates.precision(other)
    if not (kept.enough and other.enough):
        return None
    parts, size = (kept, other), kept.reviews + other.reviews
    bounds = [part.bounds(TWO_PARTS) for part in parts]
    low, high = (
        sum(part.reviews * bound[side] for part, bound in zip(parts, bounds, strict=True)) / size for side in (0, 1)
    )
    share = sum(part.reviews * part.share() for part in parts) / size
    return Rate(share, low, high, kept.audited + other.audited)


def _part(verdicts: dict[str, bool], rows: Iterable[Replayed]) -> Part:
    found = [verdicts.get(row.reference) for row in rows]
    return Part(len(found), sum(verdict is not None for verdict in found), sum(bool(verdict) for verdict in found))


def _counts(part: Part) -> Figures:
    return {"reviews": part.reviews, "judged": part.audited, "fake": part.confirmed}


def _rate(rate: Rate | None) -> Figures | None:
    if rate is None:
        return None
    return {
        "share": round(rate.share, 4),
        "low": round(rate.low, 4),
        "high": round(rate.high, 4),
        "judged": rate.audits,
    }


def _split(rows: list[Replayed], key: Callable[[Replayed], str]) -> list[Figures]:
    """Reviews, flags now and flags then, by what must not matter."""
    counts: dict[str, list[int]] = {}
    for row in rows:
        line = counts.setdefault(key(row), [0, 0, 0])
        for place, counted in enumerate((True, row.now, row.then)):
            line[place] += counted
    return [{"of": name, "reviews": line[0], "now": line[1], "then": line[2]} for name, line in sorted(counts.items())]


def _examples(changed: list[Replayed]) -> list[Replayed]:
    """What would change first, nearest to the threshold; then what stays flagged."""
    return sorted(changed, key=lambda row: (row.now == row.then, abs(row.total - row.threshold), row.reference))[
        :EXAMPLES
    ]


def _example(row: Replayed) -> Figures:
    return {"review": row.reference, "now": row.now, "then": row.then, "total": row.total, "threshold": row.threshold}
