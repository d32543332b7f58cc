"""Whoever comes back to a space under another name is still one person: no voice of one's own, no second one."""

import pytest

from apps.base.errors import NotYours
from apps.people.holdings import all_holdings
from apps.people.models import Persona
from apps.people.services import persona_create
from apps.posts.models import HelpfulVote, Review
from apps.posts.services import best_answer_choose, helpful_vote
from apps.spaces.models import Space
from apps.spaces.services import space_join, space_leave
from apps.trust.models import AnswerMark, Feedback
from apps.trust.selectors import statuses_of_account
from tests.scoring.world import START, make_member, make_space, make_subject, publish
from tests.trust.world import answer, ask, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return make_space()


@pytest.fixture
def alba(space) -> Persona:
    return make_member(space, "Alba", signed_up=True)


def back_again(space: Space, persona: Persona, pseudonym: str = "Somebody else") -> Persona:
    """The same person under another name."""
    other = persona_create(account=persona.account, pseudonym=pseudonym, now=START)
    space_leave(persona=persona, space=space, now=START)
    space_join(persona=other, space=space, now=START)
    return other


def test_nobody_thanks_themselves_under_another_name(space, alba):
    review = publish(space, make_subject(), alba)
    other = back_again(space, alba)

    with pytest.raises(NotYours):
        helpful_vote(persona=other, item=review, now=at(1))

    assert not HelpfulVote.objects.exists()


def test_one_person_has_one_vote_and_takes_it_back_under_any_name(space, alba, settle):
    review = publish(space, make_subject(), make_member(space, "Bruno", signed_up=True))
    helpful_vote(persona=alba, item=review, now=at(1))
    settle(at(1))
    other = back_again(space, alba)

    stands = helpful_vote(persona=other, item=review, now=at(2))
    settle(at(2))

    assert not stands
    assert Review.objects.get().helpful_count == 0
    assert not Feedback.objects.exists()


def test_two_names_of_one_person_are_one_giver(space, alba, settle):
    bruno = make_member(space, "Bruno", signed_up=True)
    reviews = [publish(space, make_subject(f"place-{number}"), bruno) for number in range(2)]
    helpful_vote(persona=alba, item=reviews[0], now=at(1))
    helpful_vote(persona=back_again(space, alba), item=reviews[1], now=at(1))
    settle(at(1))

    [status] = statuses_of_account(bruno.account, at(1))

    assert Feedback.objects.count() == 2
    assert status.givers == 1


def test_two_names_of_one_erased_person_stay_one_giver_in_each_space_and_are_nobodys_across(space, alba, settle):
    bruno = make_member(space, "Bruno", signed_up=True)
    elsewhere = make_space("elsewhere")
    for here in (space, elsewhere):
        space_join(persona=bruno, space=here, now=START)
        space_join(persona=alba, space=here, now=START)
    reviews = [publish(space, make_subject(f"place-{number}"), bruno) for number in range(2)]
    helpful_vote(persona=alba, item=publish(elsewhere, make_subject("far"), bruno), now=at(1))
    helpful_vote(persona=alba, item=reviews[0], now=at(1))
    helpful_vote(persona=back_again(space, alba), item=reviews[1], now=at(1))
    settle(at(1))

    [votes] = [holding for holding in all_holdings() if holding.model is Feedback]
    votes.erase(alba.account, at(2))

    status = next(one for one in statuses_of_account(bruno.account, at(2)) if one.space == space.slug)
    assert status.givers == 1
    assert Feedback.objects.values("giver").distinct().count() == 2


def test_nobody_solves_their_own_question_under_another_name(space, alba, settle):
    thread = ask(space, alba)
    other = back_again(space, alba)
    post = answer(thread, other, thanks=(make_member(space, "Bruno"),))
    settle(at(1))

    with pytest.raises(NotYours):
        best_answer_choose(persona=alba, thread=thread, answer=post, now=at(1))

    assert not AnswerMark.objects.exists()
