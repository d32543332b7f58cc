"""Two hands about the same words: the case is locked first, then the words: nobody waits in a circle."""

import random
from contextlib import suppress

import pytest

from apps.base.errors import Refusal
from apps.moderation.models import Case, Decision, Report
from apps.moderation.rules import Ground
from apps.moderation.services.cases import locked
from apps.moderation.services.publication import decision_publish, decisions_publish
from apps.moderation.states import CaseState, Outcome
from apps.moderation.targets import of_item
from apps.people.erasure import Words, account_erase
from apps.posts.models import Post, Reply, Thread
from apps.posts.replying import reply_edit, reply_publish
from apps.posts.services import (
    best_answer_choose,
    item_withdraw,
    post_add,
    thread_start,
)
from apps.professionals.models import Doubt
from tests.at_once import at_once, meanwhile
from tests.moderation.world import LATER, NOW, decide, person, publish, report, sentence, talk
from tests.professionals.world import doubt, make_house

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


def nothing() -> None: ...


def decided_soon(world, item, number: int = 0) -> tuple[Case, Decision]:
    """A sentence of it is to be masked once the ten seconds are over."""
    case = report(item, world.reporter).report.case
    spans = (sentence(of_item(item).text, number),)
    return case, decide(world.alder, case, Outcome.MASK, spans=spans)


def test_what_its_author_changes_while_its_decision_is_sent_is_not_masked_and_no_sweep_fails():
    house = make_house()
    world, message = house.world, talk(house.world.space, house.world.author)
    reply = reply_publish(professional=house.face, review=world.review, text="We came twice. Lies, all lies.", now=NOW)
    cases = [decided_soon(world, item)[0] for item in (world.review, message, reply)]
    sent: list[int] = []

    def take_back() -> None:
        item_withdraw(persona=world.author, item=world.review, now=LATER)
        item_withdraw(persona=world.author, item=message, now=LATER)
        reply_edit(professional=house.face, reply=reply, text="We came on Monday. Ask us for the invoice.", now=LATER)

    meanwhile(take_back, lambda: sent.append(decisions_publish(now=LATER)), nothing)

    assert sent == [0]
    assert [Case.objects.get(pk=case.pk).state for case in cases] == [
        CaseState.CLOSED,
        CaseState.CLOSED,
        CaseState.CLAIMED,  # other words by now: whoever decided reads them
    ]
    assert not Decision.objects.filter(undone_at=None).exists()
    reply.refresh_from_db()
    assert (reply.state, reply.masked_spans) == ("published", [])


def test_a_doubt_a_choice_and_an_erasure_wait_for_a_decision_that_is_being_sent():
    house = make_house()
    world, asker = house.world, person("asks_once", house.world.space)
    thread = thread_start(author=asker, space=world.space, title="Which one?", text="Which?", is_question=True, now=NOW)
    answer = post_add(author=world.author, thread=thread, text="The blue one. Not the red one.", now=NOW)
    case, decision = decided_soon(world, world.review)

    def send() -> None:
        assert decision_publish(decision_id=decision.pk, now=LATER)

    meanwhile(lambda: locked(case), lambda: doubt(house, now=LATER), send)

    assert Doubt.objects.get().review_id == world.review.pk
    world.review.refresh_from_db()
    assert world.review.state == "masked"

    second = publish(world.space, world.author, "They came twice. It works now.")
    case, decision = decided_soon(world, second)
    meanwhile(lambda: locked(case), lambda: report(second, person("comes_second"), now=LATER), send)

    assert Report.objects.filter(case=case).count() == 2  # judged at this very moment: no second case
    assert Case.objects.filter(item=second.reference).count() == 1

    case, decision = decided_soon(world, answer)
    meanwhile(
        lambda: Thread.objects.select_for_update().get(pk=thread.pk),
        lambda: item_withdraw(persona=world.author, item=answer, now=LATER),
        lambda: best_answer_choose(persona=asker, thread=thread, answer=answer, now=LATER),
    )

    thread.refresh_from_db()
    assert thread.best_answer_id is None  # chosen, then taken back

    again = post_add(author=world.author, thread=thread, text="Or the green one. It hums.", now=NOW)
    case, decision = decided_soon(world, again)
    erased = world.author.account
    meanwhile(
        lambda: locked(case),
        lambda: account_erase(account=erased, words=Words.DELETE, now=LATER),
        lambda: decision_publish(decision_id=decision.pk, now=LATER),
    )

    assert Decision.objects.get(pk=decision.pk).published_at == LATER
    assert Post.objects.get(pk=again.pk).state == "erased"


@pytest.mark.prove
@pytest.mark.parametrize("rounds", [120])
def test_whoever_comes_first_nobody_waits_in_a_circle(rounds):
    house = make_house()
    world, chance = house.world, random.Random(11)
    for n in range(rounds):
        review = publish(world.space, world.author, f"Round {n}. They came late and left early. I paid 40 euros.")
        case = report(review, world.reporter, Ground.OFF_TOPIC).report.case
        decide(world.alder, case, Outcome.MASK, spans=(sentence(review.text, 1),))
        acts = [
            lambda: decisions_publish(now=LATER),
            lambda review=review: doubt(house, review=review, now=LATER),
            lambda review=review: item_withdraw(persona=world.author, item=review, now=LATER),
            lambda review=review: report(review, None, Ground.OFF_TOPIC, now=LATER),
        ]
        chance.shuffle(acts)

        def work(hand: int, acts=acts) -> None:
            with suppress(Refusal):  # whoever comes second may hear that it is gone
                acts[hand]()

        at_once(len(acts), work)

    assert not Reply.objects.exists()
