"""What a reader is told about a review's score, and what a score may never do."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import translation

from apps.algorithms.conformal import WAVE_SAMPLE
from apps.ledger.models import Event
from apps.people.holdings import all_holdings
from apps.posts.models import Review
from apps.posts.services import item_withdraw, review_edit
from apps.posts.states import ItemState
from apps.scoring import imprints
from apps.scoring.batches import pool_take, space_score, spaces_to_recount
from apps.scoring.counting import Tallies
from apps.scoring.models import Reading, RuleChange, Score, Tally, Vote
from apps.scoring.selectors import score_of, scores_of
from apps.scoring.services import AGAIN, report_heard, review_score, reviews_score
from apps.scoring.waves import wave_of
from tests.making import deliver_all
from tests.scoring.world import START, draft, lively_space, make_member, make_space, make_subject, publish

pytestmark = pytest.mark.django_db
LATER = START + timedelta(days=120)


@pytest.fixture(scope="module")
def made(kept):
    return kept(lambda: lively_space(deliver_all))


@pytest.fixture
def lively(made, db):
    return deepcopy(made)


def burst(space, subject, settle, count=8):
    """A ring: one new account after the other, the same words, one star, one day."""
    ring = [make_member(space, f"Nouveau {letter} {space.slug}") for letter in "qxzkwvjh"[:count]]
    reviews = [
        publish(space, subject, who, stars=1, day=90, text="Avoid this place at all costs, the worst stay of my life!")
        for who in ring
    ]
    settle()
    return reviews


def test_a_review_in_an_empty_space_has_too_little_data_and_says_what_is_missing(settle, english):
    space = make_space()

    review = publish(space, make_subject(), make_member(space, "Alba"), stars=1)
    settle()

    score = score_of(review)
    assert score.too_little_data
    assert "Too little data: this space has 1" in score.sentence
    assert "9" in score.would_change


def test_a_review_in_a_space_with_history_gets_at_least_two_sentences_with_their_numbers(lively, settle, english):
    space, subjects, members = lively

    review = publish(space, subjects[0], members[0], stars=1, day=95)
    settle()

    spoken = [reason for reason in score_of(review).heaviest if any(c.isdigit() for c in reason.sentence)]
    assert len(spoken) >= 2


def test_the_weights_of_the_worded_reasons_add_up_to_the_total_shown(lively, settle):
    space, subjects, _members = lively
    burst(space, subjects[1], settle)

    scores = Score.objects.current()
    assert any(score.terms for score in scores)
    for score in scores:
        assert sum(round(term["weight"] * 1000) for term in score.terms) == round(score.log_odds * 1000)


def test_changing_an_input_changes_the_sentence(lively, settle, english):
    space, subjects, members = lively
    review = publish(space, subjects[0], members[0], stars=5, day=95)
    settle()
    before = {reason.code: reason for reason in score_of(review).reasons}

    review_edit(persona=members[0], review=review, draft=draft(1, "I changed my mind entirely."), now=LATER)
    settle()

    after = {reason.code: reason for reason in score_of(review).reasons}
    assert after["deviation"].sentence != before["deviation"].sentence
    assert after["deviation"].weight > before["deviation"].weight


def test_the_same_score_is_told_in_french_and_in_english(lively, settle):
    space, subjects, members = lively
    review = publish(space, subjects[0], members[0], stars=1, day=95)
    settle()

    with translation.override("fr"):
        french = score_of(review)
    with translation.override("en"):
        english = score_of(review)

    assert (french.total, french.inputs_digest) == (english.total, english.inputs_digest)
    assert all(f.sentence != e.sentence for f, e in zip(french.reasons, english.reasons, strict=True))


def test_a_wave_of_copies_asks_a_person_to_look_and_hides_nothing(lively, settle, english):
    space, subjects, _members = lively

    reviews = burst(space, subjects[2], settle)

    last = score_of(reviews[-1])
    assert last.worth_a_look
    assert "duplicate" in {reason.code for reason in last.heaviest}
    for review in reviews:
        review.refresh_from_db()
        assert review.state == ItemState.PUBLISHED


def test_who_listens_is_told_once_per_review(lively, settle):
    space, subjects, _members = lively
    reviews = burst(space, subjects[2], settle)

    review_score(review_id=reviews[-1].pk, now=LATER)
    space_score(space=space, now=LATER)

    told = [event.payload["review"] for event in Event.objects.filter(kind="score.flagged")]
    assert len(set(told) & {review.pk for review in reviews}) == WAVE_SAMPLE
    assert len(told) == len(set(told))


def test_a_wave_asks_for_few_looks_and_lists_the_others_from_the_first(settle, english):
    space, subjects, _members = lively_space(settle, rounds=1)
    reviews = burst(space, subjects[2], settle)
    asked = Event.objects.filter(kind="score.flagged").values_list("payload__review", flat=True)

    first = Review.objects.get(pk=asked[0])
    wave = wave_of(first)

    worth = {review.pk for review in reviews if score_of(review).worth_a_look}
    assert len(asked) == WAVE_SAMPLE < len(worth)
    assert {member.review.pk for member in wave} == worth - {first.pk}
    assert sum(member.asked for member in wave) == WAVE_SAMPLE - 1
    assert wave_of(publish(space, subjects[2], reviews[0].author, stars=5, day=91)) == []


def test_a_score_that_asked_for_a_look_stays_in_history(lively, settle):
    space, subjects, _members = lively
    burst(space, subjects[2], settle)
    told = Event.objects.filter(kind="score.flagged").last().payload
    review, asked = Review.objects.get(pk=told["review"]), told["score"]

    publish(space, subjects[0], review.author, day=100)
    settle()

    kept, current = Score.objects.get(pk=asked), Score.objects.current().get(review=review)
    assert kept.flagged_at is not None
    assert kept.pk != current.pk
    assert not kept.is_current


def test_a_review_is_scored_again_when_its_author_acts(lively, settle):
    space, subjects, _members = lively
    first = publish(space, subjects[0], make_member(space, "Solange"), stars=5, day=90)
    settle()
    alone = score_of(first)

    publish(space, subjects[1], first.author, stars=4, day=100)
    settle()

    weight = {r.code: r.weight for r in score_of(first).reasons}["singleton"]
    assert weight < {r.code: r.weight for r in alone.reasons}["singleton"]


def test_delivering_twice_counts_once(lively, settle):
    space, subjects, members = lively
    review = publish(space, subjects[0], members[0], stars=2, day=95)
    settle()
    counted = Tally.objects.get(space=space, about="space").counters

    review_score(review_id=review.pk, now=LATER)
    review_score(review_id=review.pk, now=LATER)

    assert Tally.objects.get(space=space, about="space").counters == counted
    assert Score.objects.filter(review=review, is_current=True).count() == 1


def all_that_is_kept():
    """Scores with inputs and reasons, facts at posting, counters."""
    scores = Score.objects.current().order_by("review").values_list("review", "terms", "inputs", "inputs_digest")
    tallies = Tally.objects.order_by("about", "key").values_list("about", "key", "counters")
    return list(scores), list(Reading.objects.order_by("pk").values_list("pk", "facts")), list(tallies)


def test_one_by_one_and_in_a_batch_the_scores_are_the_same(lively, settle):
    space, subjects, _members = lively
    reviews = burst(space, subjects[3], settle)
    settle()
    everything = list(reviews[0].space.opinions.order_by("pk"))
    reviews_score(everything, Tallies.locked(space), now=LATER)
    single = all_that_is_kept()

    Score.objects.all().delete()
    space_score(space=space, now=LATER)

    assert all_that_is_kept() == single


def test_each_text_meets_the_same_neighbours_alone_and_among_all(lively, settle, monkeypatch):
    monkeypatch.setattr(imprints, "ROWS", 7)
    space, subjects, members = lively
    common = "The stay was quiet, the breakfast generous and the people at the desk were kind to everybody"
    for number in range(60):
        day, member = 90 + number / 50, members[number % len(members)]
        publish(space, subjects[number % 4], member, day=day, text=f"{common}, said number {number // 4}.")
    settle()

    found = imprints.likeness_in(space)

    alone = {review.pk: imprints.likeness_take(review) for review in space.opinions.all()}
    together = zip(found.reviews.tolist(), found.similarity.tolist(), found.count.tolist(), strict=True)
    assert {review: (similarity, count) for review, similarity, count in together} == alone
    assert max(count for _similarity, count in alone.values()) == imprints.NEIGHBOURS


def test_a_withdrawn_review_has_no_score_and_is_counted_out_at_night(lively, settle):
    space, subjects, members = lively
    review = publish(space, subjects[0], members[0], stars=1, day=95)
    settle()

    item_withdraw(persona=members[0], item=review, now=LATER)
    settle()

    assert score_of(review) is None
    assert spaces_to_recount(since=LATER) == [space.pk]
    space_score(space=space, now=LATER)
    assert Tally.objects.get(space=space, about="space").counters["reviews"] == 24
    assert spaces_to_recount(since=LATER + timedelta(days=3)) == []


def test_many_scores_are_read_at_once(lively, django_assert_num_queries):
    space, _subjects, _members = lively
    reviews = list(space.opinions.all())

    with django_assert_num_queries(1):
        views = scores_of(reviews)

    assert len(views) == len(reviews)


def test_a_small_space_is_drawn_to_the_others(settle):
    lively_space(settle, make_space("elsewhere"))
    pool_take(now=LATER)
    small = make_space("small")

    review = publish(small, make_subject("door"), make_member(small, "Lone"), stars=1)
    settle()

    assert score_of(review).too_little_data


def test_what_is_held_about_an_author_is_shown_and_erased(lively, settle):
    space, subjects, _members = lively
    author = make_member(space, "Margaux", signed_up=True)
    review = publish(space, subjects[0], author, stars=1, day=95)
    settle()
    report_heard(review_id=review.pk, text="He threatened us with a bad review.", now=LATER)
    ours = [h for h in all_holdings() if h.model._meta.app_label == "scoring" and h.model not in {RuleChange, Vote}]

    shown = [list(holding.rows(author.account)) for holding in ours]
    erased = [holding.erase(author.account, LATER) for holding in ours]

    assert all(shown)
    assert all(erased)
    assert not any(list(holding.rows(author.account)) for holding in ours)


def test_the_older_reviews_of_a_busy_author_are_scored_anew_at_night(lively, settle):
    space, subjects, members = lively
    for number in range(AGAIN):
        publish(space, subjects[number % 4], members[0], day=85 + number / 4)
    settle()

    assert spaces_to_recount(since=LATER - timedelta(days=30)) == [space.pk]
    assert spaces_to_recount(since=LATER) == []
