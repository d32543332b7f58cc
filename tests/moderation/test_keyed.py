"""Two keys and the next: what a keyed decision costs, what the item beforehand may tell, undoing before anything."""

import random
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.base import clock
from apps.ledger.models import Event
from apps.moderation.desk_models import Check, DeskChoice
from apps.moderation.models import Case, Decision
from apps.moderation.rules import Ground
from apps.moderation.services import checks
from apps.moderation.services.decisions import decision_undo
from apps.moderation.services.publication import decisions_publish
from apps.moderation.services.standing import standing_reckon
from apps.moderation.states import Outcome, Verdict
from apps.moderation.ties import Tie
from apps.notices.models import Notice
from apps.people.models import Consultation
from apps.posts.services import ReviewDraft, review_edit
from tests.moderation.world import World, decide, make_world, person, publish, report, talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MOST_PER_DECISION, MOST_PER_ITEM, MOST_PER_PAGE = 25, 30, 50  # questions to the database
CASES = 6


def build() -> World:
    """Six messages and a review that somebody reported, each by its own author."""
    world, now = make_world(), clock.now()
    for n in range(CASES):
        words = f"Message {n} of many. It hums in the morning. Nobody knows why."
        reported(talk(world.space, person(f"author_{n}", world.space), words))
    reported(world.review)
    assert Case.objects.filter(opened_at__lte=now + timedelta(minutes=1)).count() == CASES + 1
    return world


def reported(item) -> Case:
    case = report(item, None, Ground.OFF_TOPIC, now=clock.now()).report.case
    standing_reckon(case_id=case.pk, now=clock.now())
    return case


@pytest.fixture
def world(kept) -> World:
    return kept(build)


@pytest.fixture
def desk(client, world) -> Client:
    client.force_login(world.alder)
    return client


def item_of(answer) -> str:
    return re.search(r'data-item="([^"]+)"', answer.content.decode()).group(1)


def ahead(desk: Client, *besides: str, query: str = ""):
    return desk.get(reverse("moderation:desk") + query, headers={"X-Ahead": ",".join(besides)})


def keyed(desk: Client, reference: str, outcome: str = "label", *, query: str = "", **more):
    typed = {"seen_version": 1, "rule": "6", "outcome": outcome, "idempotency_key": f"key-{random.random()}", **more}
    return desk.post(reverse("moderation:decide", args=[reference]) + query, typed, headers={"X-Ahead": "1"})


def next_item(desk: Client) -> str:
    return item_of(desk.get(reverse("moderation:desk"), follow=True))


def test_a_keyed_decision_and_the_next_item_ask_the_database_little(desk, world, monkeypatch):
    monkeypatch.setattr(checks, "ONE_IN", 10**9)  # the one in twenty-five that places a check asks four more
    shown = next_item(desk)
    desk.post(reverse("moderation:take", args=[shown]))
    following = item_of(ahead(desk, shown))

    with CaptureQueriesContext(connection) as decision:
        answer = keyed(desk, shown)
    with CaptureQueriesContext(connection) as item:
        third = ahead(desk, following)
    with CaptureQueriesContext(connection) as page:
        desk.get(reverse("moderation:item", args=[following]))

    assert answer.status_code == 200
    assert third.status_code == 200
    assert len(decision) <= MOST_PER_DECISION, "\n".join(q["sql"][:150] for q in decision.captured_queries)
    assert len(item) <= MOST_PER_ITEM, "\n".join(q["sql"][:150] for q in item.captured_queries)
    assert len(page) <= MOST_PER_PAGE, "\n".join(q["sql"][:150] for q in page.captured_queries)


def test_the_item_beforehand_is_the_next_and_none_where_none_is(desk, world):
    seen = [next_item(desk)]
    while (answer := ahead(desk, *seen[-1:])).status_code == 200:
        parts = answer.content.decode()
        assert parts.count("<article") == parts.count("<aside") == parts.count('<section class="decide"') == 1
        assert "<nav" not in parts
        assert 'form="decision"' in parts
        assert keyed(desk, seen[-1]).status_code == 200
        seen.append(item_of(answer))
    assert len(set(seen)) == CASES + 1
    assert answer.status_code == 204


def test_who_was_shown_an_item_beforehand_stands_in_the_journal(desk, world):
    case = Case.objects.get(reference=item_of(ahead(desk, next_item(desk))))

    assert Consultation.objects.filter(about=case.reference, account=case.author.account).count() == 1


