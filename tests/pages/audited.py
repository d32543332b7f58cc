"""A score that has been checked: a released model, hundreds of decisions about what it flagged and left. Rows alone."""

import random
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction

from apps.algorithms import review_suspicion
from apps.algorithms.conformal import GROUPS, RATE, Threshold, Thresholds
from apps.algorithms.learned_suspicion import Model
from apps.algorithms.review_suspicion import CODES
from apps.algorithms.site_wording import PLACES, SiteWording
from apps.algorithms.suspicion_chance import Curve
from apps.moderation.models import Case, Decision, StatementOfReasons
from apps.moderation.rules import RuleCode
from apps.moderation.states import UNDO, CaseState, Instance, OpenedBy, Outcome
from apps.moderation.wording import Words
from apps.people.models import Account
from apps.posts.models import Review
from apps.scoring.models import LearnedModel, Score
from apps.spaces.models import Space
from tests.making import make_account, make_space, make_subject

EACH = 160  # reviews of each group
SAID = {part.name: "Said." for part in fields(Words)}
WEIGHTS = Model(CODES, start=-0.4, factors=(1.0, *(0.8 for _code in CODES[1:])), decisions=340)


def make_model(now: datetime) -> LearnedModel:
    """Learnt weights that somebody released."""
    groups = {name: Threshold(1.2, 200, name) for name in GROUPS}
    limits = Thresholds(RATE, groups, curve=Curve(start=-1.0, below=1.0, above=1.0, audits=120))
    return LearnedModel.objects.create(
        version=WEIGHTS.version, parameters=WEIGHTS.as_json(), thresholds=limits.as_json(), decisions=340,
        decided_from=now - timedelta(days=90), decided_until=now - timedelta(days=3), served_precision=0.41,
        candidate_precision=0.47, canary={"blocks": False}, trained_at=now - timedelta(days=2), is_serving=True,
        released_at=now - timedelta(days=1), released_by="tm_alder",
    )  # fmt: skip


def make_wording(now: datetime, language: str = "en", **told: Any) -> LearnedModel:
    """A candidate that has learnt how reviews of a language are worded."""
    weights = np.zeros(2 * PLACES, np.float32)
    weights[:4000] = np.linspace(-2, 2, 4000)
    learnt = SiteWording(language, weights, slope=1.4, shift=0.1, texts=340)
    return LearnedModel.objects.create(
        version=learnt.version, language=language, parameters=learnt.as_json(), places=learnt.as_bytes(),
        thresholds={}, decisions=340, decided_from=now - timedelta(days=90), decided_until=now - timedelta(days=3),
        served_precision=0.31, candidate_precision=0.52, canary={"blocks": False, "drifts": []},
        trained_at=now - timedelta(days=2), **told,
    )  # fmt: skip


@transaction.atomic
def make_audited(now: datetime, version: str, space: Space | None = None) -> None:
    """All flags decided, more than half of the rest drawn; chances are about right, one kind is flagged too often."""
    chance = random.Random(7)
    space, subject = space or make_space("audited"), make_subject("Garage audited", slug="garage-audited")
    plans = [_plan(place, chance) for place in range(len(GROUPS)) for _n in range(EACH)]
    reviews = Review.objects.bulk_create(
        Review(
            space=space, subject=subject, stars=2 if plan["place"] < 4 else 5, text="Said.", html="<p>Said.</p>",
            language="en", published_at=now - timedelta(days=plan["days"]), author=None,
        )
        for plan in plans
    )  # fmt: skip
    rows = list(zip(reviews, plans, strict=True))
    Score.objects.bulk_create(_score(review, plan, version, now) for review, plan in rows)
    judged = [(review, plan) for review, plan in rows if plan["flagged"] or plan["drawn"]]
    cases = Case.objects.bulk_create(_case(review, plan, now) for review, plan in judged)
    someone = make_account("reader_of_the_draw")
    decided = zip(cases, judged, strict=True)
    decisions = Decision.objects.bulk_create(_decision(case, plan, someone, now) for case, (_r, plan) in decided)
    StatementOfReasons.objects.bulk_create(
        StatementOfReasons(decision=decision, words_fr=SAID, words_en=SAID, appeal_until=now) for decision in decisions
    )


def _plan(place: int, chance: random.Random) -> dict:
    said = chance.choice((-3.0, -2.0, -1.5, -0.5, 0.4, 1.5, 2.5))
    fake = chance.random() < 1 / (1 + 2.718281828**-said)
    flagged = said >= (-0.5 if place == 0 else 1.5)
    days = chance.randrange(2, 170)
    return {
        "place": place, "said": said, "fake": fake, "flagged": flagged, "drawn": chance.random() < 0.6, "days": days
    }  # fmt: skip


def _score(review: Review, plan: dict, version: str, now: datetime) -> Score:
    return Score(
        review=review, algorithm=review_suspicion.NAME, version=version, terms=[], inputs_digest=str(review.pk),
        inputs={"rating": review.stars, "lowest": 1, "highest": 5, "author_reviews": 4 if plan["place"] & 2 else 1},
        log_odds=plan["said"], threshold=plan["said"] if plan["flagged"] else 1.5,
        outcome="worth_a_look" if plan["flagged"] else "nothing_unusual",
        space_reviews=2000 if plan["place"] & 1 else 40, subject_reviews=9, scored_at=now,
        flagged_at=now if plan["flagged"] else None,
    )  # fmt: skip


def _case(review: Review, plan: dict, now: datetime) -> Case:
    return Case(
        item=review.reference, item_kind="review", space=review.space, decide_before=now, opened_at=now,
        opened_by=OpenedBy.ALGORITHM if plan["flagged"] else OpenedBy.RANDOM, state=CaseState.CLOSED,
    )  # fmt: skip


def _decision(case: Case, plan: dict, someone: Account, now: datetime) -> Decision:
    at = now - timedelta(days=plan["days"] - 1)
    return Decision(
        case=case, instance=Instance.FIRST, outcome=Outcome.MASK if plan["fake"] else Outcome.KEEP,
        rule=RuleCode.NOT_REAL if plan["fake"] else None, item_version=1, digest="0" * 64, taken_up_at=at,
        decided_at=at, publish_at=at + UNDO, published_at=at + UNDO, decided_by=someone, decider_name="tm_alder",
    )  # fmt: skip
