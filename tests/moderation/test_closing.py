"""A talk is closed to answers by a decision, with reasons, and opened again by an appeal; nothing in it is hidden."""

import copy
from datetime import timedelta

import pytest

from apps.base.errors import BadInput, NotNow
from apps.moderation.dsa import as_dsa
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.decisions import decision_undo
from apps.moderation.services.publication import decisions_publish
from apps.moderation.states import CaseState, Outcome
from apps.notices.models import Notice
from apps.posts.models import Closure, Thread
from apps.posts.services import Message, post_add, posts_add
from tests.moderation.world import LATER, NOW, decide, decided, make_world, publish, report, talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(scope="module")
def built(kept):
    return kept(build)


def build():
    world = make_world()
    first = talk(world.space, world.author)
    return world, first, report(first, world.reporter).report.case


@pytest.fixture
def world(built, db):
    return copy.deepcopy(built)


def answer(world, first):
    return post_add(author=world.reporter, thread=first.thread, text="Mine hums too.", now=LATER)


def test_within_ten_seconds_it_stays_open_and_then_it_takes_no_answer(world):
    world, first, case = world
    decision = decide(world.alder, case, Outcome.CLOSE)
    decisions_publish(now=NOW + timedelta(seconds=9))
    answer(world, first)
    decision_undo(account=world.alder, decision=decision, now=NOW + timedelta(seconds=9))
    decisions_publish(now=LATER)
    answer(world, first)

    decision = decided(world.alder, case, Outcome.CLOSE)

    with pytest.raises(NotNow, match=rf"closed this talk to answers on .* case {case.reference} says why"):
        answer(world, first)
    with pytest.raises(NotNow):
        posts_add(space=world.space, messages=[Message(world.reporter, first.thread, "Mine too.")], now=LATER)
    assert "closed to answers" in Notice.objects.get(about=decision.reference, to=world.author).context["en"]
    assert Notice.objects.filter(about=decision.reference, to=world.reporter).exists()
    said = as_dsa(decision, None)
    assert said["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED"]


def test_a_question_that_was_closed_says_no_more_that_it_waits_for_an_answer(world, client):
    world, first, case = world
    Thread.objects.filter(pk=first.thread_id).update(is_question=True)
    where = f"/en/s/{world.space.slug}/t/{first.thread_id}/"
    assert "Waiting for an answer" in client.get(where).content.decode()

    decided(world.alder, case, Outcome.CLOSE)

    assert "Waiting for an answer" not in client.get(where).content.decode()


def test_the_page_gives_its_reasons_in_the_place_of_the_form(world, client):
    world, first, case = world
    decided(world.alder, case, Outcome.CLOSE)
    client.force_login(world.reporter.account)
    where = f"/en/s/{world.space.slug}/t/{first.thread_id}/"

    page = client.get(where).content.decode()

    assert "It hums." in page
    assert f'href="/en/case/{case.reference}/"' in page
    assert 'name="text"' not in page
    assert client.get(f"{where}answer/").status_code == 409
    refused = client.post(f"{where}answer/", {"text": "Mine too."})
    assert refused.status_code == 409
    assert "You can begin another talk." in refused.content.decode()
    assert "Fermée aux réponses le" in client.get(where.replace("/en/", "/fr/")).content.decode()
    listed = client.get("/en/cases/?outcome=close").content.decode()
    assert case.reference in listed


@pytest.mark.parametrize("outcome", [Outcome.KEEP, Outcome.LABEL, Outcome.CLOSE])
def test_an_appeal_before_another_opens_it_again(world, outcome):
    world, first, case = world
    open_again = outcome != Outcome.CLOSE
    decided(world.alder, case, Outcome.CLOSE)
    appeal_file(account=world.author.account, case=case, text="One word was wrong, not the talk.", now=LATER)

    decision = decided(world.rowan, case, outcome, now=LATER)

    case.refresh_from_db()
    assert case.state == CaseState.NOTIFIED
    assert Closure.objects.exists() is not open_again
    if outcome == Outcome.KEEP:
        assert decision.statement.words_en["finding"] == "On appeal, the talk takes answers again."
    if open_again:
        answer(world, first)


def test_only_the_message_that_began_a_talk_can_close_it(world):
    world, first, _case = world
    second = post_add(author=world.author, thread=first.thread, text="It hums at night.", now=NOW)

    for item in (second, publish(world.space, world.author)):
        with pytest.raises(BadInput):
            decide(world.alder, report(item, world.reporter).report.case, Outcome.CLOSE)
