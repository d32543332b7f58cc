"""What two people changed beside the weights: thresholds of groups, reasons switched off."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.algorithms.review_facts import Floats
from apps.algorithms.review_suspicion import CODES
from apps.ledger.services import append
from apps.scoring.rule_models import RuleChange
from apps.scoring.states import ChangeKind, ChangeState


@dataclass(frozen=True, slots=True)
class Overlay:
    """Thresholds by group, and the reasons that count for nothing."""

    limits: Mapping[str, float] = field(default_factory=dict)
    off: frozenset[str] = frozenset()

    @property
    def version(self) -> str:
        """Eight letters of the digest of what is changed; nothing when nothing is."""
        if not self:
            return ""
        told = json.dumps([dict(sorted(self.limits.items())), sorted(self.off)], separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()[:8]

    def __bool__(self) -> bool:
        return bool(self.limits or self.off)

    def weights(self, weights: Floats) -> Floats:
        """A reason that is switched off stays on the page, and weighs nothing."""
        kept = weights.copy()
        kept[:, self._places()] = 0.0
        return kept

    def total(self, log_odds: Floats, weights: Floats) -> Floats:
        """Without what the reasons switched off weighed, to the thousandth."""
        rest: Floats = np.round(log_odds - weights[:, self._places()].sum(axis=1), 3) + 0.0
        return rest

    def _places(self) -> list[int]:
        return [place for place, code in enumerate(CODES) if code in self.off]

    def thresholds(self, limits: Floats, groups: NDArray[np.str_]) -> Floats:
        """Those of the groups that two people set, and the published ones."""
        names, place = np.unique(groups, return_inverse=True)
        own = np.array([self.limits.get(name, np.nan) for name in names.tolist()], float)[place]
        return np.where(np.isnan(own), limits, own)

    def without_limits(self) -> "Overlay":
        """Thresholds end with the weights they were tried on."""
        return Overlay({}, self.off)

    def with_change(self, kind: str, parameters: Mapping[str, Any]) -> "Overlay":
        """As it would be with one more change."""
        return laid([(kind, parameters)], self)


def overlay() -> Overlay:
    """What is in force now."""
    return laid(RuleChange.objects.in_force().order_by("pk").values_list("kind", "parameters"))


def laid(changes: Iterable[tuple[str, Mapping[str, Any]]], start: Overlay | None = None) -> Overlay:
    """Each change (kind and parameters) upon those before."""
    start = start or Overlay()
    limits, off = dict(start.limits), set(start.off)
    for kind, parameters in changes:
        if kind == ChangeKind.THRESHOLDS:
            limits = dict(parameters["limits"])
        elif kind == ChangeKind.PATTERN:
            (off.discard if parameters["on"] else off.add)(str(parameters["code"]))
    return Overlay(limits, frozenset(off))


def thresholds_end(*, now: datetime) -> None:
    """Other weights serve: thresholds were tried on the earlier ones and end with them. Switched-off reasons stay."""
    for change in RuleChange.objects.in_force().filter(kind=ChangeKind.THRESHOLDS).select_for_update():
        change_end(change, now=now)


def change_end(change: RuleChange, *, now: datetime) -> None:
    """It is no longer in force; the log says so."""
    change.move_to(ChangeState.REPLACED)
    change.ended_at = now
    change.save(update_fields=["state", "ended_at"])
    said = {
        "type": "rule.ended",
        "about": change.about,
        "change": change.reference,
        "trial_sha256": change.digest,
        "ended_at": now.isoformat(),
    }
    append(kind="rule.ended", actor="", object=change.reference, version="1", body=said, now=now)
