"""What words and company tell the score: the same one by one and in a batch, the same sentence everywhere."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import translation

from apps.algorithms.review_suspicion import SUPPOSED
from apps.people.holdings import all_holdings
from apps.posts.models import DeclaredLink, Reply, Review
from apps.posts.replying import reply_publish
from apps.posts.services import post_add, review_edit, thread_start
from apps.posts.states import ItemState
from apps.scoring.batches import pool_take, space_score
from apps.scoring.counting import Tallies
from apps.scoring.marks import marks_take
from apps.scoring.models import Score, Telling
from apps.scoring.selectors import score_of
from apps.scoring.services import report_heard, reviews_score
from apps.spaces.models import Professional
from tests.making import deliver_all
from tests.scoring.test_scores import all_that_is_kept
from tests.scoring.world import START, draft, lively_space, make_member, make_space, publish

pytestmark = pytest.mark.django_db
LATER = START + timedelta(days=130)
DEMAND = "Refund me, otherwise I will leave a bad review everywhere."


def reasons(review):
    return {reason.code: reason for reason in score_of(review).reasons}


@pytest.fixture(scope="module")
def made(kept):
    return kept(lambda: lively_space(deliver_all, rounds=1))


@pytest.fixture
def town(made, db):
    return deepcopy(made)


@pytest.fixture
def bargained(town, settle):
    """One star and a demand; then five."""
    space, subjects, _members = town
    author = make_member(space, "Bargainer", signed_up=True)
    review = publish(space, subjects[0], author, stars=1, day=95, text=DEMAND)
    settle()
    review_edit(persona=author, review=review, draft=draft(5, "They did what I asked for."), now=LATER)
    settle()
    return review


def test_a_bargain_is_still_heard_once_the_words_are_edited_away_and_the_rating_changed(bargained, english):
    said = reasons(bargained)["bargain"]

    assert said.weight == 2.5
    assert "in 1\u00a0sentence" in said.sentence
    assert "Rating changed since: 1\u00a0time" in said.sentence
    assert said.code in {reason.code for reason in score_of(bargained).heaviest}
    bargained.refresh_from_db()
    assert bargained.state == ItemState.PUBLISHED


def test_a_changed_rating_alone_weighs_nothing(town, settle):
    space, subjects, members = town
    review = publish(space, subjects[0], members[0], stars=1, day=95)
    settle()

    review_edit(persona=members[0], review=review, draft=draft(5, "They made up for it."), now=LATER)
    settle()

    assert reasons(review)["bargain"].weight == 0
    assert reasons(review)["bargain"].values["rating_changes"] == 1


def test_a_threat_in_a_thread_counts_for_the_subject_it_names_only(town, settle):
    space, subjects, _members = town
    author = make_member(space, "Threader")
    named, other = (publish(space, subject, author, stars=1, day=95) for subject in subjects[:2])
    thread = thread_start(author=author, space=space, title="Bad stay", text="A bad stay.", now=LATER, language="en")
    text = f"{subjects[0].name}: refund me, otherwise I will leave a bad review."

    post_add(author=author, thread=thread, text=text, now=LATER, language="en")
    settle()
    space_score(space=space, now=LATER)

    assert reasons(named)["bargain"].weight == 1.5
    assert reasons(other)["bargain"].weight == 0


def test_the_other_party_counts_for_half(town, settle):
    space, subjects, members = town
    review = publish(space, subjects[0], members[0], stars=1, day=95)
    owner = Professional.objects.create(
        real_name="A. Owner", job_fr="hôtelière", job_en="hotelier", subject=subjects[0].reference, verified_at=START
    )

    reply_publish(professional=owner, review=review, text="This guest threatened us with a bad review.", now=LATER)
    settle()

    assert reasons(review)["bargain"].weight == 0.75


def test_a_report_is_read_for_words_of_bargain_and_no_word_is_kept(town, settle):
    space, subjects, members = town
    review = publish(space, subjects[0], members[0], stars=1, day=95)
    settle()

    report_heard(review_id=review.pk, text="He blackmailed us over this review.", now=LATER)
    report_heard(review_id=review.pk, text="The food was good.", now=LATER)

    assert reasons(review)["bargain"].weight == 0.75
    assert list(Telling.objects.values_list("review", "told")) == [(review.pk, 1)]


def ring(space, subjects, *, day=90):
    """Four accounts, the same three subjects, the same weeks."""
    accounts = [make_member(space, f"Ringer {letter}") for letter in "qxzk"]
    return [
        publish(space, subject, account, stars=5, day=day + place + 3 * number)
        for place, account in enumerate(accounts)
        for number, subject in enumerate(subjects[:3])
    ]


def test_accounts_that_go_together_are_seen_when_the_later_ones_act(town, settle, english):
    space, subjects, members = town
    reviews = ring(space, subjects)
    alone = publish(space, subjects[0], members[0], stars=5, day=101)
    settle()

    said = reasons(reviews[-1])["company"]
    assert said.values["company"] == 3
    assert said.weight == 1.6
    assert "3\u00a0other accounts reviewed, on the same side" in said.sentence
    assert reasons(alone)["company"].weight == 0


def rivals(space, own, target, *, day=60):
    """Two accounts praise one house and blame the other; one works there, says so once, and praises it again."""
    for place, name in enumerate(("Rival q", "Rival z")):
        account = make_member(space, name)
        publish(space, own, account, stars=5, day=day + place)
        publish(space, target, account, stars=1, day=day + place + 2)
    staff = make_member(space, "Staff w")
    declared = publish(space, own, staff, stars=5, day=day + 5)
    Review.objects.filter(pk=declared.pk).update(link=DeclaredLink.EMPLOYEE)
    return publish(space, own, staff, stars=5, day=day + 6)


def test_camps_praise_from_within_one_side_and_hidden_links_are_told_apart(town, settle):
    space, subjects, _members = town
    masked = rivals(space, subjects[1], subjects[2])
    settle()
    space_score(space=space, now=LATER)

    codes = ("camp", "staff", "one_sided", "undeclared")
    rival = Review.objects.get(author__pseudonym="Rival z", stars=1)
    assert {code: reasons(rival)[code].values[code] for code in codes} == {
        "camp": 1, "staff": 0, "one_sided": 2, "undeclared": 0
    }  # fmt: skip
    assert {code: reasons(masked)[code].values[code] for code in codes} == {
        "camp": 0, "staff": 0, "one_sided": 0, "undeclared": 1
    }  # fmt: skip
    praise = Review.objects.get(author__pseudonym="Rival z", stars=5)
    assert reasons(praise)["staff"].values["staff"] == 1


def test_with_words_and_company_one_by_one_and_in_a_batch_are_the_same(town, bargained, settle):
    space, subjects, _members = town
    ring(space, subjects)
    rivals(space, subjects[1], subjects[2])
    Reply.objects.create(
        review=bargained, space=bargained.space, text="Blackmail over a review.", published_at=LATER,
        professional=Professional.objects.create(subject=subjects[0].reference, verified_at=START),
    )  # fmt: skip
    settle()
    space_score(space=space, now=LATER)  # the edited review is counted anew
    everything = list(space.opinions.order_by("pk"))
    Score.objects.all().delete()
    reviews_score(everything, Tallies.locked(space), now=LATER)
    single = all_that_is_kept()

    Score.objects.all().delete()
    space_score(space=space, now=LATER)

    assert all_that_is_kept() == single


def test_how_common_a_pattern_is_here_stands_in_its_sentence(town, bargained, settle, english):
    space = bargained.space
    supposed = reasons(bargained)["bargain"].values["share"]

    pool_take(now=LATER)
    marks_take()
    space_score(space=space, now=LATER)

    scores = Score.objects.current().count()
    told = reasons(bargained)["bargain"]
    assert told.values["share"] == round((1 + 20 * SUPPOSED["bargain"]) / (scores + 20), 4) > supposed
    assert "3.3% of reviews have such words" in told.sentence


def test_the_export_says_the_very_sentences_of_the_desk_and_the_page(bargained):
    account = bargained.author.account
    holding = next(holding for holding in all_holdings() if holding.model is Score)

    exported = next(row for row in holding.rows(account) if row["log_odds"] == score_of(bargained).total)

    for language in ("fr", "en"):
        with translation.override(language):
            view = score_of(bargained)
        told = [view.sentence, *(reason.sentence for reason in view.reasons), view.would_change]
        assert exported[f"sentences_{language}"].split("\n") == told
        assert len(set(told)) == len(told)


def test_a_space_nobody_wrote_in_and_texts_of_signs_alone_are_nothing_special(settle):
    space = make_space("silent")
    assert space_score(space=space, now=LATER) == 0

    _space, subjects, members = lively_space(settle)
    review = publish(_space, subjects[0], members[0], stars=5, day=95, text="😀😀😀")
    settle()

    assert reasons(review)["bargain"].values["threats"] == 0
    assert reasons(review)["wording"].weight == 0
