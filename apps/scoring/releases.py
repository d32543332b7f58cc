"""What was learnt from decisions and let serve, for readers: when, from how much, by whom, with which digest.

Two algorithms learn, each with a page of its own: what all reasons weigh, and how reviews of a language are worded.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.scoring.models import LearnedModel

LEARNT = ("learned_suspicion", "site_wording")


@dataclass(frozen=True, slots=True)
class Release:
    """Learnt weights that serve or have served."""

    algorithm: str
    version: str
    language: str  # of the wording they read; empty: they weigh all reasons
    decisions: int
    served_precision: float
    candidate_precision: float
    released_at: datetime
    released_by: str
    retired_at: datetime | None
    is_serving: bool


def algorithm_of(model: LearnedModel) -> str:
    """Which of the two these weights belong to."""
    return "site_wording" if model.language else "learned_suspicion"


def numbers(model: LearnedModel) -> bytes:
    """All its numbers as an outsider downloads them: the public log has the digest of these bytes.

    Weights, then thresholds per group; for wording also the weights of hashed phrases, pressed, in base64.
    """
    told = [model.parameters, model.thresholds]
    phrases = [base64.b64encode(bytes(model.places)).decode()] if model.language else []
    return json.dumps(told + phrases, sort_keys=True, separators=(",", ":")).encode()


def digest_of(model: LearnedModel) -> str:
    """What the public log says of these weights."""
    return hashlib.sha256(numbers(model)).hexdigest()


def releases(algorithm: str) -> list[Release]:
    """Newest first; candidates nobody released are not told."""
    rows = _released(algorithm).defer("parameters", "places", "thresholds", "canary")  # years of them are heavy
    return [_release(model) for model in rows.order_by("-released_at", "-pk")]


def digest_told(release: Release) -> str:
    """The digest of its numbers, before the log is sealed."""
    return hashlib.sha256(numbers_of(release.algorithm, release.version)).hexdigest()


def _released(algorithm: str) -> QuerySet[LearnedModel]:
    rows = LearnedModel.objects.filter(released_at__isnull=False)
    return rows.exclude(language="") if algorithm == "site_wording" else rows.filter(language="")


def _release(model: LearnedModel) -> Release:
    assert model.released_at is not None  # noqa: S101 - asked for above
    return Release(
        algorithm=algorithm_of(model),
        version=model.version,
        language=model.language,
        decisions=model.decisions,
        served_precision=model.served_precision,
        candidate_precision=model.candidate_precision,
        released_at=model.released_at,
        released_by=model.released_by,
        retired_at=model.retired_at,
        is_serving=model.is_serving,
    )


def numbers_of(algorithm: str, version: str) -> bytes:
    """The numbers of released weights of this algorithm; raises NotFound."""
    model = _released(algorithm).filter(version=version).first() if algorithm in LEARNT else None
    if model is None:
        raise NotFound(_("No learnt weights have this version."))
    return numbers(model)


@dataclass(frozen=True, slots=True)
class Learnt:
    """The weights a score was made with."""

    version: str
    parameters: dict[str, Any]


def learnt_by(score_version: str) -> Learnt | None:
    """What the part between plus and tilde of a score's version names; None on the first day."""
    version = score_version.partition("+")[2].partition("~")[0]  # after the tilde: what two people changed
    model = LearnedModel.objects.filter(version=version, language="").first() if version else None
    return Learnt(model.version, model.parameters) if model else None
