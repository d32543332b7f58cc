"""How texts are worded is learnt from decided ones, serves once released, and goes away again."""

import random
from datetime import timedelta

import pytest

from apps.people.models import Persona
from apps.posts.models import Review
from apps.scoring.batches import space_score
from apps.scoring.counting import Tallies
from apps.scoring.learning import DecidedReview, model_release, model_roll_back
from apps.scoring.models import LearnedModel, Score, Vote
from apps.scoring.selectors import score_of
from apps.scoring.services import reviews_score
from apps.scoring.wording import wording_train
from tests.algorithms.test_site_wording import text_of
from tests.scoring.test_scores import all_that_is_kept
from tests.scoring.world import START, make_space, make_subject

pytestmark = pytest.mark.django_db
LATER = START + timedelta(days=400)
REVIEWS = 320


@pytest.fixture
def town():
    """What is fake here differs from the rest by its words alone."""
    rng, space = random.Random(5), make_space()
    subjects = [make_subject(f"hotel-{number}") for number in range(8)]
    people = Persona.objects.bulk_create(
        Persona(pseudonym=f"writer {n}", skeleton=f"writer {n}", created_at=START) for n in range(80)
    )
    reviews = Review.objects.bulk_create(
        Review(
            space=space, subject=subjects[n % 8], author=people[rng.randrange(80)], stars=3 + rng.randrange(3),
            language="en", text=text_of(rng, bool(n % 2)), published_at=START + timedelta(days=n),
        )
        for n in range(REVIEWS)
    )  # fmt: skip
    space_score(space=space, now=LATER)
    decided = [
        DecidedReview(review=r.pk, fake=bool(n % 2), at=r.published_at, person=f"tm{n % 7}")
        for n, r in enumerate(reviews)
    ]
    return space, reviews, decided


def wording(review):
    return next(reason for reason in score_of(review).reasons if reason.code == "wording")


def test_wording_says_nothing_learns_serves_and_goes(town, english):
    space, reviews, decided = town
    assert wording(reviews[1]).weight == 0
    assert "has not enough decided texts" in wording(reviews[1]).sentence
    assert wording_train(decided=decided[:150], now=LATER) == []

    (model,) = wording_train(decided=decided, now=LATER)

    assert (model.language, model.is_serving) == ("en", False)
    assert model.candidate_precision > model.served_precision
    space_score(space=space, now=LATER)
    assert wording(reviews[1]).weight == 0

    model_release(version=model.version, by="tm_alder", now=LATER)
    space_score(space=space, now=LATER)

    assert wording(reviews[1]).weight > 0 > wording(reviews[0]).weight
    assert f"From {model.decisions}\u00a0decided texts" in wording(reviews[1]).sentence
    assert Vote.objects.filter(model=model).count() == REVIEWS
    batch = all_that_is_kept()
    Score.objects.all().delete()
    Vote.objects.all().delete()
    reviews_score(list(space.opinions.order_by("pk")), Tallies.locked(space), now=LATER)
    assert all_that_is_kept() == batch

    assert wording_train(decided=decided, now=LATER) == []  # nothing better than what serves
    model_roll_back(by="tm_rowan", language="en", now=LATER + timedelta(days=1))
    space_score(space=space, now=LATER)
    assert wording(reviews[1]).weight == 0
    assert not LearnedModel.objects.filter(is_serving=True).exists()
