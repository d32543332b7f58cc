"""How reviews are worded: what decided texts teach, and the vote that serves; each text is read once per model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import F, QuerySet
from numpy.typing import NDArray

from apps.algorithms import canary, site_wording
from apps.algorithms.learned_suspicion import Model
from apps.algorithms.review_facts import Floats
from apps.algorithms.review_suspicion import CODES, THRESHOLD
from apps.algorithms.site_wording import Choice, Lessons, SiteWording, choose
from apps.posts.models import LANGUAGES, STANDING, Review
from apps.scoring.history import Columns, History
from apps.scoring.learning import DecidedReview, Seen, Taught, what_is_seen, what_is_taught
from apps.scoring.models import LearnedModel, Vote
from apps.scoring.serving import serving
from apps.spaces.models import Space

TOGETHER = 500  # texts read before their votes are written
WORDING = CODES.index("wording")


# --- the vote that serves ---


def wordings() -> dict[str, tuple[int, SiteWording]]:
    """The models that somebody released, by language."""
    rows = LearnedModel.objects.filter(is_serving=True).exclude(language="").values_list("language", "pk", "version")
    return {language: (pk, _model(pk, version)) for language, pk, version in rows}


@lru_cache(maxsize=8)
def _model(pk: int, _version: str) -> SiteWording:
    return wording_of(LearnedModel.objects.get(pk=pk))


def wording_of(row: LearnedModel) -> SiteWording:
    """What was learnt of a language, ready to read."""
    return SiteWording.from_stored(row.parameters, bytes(row.places))


def votes_of(reviews: QuerySet[Review]) -> dict[int, tuple[float | None, int]]:
    """How far the wording of each review moves its score, and from how many texts that was learnt."""
    models = wordings()
    if not models:
        return {}
    _votes_take(reviews, models)
    texts = {pk: model.texts for pk, model in models.values()}
    rows = Vote.objects.filter(review__in=reviews.values("pk"), model__in=texts)
    return {pk: (moved, texts[model]) for pk, moved, model in rows.values_list("review_id", "moved", "model_id")}


def votes_in(space: Space, history: History) -> Columns:
    """The same for every review of a space, beside its history."""
    place = {pk: row for row, pk in enumerate(history.ids.tolist())}
    wording, texts = np.full(len(place), np.nan), np.zeros(len(place))
    for pk, (moved, learnt) in votes_of(Review.objects.filter(STANDING, space=space)).items():
        if pk in place:
            wording[place[pk]], texts[place[pk]] = np.nan if moved is None else moved, learnt
    return {"wording": wording, "wording_texts": texts}


def _votes_take(reviews: QuerySet[Review], models: dict[str, tuple[int, SiteWording]]) -> None:
    """Read what was not read by the model that serves now."""
    ids = [pk for pk, _model in models.values()]
    fresh = Vote.objects.filter(model__in=ids, text_version=F("review__version")).values("review")
    unread = reviews.filter(language__in=models).exclude(text="").exclude(pk__in=fresh)
    made = (_vote(*row, *models[row[3]]) for row in unread.values_list("pk", "version", "text", "language").iterator())
    while group := list(islice(made, TOGETHER)):
        Vote.objects.bulk_create(
            group,
            update_conflicts=True,
            unique_fields=["review"],
            update_fields=["text_version", "model", "moved"],
        )


def _vote(pk: int, version: int, text: str, _language: str, model: int, wording: SiteWording) -> Vote:
    return Vote(review_id=pk, text_version=version, model_id=model, moved=wording.moved(text))


# --- learning ---


@dataclass(frozen=True, slots=True)
class _Decided:
    """The decided reviews of one language: what they say, who wrote them, what was decided."""

    texts: list[str]
    authors: NDArray[Any]
    taught: Taught
    seen: Seen

    def scores(self) -> Floats:
        """What each would score without any vote of wording."""
        weights = self.seen.weights[self.taught.rows].copy()
        weights[:, WORDING] = 0.0
        return (serving().model or Model(CODES)).log_odds(weights)


def wording_train(*, decided: Sequence[DecidedReview], now: datetime) -> list[LearnedModel]:
    """A candidate per language, where the decisions give a better one than what serves; none serves yet."""
    seen, served = what_is_seen({row.review for row in decided}), wordings()
    found = []
    for language, _name in LANGUAGES:
        known = _decided(decided, language, seen)
        present = served[language][1] if language in served else None
        choice = choose(_lessons(known), present, language)
        if choice.model is not None:
            found.append(_keep(choice, choice.model, present, known, now))
    return found


def _decided(decided: Sequence[DecidedReview], language: str, seen: Seen) -> _Decided:
    scored = [row.review for row in decided if row.review in seen.place]
    rows = Review.objects.filter(STANDING, language=language, pk__in=scored)
    said = {pk: (text, author or f"r{pk}") for pk, text, author in rows.values_list("pk", "text", "author_id")}
    known = sorted((row for row in decided if row.review in said), key=lambda row: row.review)
    texts = [said[row.review][0] for row in known]
    authors = np.array([str(said[row.review][1]) for row in known], str)
    return _Decided(texts, authors, what_is_taught(known, seen), seen)


def _lessons(known: _Decided) -> Lessons:
    """The witnesses aside."""
    everything = Lessons(known.texts, known.authors, known.taught.decisions, known.scores())
    return everything.part(np.flatnonzero(~known.taught.gold))


def _keep(
    choice: Choice, model: SiteWording, served: SiteWording | None, known: _Decided, now: datetime
) -> LearnedModel:
    thresholds, at = serving().thresholds, known.taught.decisions.at
    row, _made = LearnedModel.objects.get_or_create(
        version=model.version,
        defaults={
            "language": model.language,
            "parameters": model.as_json(),
            "places": model.as_bytes(),
            "thresholds": thresholds.as_json() if thresholds else {},
            "decisions": model.texts,
            "decided_from": datetime.fromtimestamp(at.min(), now.tzinfo),
            "decided_until": datetime.fromtimestamp(at.max(), now.tzinfo),
            "served_precision": choice.served_precision,
            "candidate_precision": choice.candidate_precision,
            "canary": _watched(model, served, known).as_json(),
            "trained_at": now,
        },
    )
    return row


def _watched(model: SiteWording, served: SiteWording | None, known: _Decided) -> canary.Watch:
    """Would the genuine among the witnesses be bothered more, were this vote added?"""
    taught, seen, scores = known.taught, known.seen, known.scores()
    flags = [_flags(scores + site_wording.votes(reader, known.texts), known) for reader in (served, model)]
    genuine, groups = taught.gold & ~taught.decisions.fake, seen.groups[taught.rows]
    counted = np.ones(int(genuine.sum()), bool)
    moved = canary.flags_by_subject(flags[0], flags[1], seen.subjects[taught.rows])
    return canary.watch(flags[0][genuine], flags[1][genuine], groups[genuine], counted, moved)


def _flags(scores: Floats, known: _Decided) -> NDArray[np.bool_]:
    groups, limits = known.seen.groups[known.taught.rows], serving().thresholds
    above: NDArray[np.bool_] = limits.flags(scores, groups) if limits else scores >= THRESHOLD
    return above & known.seen.enough[known.taught.rows]