def test_the_item_beforehand_gives_no_right(desk, world):
    shown = next_item(desk)
    following = Case.objects.get(reference=item_of(ahead(desk, shown)))
    mandate = world.alder.mandates.get()
    Tie.objects.create(mandate=mandate, declared_by=mandate, persona=following.author, declared_at=clock.now())

    refused = keyed(desk, following.reference, own_words="What I typed.")

    assert refused.status_code == 403
    assert "you have a declared link with a party" in refused.content.decode()
    assert item_of(ahead(desk, shown)) != following.reference  # and is not offered any more
    assert not Decision.objects.exists()


def test_what_changed_since_comes_back_with_its_reason_and_what_was_typed(desk, world):
    case = Case.objects.get(item=world.review.reference)
    review = world.review
    desk.post(reverse("moderation:take", args=[case.reference]))
    draft = ReviewDraft(
        stars=3, text="Other words now.", experience_on=review.experience_on, link=review.link, language="en"
    )
    review_edit(persona=world.author, review=review, draft=draft, now=clock.now())

    refused = keyed(desk, case.reference, own_words="My own words.")

    answer = refused.content.decode()
    assert refused.status_code == 409
    assert "has edited this since you opened it" in answer
    assert 'role="alert"' in answer
    assert "Other words now." in answer
    assert "My own words." in answer
    assert "<html" not in answer


def test_a_review_to_be_read_blind_tells_nothing_beforehand(desk, world, settings):
    settings.DESK_BLIND_ONE_IN = 1
    others = Case.objects.exclude(item=world.review.reference)
    for case in others:
        assert keyed(desk, case.reference).status_code == 200

    parts = ahead(desk, "none").content.decode()

    assert world.review.text[:20] in parts
    assert "What do you think of this review?" in parts
    assert "Off topic" not in parts
    assert "1 report" not in parts


def test_a_review_whose_answer_is_known_comes_when_it_is_placed(desk, world):
    shown = next_item(desk)
    other = publish(world.space, person("somebody_else", world.space), "Good work, on time, and at the price agreed.")
    check = Check.objects.create(
        reader=world.alder, item=other.reference, space=world.space, digest="0" * 64, known=Verdict.GENUINE,
        by_appeal=False, placed_at=clock.now(),
    )  # fmt: skip

    assert item_of(ahead(desk, shown)) == check.reference
    assert item_of(ahead(desk, check.reference)) != check.reference


def test_the_limit_of_a_day_counts_what_lies_before_ones_eyes(desk, world):
    heavy = [report(talk(world.space, person(f"h{n}", world.space)), None, Ground.INSULT).report.case for n in range(2)]
    for case in heavy:
        standing_reckon(case_id=case.pk, now=clock.now())
    DeskChoice.objects.create(account=world.alder, limit=1)

    assert item_of(ahead(desk, "none")) in {case.reference for case in heavy}
    assert item_of(ahead(desk, heavy[0].reference)) != heavy[1].reference


@pytest.mark.parametrize("times", [10, pytest.param(1_000, marks=pytest.mark.prove)])
def test_every_undo_before_the_notices_leaves_nothing_behind(desk, world, times):
    """At any moment of the ten seconds, with the sender at work at that very moment."""
    case = Case.objects.get(item=world.review.reference)
    told, draw = Notice.objects.count(), random.Random(7)
    for _ in range(times):
        at = clock.now()
        moment = at + timedelta(seconds=draw.uniform(0, 9.999))
        decision = decide(world.alder, case, Outcome.LABEL, seen_version=1, now=at)
        assert decisions_publish(now=moment) == 0
        assert decision_undo(account=world.alder, decision=decision, now=moment).undone_at == moment
        assert decisions_publish(now=at + timedelta(seconds=11)) == 0
    assert Decision.objects.standing().count() == 0
    assert Notice.objects.count() == told
    assert not Event.objects.filter(kind="decision.published").exists()
    world.review.refresh_from_db()
    assert world.review.state == "published"


def test_the_key_of_undo_comes_with_the_answer(desk, world):
    shown = next_item(desk)
    answer = keyed(desk, shown, query="?kind=post").json()["undo"]
    assert 'data-key="z"' in answer

    sent = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]+)"', answer))  # as the form stands there
    undone = desk.post(re.search(r'action="([^"]+)"', answer).group(1), sent)

    assert "idempotency_key" in sent
    assert (undone.status_code, undone.url) == (302, reverse("moderation:item", args=[shown]) + "?kind=post")
    assert Decision.objects.get().undone_at is not None
