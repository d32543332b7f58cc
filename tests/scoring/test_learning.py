"""What is learnt from decisions serves only once somebody released it, and can be taken back."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from apps.algorithms.review_suspicion import VERSION as FIRST_DAY
from apps.base.errors import NotFound, NotNow
from apps.ledger.models import Event
from apps.scoring.batches import space_score
from apps.scoring.learning import DecidedReview, model_release, model_roll_back, model_train
from apps.scoring.models import LearnedModel, Score
from apps.scoring.selectors import score_of
from apps.scoring.services import review_score
from tests.scoring.world import START, make_member, make_space, make_subject, publish

pytestmark = pytest.mark.django_db
LATER = START + timedelta(days=400)


@pytest.fixture(scope="module")
def made(kept):
    return kept(make_town)


@pytest.fixture
def town(made, db):
    return deepcopy(made)


def make_town():
    """Anger here comes in genuine waves, and what was bought is praise: the first day has it the wrong way round."""
    space = make_space()
    subjects = [make_subject(name) for name in ("quai", "gare", "lac", "mas", "pont", "cour")]
    regulars = [make_member(space, f"Regular {letter}") for letter in "abcdefghij"]
    reviews = {}
    for turn in range(6):
        day = turn * 50
        for place, member in enumerate(regulars):
            reviews[publish(space, subjects[(place + turn) % 6], member, stars=3 + place % 2, day=day + place)] = False
        for number in range(8):
            angry = make_member(space, f"Angry {turn} {number}")
            reviews[publish(space, subjects[turn], angry, stars=1, day=day + 20)] = False
            bought = make_member(space, f"Bought {turn} {number}")
            reviews[publish(space, subjects[number % 6], bought, stars=5, day=day + 30 + number)] = True
    space_score(space=space, now=LATER)
    return space, reviews


def lessons(reviews, **more):
    return [
        DecidedReview(review=review.pk, fake=fake, at=review.published_at, person=f"tm{review.pk % 5}", **more)
        for review, fake in reviews.items()
    ]


def test_a_better_candidate_is_kept_and_serves_nothing_yet(town):
    _space, reviews = town

    model = model_train(decided=lessons(reviews), now=LATER)

    assert model.candidate_precision > model.served_precision
    assert not model.is_serving
    assert set(Score.objects.current().values_list("version", flat=True)) == {FIRST_DAY}


def test_the_same_decisions_give_the_same_model(town):
    _space, reviews = town

    first = model_train(decided=lessons(reviews), now=LATER)

    assert model_train(decided=lessons(reviews)[::-1], now=LATER) == first
    assert LearnedModel.objects.count() == 1


def test_too_few_decisions_or_none_give_no_model(town):
    _space, reviews = town

    assert model_train(decided=[], now=LATER) is None
    assert model_train(decided=lessons(reviews)[:60], now=LATER) is None


def test_a_released_model_is_named_by_each_score_whose_weights_still_add_up(town):
    space, reviews = town
    model = model_train(decided=lessons(reviews), now=LATER)

    model_release(version=model.version, by="tm_alder", now=LATER)
    space_score(space=space, now=LATER)

    scores = list(Score.objects.current())
    assert {score.version for score in scores} == {f"{FIRST_DAY}+{model.version}"}
    for score in scores:
        assert sum(round(term["weight"] * 1000) for term in score.terms) == round(score.log_odds * 1000)
        assert (score.outcome == "worth_a_look") <= (score.log_odds >= score.threshold)
    assert Event.objects.filter(kind="model.released").exists()


def test_going_back_brings_the_first_day_again(town):
    space, reviews = town
    model = model_train(decided=lessons(reviews), now=LATER)
    model_release(version=model.version, by="tm_alder", now=LATER)

    review = next(iter(reviews))
    review_score(review_id=review.pk, now=LATER)
    assert score_of(review).version == f"{FIRST_DAY}+{model.version}"

    assert model_roll_back(by="tm_rowan", now=LATER + timedelta(days=1)) is None
    review_score(review_id=review.pk, now=LATER)
    assert score_of(review).version == FIRST_DAY  # the very next score
    space_score(space=space, now=LATER)

    assert set(Score.objects.current().values_list("version", flat=True)) == {FIRST_DAY}
    assert Event.objects.filter(kind="model.withdrawn").exists()
    with pytest.raises(NotNow):
        model_roll_back(by="tm_rowan", now=LATER)


def test_a_model_the_canary_blocks_is_not_released(town):
    _space, reviews = town
    model = model_train(decided=lessons(reviews), now=LATER)
    LearnedModel.objects.update(canary={"blocks": True})

    with pytest.raises(NotNow):
        model_release(version=model.version, by="tm_alder", now=LATER)
    with pytest.raises(NotFound):
        model_release(version="unknown", by="tm_alder", now=LATER)


def test_the_commands_say_what_serves(town, capsys):
    _space, reviews = town
    model = model_train(decided=lessons(reviews), now=LATER)

    call_command("release_model", model.version, "--by", "tm_alder")
    call_command("rollback_model", "--by", "tm_rowan")

    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"{model.version} serves")
    assert told[1].startswith("The first day serves")
    with pytest.raises(CommandError):
        call_command("rollback_model", "--by", "tm_rowan")


def test_nobody_is_behind_a_model_that_serves_is_refused_by_the_database(town):
    _space, reviews = town
    model = model_train(decided=lessons(reviews), now=LATER)

    with pytest.raises(IntegrityError), transaction.atomic():
        LearnedModel.objects.filter(pk=model.pk).update(is_serving=True)
