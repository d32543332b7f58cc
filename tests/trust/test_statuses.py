"""What is earned in a space: by others, from different people, and never from oneself or from elsewhere."""

import pytest

from apps.look.moments import day
from apps.people.holdings import all_holdings
from apps.posts.services import helpful_vote, item_withdraw
from apps.spaces.services import space_join
from apps.trust.models import Feedback
from apps.trust.selectors import statuses_for, statuses_of, statuses_of_account
from apps.trust.services import mark_add
from apps.trust.standings import standings_for
from tests.scoring.world import NAMES, START, make_member, make_space, make_subject, publish
from tests.trust.world import answer, ask, at, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settle):
    """A space with its founders, and one of them whom four others thanked."""
    space = make_space()
    founders = [make_member(space, name) for name in NAMES[:6]]
    author = make_member(space, "Margaux", signed_up=True)
    review = publish(space, make_subject(), author, stars=2)
    for founder in founders[:4]:
        helpful_vote(persona=founder, item=review, now=at(1))
    settle(at(1))
    return space, founders, author, review


def test_a_status_is_a_sentence_with_its_basis(scene, english):
    space, _founders, author, _review = scene

    status = statuses_of(author, space, at(2))[0]

    assert status.level == "known"
    assert "4\u00a0trusted people" in status.sentence
    assert "4.0 for" in status.sentence
    assert "5\u00a0people" in status.next_sentence


def test_whoever_has_it_is_spoken_to(scene, english):
    space, _founders, author, _review = scene
    [others], [own] = statuses_of(author, space, at(2)), statuses_of_account(author.account, at(2))

    assert "by their own activity" in others.sentence
    assert "by your own activity" in own.sentence
    assert own.sentence.replace("your", "their") == others.sentence


def test_beside_a_name_stand_basis_place_and_date_and_no_figure(scene, english):
    space, _founders, author, _review = scene
    [standing] = standings_for([author], space, at(2))[author.pk]

    said = standing.plain.removeprefix(f"By their own activity in “{space.name}”, since ")
    assert said == f"{day(standing.since)}."


def test_what_was_said_on_a_topic_goes_with_it_and_never_counts_for_the_whole_space(scene):
    space, _founders, author, _review = scene
    topic = make_topic(space, "brakes")
    Feedback.objects.update(topic=topic)
    assert [status.topic for status in statuses_of(author, space, at(2))] == ["brakes"]

    topic.delete()

    assert statuses_of(author, space, at(2)) == []


def test_a_status_fades(scene):
    space, _founders, author, _review = scene

    assert statuses_of(author, space, at(2))
    assert not statuses_of(author, space, at(500))


def test_a_status_is_of_one_space_only(scene):
    _space, _founders, author, _review = scene
    elsewhere = make_space("elsewhere")
    space_join(persona=author, space=elsewhere, now=START)

    assert statuses_of(author, elsewhere, at(2)) == []


def test_a_vote_taken_back_no_longer_counts(scene, settle):
    space, founders, author, review = scene

    helpful_vote(persona=founders[0], item=review, now=at(2))
    helpful_vote(persona=founders[1], item=review, now=at(2))
    settle(at(2))

    assert statuses_of(author, space, at(3)) == []


def test_one_giver_counts_once_however_often_they_thank(settle):
    space = make_space()
    founder, author = make_member(space, "Alba"), make_member(space, "Bruno", signed_up=True)
    for number in range(8):
        helpful_vote(persona=founder, item=publish(space, make_subject(f"place-{number}"), author), now=at(1))
    settle(at(1))

    assert statuses_of(author, space, at(1)) == []
    assert statuses_of_account(author.account, at(1))[0].givers == 1


def test_accounts_that_have_earned_nothing_lift_nobody(scene, settle):
    space, _founders, _author, _review = scene
    for number in range(6):
        make_member(space, f"early {number}")
    fakes = [make_member(space, f"{first}{second} fake") for first in "abcd" for second in "xyz"]
    friend = make_member(space, "Zoltan", signed_up=True)
    review = publish(space, make_subject("bridge"), friend, stars=5, day=2)
    for fake in fakes:
        helpful_vote(persona=fake, item=review, now=at(2))
    settle(at(2))

    assert statuses_of(friend, space, at(3)) == []


def test_a_best_answer_counts_for_its_author_and_no_longer_once_withdrawn(settle):
    space = make_space()
    topic = make_topic(space)
    asker, helper = make_member(space, "Alba"), make_member(space, "Bruno")
    post = answer(ask(space, asker, topic=topic), helper, best=True)
    settle(at(1))
    assert Feedback.objects.get().receiver == helper
    assert Feedback.objects.get().topic == topic

    item_withdraw(persona=helper, item=post, now=at(2))
    settle(at(2))

    assert not Feedback.objects.exists()


def test_statuses_of_a_whole_page_take_one_query_per_table(scene, django_assert_num_queries):
    space, founders, author, _review = scene

    with django_assert_num_queries(4):
        found = statuses_for([*founders, author], space, at(2))

    assert list(found) == [author.pk]


def test_erasing_a_giver_takes_the_name_and_leaves_the_thanks(scene, settle):
    space, _founders, author, review = scene
    giver = make_member(space, "Nolwenn", signed_up=True)
    helpful_vote(persona=giver, item=review, now=at(2))
    settle(at(2))
    ours = [holding for holding in all_holdings() if holding.model is Feedback]

    assert [row["direction"] for row in ours[0].rows(giver.account)] == ["given"]
    ours[0].erase(giver.account, at(3))

    assert list(ours[0].rows(giver.account)) == []
    assert Feedback.objects.filter(receiver=author).count() == 5


def test_a_mark_lowers_by_one_level_and_says_so(scene, english):
    space, _founders, author, _review = scene
    mark_add(persona=author, space=space, because="case-1", amount=0.25, now=at(1))
    assert statuses_of(author, space, at(2))[0].level == "known"  # a quarter of one word: four thanked them lately

    mark_add(persona=author, space=space, because="case-2", amount=0.25, now=at(110))

    assert statuses_of(author, space, at(110)) == []
    assert "One level lower for a time" in statuses_of_account(author.account, at(110))[0].sentence


def test_a_status_says_since_when(scene):
    space, _founders, author, _review = scene

    assert statuses_of(author, space, at(2))[0].since == at(1)
