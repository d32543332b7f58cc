"""Learn from decided reviews, and let a model serve or step back. The only writer of models.

Whoever knows the decisions hands them in: a report is not one, nor is a case under appeal.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from apps.algorithms import canary, conformal, learned_suspicion, suspicion_chance
from apps.algorithms.learned_suspicion import Decisions, Model
from apps.algorithms.review_facts import Floats, ReviewFacts, columns_of
from apps.algorithms.review_suspicion import CODES, SpaceBaseline, score_many
from apps.algorithms.suspicion_chance import Curve, Read
from apps.base.errors import NotFound, NotNow
from apps.ledger.services import append
from apps.scoring.counting import pooled
from apps.scoring.models import About, LearnedModel, Outcome, Score, Tally
from apps.scoring.overlay import thresholds_end
from apps.scoring.releases import algorithm_of, digest_of
from apps.scoring.serving import just_above, serving

RECENT = 50_000  # reviews the thresholds rest on


@dataclass(frozen=True, slots=True)
class DecidedReview:
    """One decided review, as the moderation tells it."""

    review: int
    fake: bool
    at: datetime
    person: str  # who decided, by an opaque name
    agree: int = 1
    disagree: int = 0
    way: str = "audit"  # how it came before a person: flag, report, audit


@dataclass(frozen=True, slots=True)
class Seen:
    """Reviews with a score: first-day weights, group, subject, and whether they ask for a look today."""

    place: dict[int, int]  # row by review
    weights: Floats
    groups: NDArray[np.str_]
    subjects: NDArray[np.int64]
    at: Floats  # when each was published
    enough: NDArray[np.bool_]
    flagged: NDArray[np.bool_]

    @property
    def recent(self) -> NDArray[np.bool_]:
        """The newer half."""
        return self.at >= np.median(self.at) if len(self.at) else np.zeros(0, bool)


@dataclass(frozen=True, slots=True)
class Taught:
    """Decided reviews: their rows among those seen, what was decided, how each was chosen, which are witnesses."""

    rows: NDArray[np.int64]
    decisions: Decisions  # each stands for the reviews it was drawn from
    ways: NDArray[np.str_]
    population: NDArray[np.str_]  # the way each review seen would have been chosen
    gold: NDArray[np.bool_]
    audits: int  # how many were drawn and read blind

    def lessons(self) -> Decisions:
        """Those that train; the witnesses aside, each stands for more."""
        lessons = self.decisions.part(~self.gold)
        return replace(lessons, stands_for=learned_suspicion.stand_for(self.population, self.ways[~self.gold]))


@transaction.atomic
def model_train(*, decided: Sequence[DecidedReview], now: datetime) -> LearnedModel | None:
    """Make a candidate, when the decisions give a better one than what serves; it does not serve yet."""
    seen = what_is_seen({row.review for row in decided})
    known = [row for row in decided if row.review in seen.place]
    taught = what_is_taught(known, seen)
    choice = learned_suspicion.choose(
        seen.weights[taught.rows[~taught.gold]], taught.lessons(), serving().model or Model(CODES)
    )  # fmt: skip
    if choice.reason != "better":
        return None
    limits = _limits(choice.model, taught, seen)
    model, _made = LearnedModel.objects.get_or_create(
        version=choice.model.version,
        defaults={
            "parameters": choice.model.as_json(),
            "thresholds": limits.as_json(),
            "decisions": choice.model.decisions,
            "decided_from": min(row.at for row in known),
            "decided_until": max(row.at for row in known),
            "served_precision": choice.served_precision or 0.0,
            "candidate_precision": choice.candidate_precision or 0.0,
            "canary": _watched(choice.model, limits, taught, seen).as_json(),
            "trained_at": now,
        },
    )
    return model


@transaction.atomic
def model_release(*, version: str, by: str, now: datetime) -> LearnedModel:
    """Let a candidate serve: somebody answers for it."""
    model = LearnedModel.objects.select_for_update().filter(version=version).first()
    if model is None:
        raise NotFound(_("No learnt weights have this version."))
    if model.canary["blocks"]:
        raise NotNow(_("These weights would bother a group of genuine reviews more than today: they stay unused."))
    return _release(model, by, now)


def blocked_model(version: str) -> LearnedModel:
    """Weights or wording that the canary blocks and that do not serve: two people may release them. Or a Refusal."""
    model = LearnedModel.objects.filter(version=version).first()
    if model is None:
        raise NotFound(_("No learnt weights have this version."))
    if model.is_serving or not model.canary["blocks"]:
        raise NotNow(_("Nothing blocks these weights: one person releases them."))
    return model


@transaction.atomic
def model_release_blocked(*, version: str, by: str, now: datetime) -> LearnedModel:
    """Two people answer for it (changes.py): the only way past the canary."""
    blocked_model(version)
    return _release(LearnedModel.objects.select_for_update().get(version=version), by, now)


def _release(model: LearnedModel, by: str, now: datetime) -> LearnedModel:
    _retire(model.language, now)
    model.is_serving, model.released_at, model.released_by, model.retired_at = True, now, by, None
    model.save()
    _say("model.released", model, now)
    return model


@transaction.atomic
def model_roll_back(*, by: str, now: datetime, language: str = "") -> LearnedModel | None:
    """What served before serves again, of all reasons or the wording of a language; if nothing did, the first day."""
    gone = _retire(language, now)
    if gone is None:
        raise NotNow(_nothing_to_leave(language))
    before = LearnedModel.objects.filter(language=language, released_at__lt=gone.released_at)
    earlier = before.order_by("-released_at").first()
    if earlier is not None:
        earlier.is_serving, earlier.released_by, earlier.retired_at = True, by, None
        earlier.save()
    _say("model.withdrawn", gone, now)
    return earlier


def _nothing_to_leave(language: str) -> str:
    if language:
        return _("No learnt wording of this language is in use: there is nothing to go back from.")
    return _("The first-day weights are in use: there is nothing to go back from.")


def _retire(language: str, now: datetime) -> LearnedModel | None:
    model = LearnedModel.objects.select_for_update().filter(is_serving=True, language=language).first()
    if model is not None:
        model.is_serving, model.retired_at = False, now
        model.save()
    if not language:
        thresholds_end(now=now)
    return model


def _say(kind: str, model: LearnedModel, now: datetime) -> None:
    """On the public log: the version and the digest of all its numbers."""
    append(
        kind=kind,
        actor="",
        object=f"algorithm:{algorithm_of(model)}",
        version=model.version,
        body_sha256=digest_of(model),
        payload={"model": model.pk},
        now=now,
    )


# --- what a model is made from ---


def limits_of_the_past() -> dict[str, float]:
    """The threshold of each group that this site's past reviews give, under the weights that serve and before any
    decision (`conformal`); a group to which nothing can be promised is not there.
    """
    seen, learnt = what_is_seen(set()), serving().model
    scores, enough = (learnt or Model(CODES)).log_odds(seen.weights), seen.enough
    curve = suspicion_chance.curve(scores[seen.recent], is_learned=learnt is not None)
    found = conformal.thresholds(scores[enough], seen.groups[enough], curve=curve)
    return {name: just_above(group.value) for name, group in found.groups.items() if group.value is not None}


def _limits(model: Model, taught: Taught, seen: Seen) -> conformal.Thresholds:
    said, fake = taught.decisions, np.zeros(len(seen.weights), bool)
    fake[taught.rows] = said.fake & (said.agree > said.disagree)
    scores, enough = model.log_odds(seen.weights), seen.enough
    curve = _curve(scores, taught, seen)
    return conformal.thresholds(scores[enough], seen.groups[enough], fake[enough], curve=curve)


def _curve(scores: Floats, taught: Taught, seen: Seen) -> Curve:
    """What a score is worth: the witnesses count too, for the curve changes no flag by itself."""
    read = Read(scores[taught.rows], taught.decisions, seen.recent[taught.rows], taught.audits)
    return suspicion_chance.curve(scores[seen.recent], read, is_learned=True)


def _watched(model: Model, limits: conformal.Thresholds, taught: Taught, seen: Seen) -> canary.Watch:
    genuine = taught.rows[taught.gold & ~taught.decisions.fake]
    after = limits.flags(model.log_odds(seen.weights), seen.groups) & seen.enough
    return canary.watch(
        seen.flagged[genuine],
        after[genuine],
        seen.groups[genuine],
        np.ones(len(genuine), bool),
        canary.flags_by_subject(seen.flagged, after, seen.subjects),
    )


def _is_gold(row: DecidedReview) -> bool:
    """Drawn blind, read at least twice, and nobody disagreed: half of these are set aside for the canary, for good."""
    half = hashlib.sha256(str(row.review).encode()).digest()[0] % 2 == 0
    return half and row.way == "audit" and row.agree > 1 and row.disagree == 0


def what_is_taught(known: Sequence[DecidedReview], seen: Seen) -> Taught:
    rows = np.array([seen.place[row.review] for row in known], np.int64)
    population = np.where(seen.flagged, "flag", "audit").astype("U8")
    reported = np.array([row.way == "report" for row in known], bool)
    population[rows[reported & (population[rows] == "audit")]] = "report"
    ways = population[rows]
    decisions = Decisions(
        fake=np.array([row.fake for row in known], bool),
        at=np.array([row.at.timestamp() for row in known], float),
        person=np.array([row.person for row in known], str),
        subject=seen.subjects[rows],
        agree=np.array([row.agree for row in known], float),
        disagree=np.array([row.disagree for row in known], float),
        stands_for=learned_suspicion.stand_for(population, ways),
    )
    gold = np.array([_is_gold(row) for row in known], bool)
    return Taught(rows, decisions, ways, population, gold, sum(row.way == "audit" for row in known))


def what_is_seen(wanted: set[int]) -> Seen:
    """The decided reviews and the most recent others, weighed anew as on the first day."""
    current = Score.objects.current()
    recent = current.order_by("-review__published_at", "-pk").values_list("review_id", flat=True)[:RECENT]
    fields = ("review_id", "review__space_id", "review__subject_id", "inputs", "outcome", "review__published_at")
    found = list(
        current.filter(review_id__in={*wanted, *recent}).order_by("review__space_id", "pk").values_list(*fields)
    )
    spaces = np.array([row[1] for row in found], np.int64)
    weights, groups = np.zeros((len(found), len(CODES))), np.empty(len(found), "U24")
    together = pooled()
    for space in np.unique(spaces):
        rows = np.flatnonzero(spaces == space)
        columns = columns_of([ReviewFacts(**found[row][3]) for row in rows])
        baseline = _baseline(int(space))
        weights[rows] = score_many(columns, baseline, together).weights
        groups[rows] = conformal.groups_of(columns, baseline.reviews)
    return Seen(
        place={row[0]: number for number, row in enumerate(found)},
        weights=weights,
        groups=groups,
        subjects=np.array([row[2] or 0 for row in found], np.int64),
        at=np.array([row[5].timestamp() for row in found], float),
        enough=np.array([row[4] != Outcome.TOO_LITTLE_DATA for row in found], bool),
        flagged=np.array([row[4] == Outcome.WORTH_A_LOOK for row in found], bool),
    )


def _baseline(space: int) -> SpaceBaseline:
    row = Tally.objects.filter(space_id=space, about=About.BASELINE, key="").first()
    return SpaceBaseline.from_json(row.counters) if row and row.counters else SpaceBaseline()
