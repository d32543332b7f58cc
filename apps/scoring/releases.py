"""What was learnt from decisions and let serve, for readers: when, from how much, by whom, with which digest."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.scoring.models import LearnedModel

OBJECT = "algorithm:learned_suspicion"  # what the public log calls it


@dataclass(frozen=True, slots=True)
class Release:
    """Learnt weights that serve or have served."""

    version: str
    decisions: int
    served_precision: float
    candidate_precision: float
    released_at: datetime
    released_by: str
    retired_at: datetime | None
    is_serving: bool
    sha256: str


def releases() -> list[Release]:
    """Newest first; candidates nobody released are not told."""
    rows = LearnedModel.objects.filter(released_at__isnull=False).order_by("-released_at", "-pk")
    return [_release(model) for model in rows]


def _release(model: LearnedModel) -> Release:
    assert model.released_at is not None  # noqa: S101 - asked for above
    return Release(
        version=model.version,
        decisions=model.decisions,
        served_precision=model.served_precision,
        candidate_precision=model.candidate_precision,
        released_at=model.released_at,
        released_by=model.released_by,
        retired_at=model.retired_at,
        is_serving=model.is_serving,
        sha256=hashlib.sha256(_bytes(model)).hexdigest(),
    )


def numbers_of(version: str) -> bytes:
    """All numbers of released weights, as the bytes whose digest is on the public log; raises NotFound."""
    model = LearnedModel.objects.filter(version=version, released_at__isnull=False).first()
    if model is None:
        raise NotFound(_("No learnt weights have this version."))
    return _bytes(model)


@dataclass(frozen=True, slots=True)
class Learnt:
    """The weights a score was made with."""

    version: str
    parameters: dict[str, Any]


def learnt_by(score_version: str) -> Learnt | None:
    """What the part between plus and tilde of a score's version names; None on the first day."""
    version = score_version.partition("+")[2].partition("~")[0]  # after the tilde: what two people changed
    model = LearnedModel.objects.filter(version=version).first() if version else None
    return Learnt(model.version, model.parameters) if model else None


def _bytes(model: LearnedModel) -> bytes:
    return json.dumps([model.parameters, model.thresholds], sort_keys=True, separators=(",", ":")).encode()
