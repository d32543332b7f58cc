"""Score a review at once, and its author's others again. The only writers of scores, with batches.py."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import F

from apps.algorithms.bargain_words import bargains_told
from apps.algorithms.review_facts import ReviewFacts, as_plain, columns_of, refreshed
from apps.algorithms.review_suspicion import score_many
from apps.base.statements import carry_out
from apps.ledger.services import append
from apps.posts.models import STANDING, Reply, Review
from apps.scoring.company import company_of
from apps.scoring.counting import Tallies, needed_by, rated, rating_of, scale_of
from apps.scoring.hand import latest_of_author, readings_of, review_in_hand
from apps.scoring.heard import heard_of
from apps.scoring.imprints import likeness_take
from apps.scoring.lines import score_columns
from apps.scoring.models import Imprint, Score, Telling, Vote
from apps.scoring.serving import LOOK, InForce, in_force
from apps.scoring.storing import scores_store_few
from apps.scoring.wording import votes_of
from apps.spaces.models import Space

AGAIN = 32  # reviews of an author, the latest, that are scored anew when the author acts; the others at night
KEEP = """
INSERT INTO scoring_reading (review_id, facts) VALUES (%s, %s::jsonb)
ON CONFLICT (review_id) DO UPDATE SET facts = excluded.facts
"""


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def review_score(*, review_id: int, now: datetime) -> None:
    """Count a review when it is new, then score it and all that its author wrote in this space."""
    review = review_in_hand(review_id)
    if review is None:
        return
    tallies = Tallies.locked(review.space)
    _read(review, tallies)
    _author_rescore(review, tallies, now=now)


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def review_forget(*, review_id: int, now: datetime) -> None:
    """What its author took back has no score; the author's other reviews are seen anew."""
    Score.objects.filter(review_id=review_id).delete()
    for kept in (Imprint, Telling, Vote):
        kept._default_manager.filter(review_id=review_id).delete()
    review = review_in_hand(review_id, standing=False)
    if review is not None:
        _author_rescore(review, Tallies.locked(review.space), now=now)


@transaction.atomic(savepoint=False)
def reply_heard(*, reply_id: int, now: datetime) -> None:
    """What a professional answers may tell of a bargain: the review is scored anew."""
    reply = Reply.objects.filter(pk=reply_id).first()
    if reply is not None:
        review_score(review_id=reply.review_id, now=now)


@transaction.atomic(savepoint=False)
def report_heard(*, review_id: int, text: str, now: datetime) -> None:
    """A party's report is read for words of bargain, once; how many is kept, the words are not."""
    review = Review.objects.filter(STANDING, pk=review_id).first()
    found = bargains_told(text, review.language) if review else None
    if not found:
        return
    telling, _new = Telling.objects.get_or_create(review_id=review_id, defaults={"told": 0})
    Telling.objects.filter(pk=telling.pk).update(told=F("told") + found)
    review_score(review_id=review_id, now=now)


def _read(review: Review, tallies: Tallies) -> None:
    """Its facts at posting; counted once, whatever happens."""
    known = readings_of([review.pk]).get(review.pk)
    alike = likeness_take(review)
    facts = known or _count(review, tallies)
    facts = replace(facts, duplicate_similarity=alike[0], duplicate_count=alike[1])
    carry_out(KEEP, [review.pk, json.dumps(as_plain(facts))])


def _count(review: Review, tallies: Tallies) -> ReviewFacts:
    posted = rated(review)
    tallies.fetch(needed_by(posted))
    facts = tallies.counters(posted).facts(posted)
    tallies.count(posted, facts)
    tallies.save()
    return facts


def _author_rescore(review: Review, tallies: Tallies, *, now: datetime) -> None:
    reviews_score(latest_of_author(review, AGAIN), tallies, now=now)


def reviews_score(reviews: Sequence[Review], tallies: Tallies, *, now: datetime) -> None:
    """Score reviews that are counted, from the counters as they stand."""
    readings = readings_of([review.pk for review in reviews])
    counted = [(review, readings[review.pk]) for review in reviews if review.pk in readings]
    if not counted:
        return
    posted = {review.pk: rated(review, facts) for review, facts in counted}
    tallies.fetch(key for one in posted.values() for key in needed_by(one))
    served = in_force()
    told = _told([review for review, _facts in counted], tallies.space, served)
    seen = [
        replace(refreshed(facts, tallies.counters(posted[review.pk]), posted[review.pk]), **told[review.pk])
        for review, facts in counted
    ]
    scores = score_many(columns_of(seen), tallies.baseline(), served.pooled)
    ids = np.array([review.pk for review, _facts in counted], np.int64)
    verdicts = served.serving.verdicts(scores)
    asks = bool((verdicts.outcomes == LOOK).any()) and not tallies.space.imported
    flagged = scores_store_few(score_columns(ids, scores, verdicts), flag=asks, now=now)
    flags_say(flagged, {review.pk: review.reference for review in reviews}, now=now)


def _told(reviews: Sequence[Review], space: Space, served: InForce) -> dict[int, dict[str, Any]]:
    """What authors, words, and the company of each review, say today."""
    company = company_of(reviews)
    ids = [review.pk for review in reviews]
    votes = votes_of(Review.objects.filter(pk__in=ids)) if served.wordings else {}
    heard = heard_of(reviews, space)
    return {
        review.pk: _changed_since(review)
        | heard[review.pk].as_facts()
        | company.get(review.pk, {})
        | _voted(votes.get(review.pk))
        for review in reviews
    }


def _changed_since(review: Review) -> dict[str, Any]:
    """What its author may have changed: rating, link, proof."""
    lowest, highest = scale_of(review)
    return {
        "rating": rating_of(review),
        "lowest": lowest,
        "highest": highest,
        "link": review.link,
        "proof": review.proof_checked_at is not None,
    }


def _voted(vote: tuple[float | None, int] | None) -> dict[str, Any]:
    return {} if vote is None else {"wording": vote[0], "wording_texts": vote[1]}


def flags_say(flagged: Sequence[tuple[int, int]], references: Mapping[int, str], *, now: datetime) -> None:
    """Tell who listens that a person should look; nothing is hidden by this."""
    for score_id, review_id in flagged:
        append(
            kind="score.flagged",
            actor="",
            object=references[review_id],
            payload={"review": review_id, "score": score_id},
            now=now,
        )
