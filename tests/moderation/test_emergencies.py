"""Masked at once by a person, for one of two reasons; confirmed by another within a day, or whole again by itself."""

import copy
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from apps.base.errors import BadInput, NotNow, NotYours
from apps.ledger.models import Pending
from apps.moderation.measures import Emergency
from apps.moderation.models import Case, Decision
from apps.moderation.rules import RuleCode
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.emergencies import emergencies_lapse, emergency_lapse, emergency_mask
from apps.moderation.services.publication import decisions_publish
from apps.moderation.services.statements import DecisionDraft, state_reasons
from apps.moderation.services.ties import TieDraft, tie_declare
from apps.moderation.states import CaseState, EmergencyEnd, EmergencyGround, Instance, Outcome
from apps.moderation.targets import of_item
from apps.notices.models import Notice
from apps.posts.services import item_withdraw
from apps.posts.states import ItemState
from apps.spaces.models import Mandate
from tests.moderation.world import NOW, TEXT, decide, decided, make_world, manager, report, sentence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(hours=24)


@pytest.fixture(scope="module")
def built(kept):
    return kept(build)


def build():
    world = make_world()
    return world, report(world.review, world.reporter).report.case


@pytest.fixture
def world(built, db):
    return copy.deepcopy(built)


def mask(account, case, **more) -> Decision:
    draft = DecisionDraft(
        Outcome.MASK, more.pop("rule", RuleCode.PRIVATE_PERSON), seen_version=1, spans=more.pop("spans", ())
    )
    return emergency_mask(account=account, case=case, draft=draft, ground=EmergencyGround.PRIVATE_DATA, now=NOW)


def check_promises() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def states(world, case: Case) -> tuple[str, str, str]:
    world.review.refresh_from_db()
    case.refresh_from_db()
    return world.review.state, case.state, Emergency.objects.get(decision__case=case).end


def test_it_masks_at_once_with_statement_and_notices_and_goes_back_to_the_queue(world):
    world, case = world

    decision = mask(world.alder, case, spans=(sentence(TEXT, 2),))

    assert states(world, case) == (ItemState.MASKED, CaseState.OPEN, "")
    assert case.decide_before == NOW + DAY
    assert decision.published_at == NOW
    words = decision.statement.words_en
    assert "a third party's private data" in words["ground"]
    assert "Another person decides before" in words["redress"]
    assert "Otherwise it ends by itself." in words["to_author"]
    assert {n.to for n in Notice.objects.filter(about=decision.reference)} == {world.author, world.reporter}
    assert Pending.objects.get(kind="decision.published").object == case.reference
    check_promises()


def test_another_confirms_it_and_only_then_is_there_something_to_appeal(world):
    world, case = world
    mask(world.alder, case)

    with pytest.raises(NotNow, match="Nothing is decided yet"):
        appeal_file(account=world.author.account, case=case, text="It is my own name.", now=NOW)
    decision = decided(world.rowan, case, now=NOW + timedelta(hours=2))

    assert states(world, case) == (ItemState.MASKED, CaseState.NOTIFIED, EmergencyEnd.CONFIRMED)
    assert (decision.instance, decision.result) == (Instance.FIRST, "")
    assert emergencies_lapse(now=NOW + DAY) == 0
    case = Case.objects.get(pk=case.pk)
    appeal_file(account=world.author.account, case=case, text="It is my own name.", now=NOW + DAY)
    ivy = manager("tm_ivy", world.space)
    with pytest.raises(NotYours):  # whoever masked first is an earlier decider, too
        decided(world.alder, case, Outcome.KEEP, now=NOW + DAY)
    assert decided(ivy, case, Outcome.KEEP, now=NOW + DAY).result == "overturned"


def test_another_lifts_it(world):
    world, case = world
    mask(world.alder, case)

    decided(world.rowan, case, Outcome.KEEP, now=NOW + timedelta(hours=2))

    assert states(world, case) == (ItemState.PUBLISHED, CaseState.NOTIFIED, EmergencyEnd.LIFTED)


def test_nobody_confirms_it_and_it_is_whole_again_once_with_everybody_told(world):
    world, case = world
    mask(world.alder, case)

    assert emergencies_lapse(now=NOW + DAY - timedelta(seconds=1)) == 0
    assert emergencies_lapse(now=NOW + DAY) == 1
    assert emergencies_lapse(now=NOW + DAY) == 0

    assert states(world, case) == (ItemState.PUBLISHED, CaseState.OPEN, EmergencyEnd.LAPSED)
    told = Notice.objects.filter(about=case.reference)
    assert {n.to for n in told} == {world.author, world.reporter, world.alder.personas.get()}
    assert "By an automatic rule it is shown in full again" in told[0].context["en"]
    assert Pending.objects.filter(kind="emergency.ended").count() == 1
    later = decided(world.rowan, case, now=NOW + DAY)
    assert later.published_at is not None
    assert states(world, case) == (ItemState.MASKED, CaseState.NOTIFIED, EmergencyEnd.LAPSED)


def test_whichever_hand_comes_first_it_ends_at_its_hour_and_for_one_reason(world):
    world, case = world
    decision = mask(world.alder, case)
    soon, over = NOW + DAY - timedelta(seconds=5), NOW + DAY

    assert not emergency_lapse(decision_id=decision.pk, now=soon)
    decide(world.rowan, case, now=soon)  # and its ten seconds run
    assert not emergency_lapse(decision_id=decision.pk, now=over)
    decisions_publish(now=over + timedelta(seconds=5))
    assert not emergency_lapse(decision_id=decision.pk, now=over + DAY)

    assert states(world, case) == (ItemState.MASKED, CaseState.NOTIFIED, EmergencyEnd.CONFIRMED)


def test_its_author_can_open_what_the_log_says_of_its_end(world):
    world, case = world
    mask(world.alder, case)
    emergencies_lapse(now=NOW + DAY)

    kept = Pending.objects.get(kind="emergency.ended").opening
    assert kept.owner == world.author.reference
    assert b"nobody confirmed within 24 hours" in bytes(kept.payload)


def test_what_its_author_withdraws_leaves_nothing_to_restore(world, settle):
    world, case = world
    mask(world.alder, case)
    item_withdraw(persona=world.author, item=world.review, now=NOW)
    settle(NOW)

    assert emergencies_lapse(now=NOW + DAY) == 1
    assert states(world, case) == (ItemState.WITHDRAWN, CaseState.CLOSED, EmergencyEnd.MOOT)


def test_whoever_masked_does_not_confirm_nor_does_anybody_linked_with_them(world):
    world, case = world
    mask(world.alder, case)
    mine, theirs = (Mandate.objects.get(account=account) for account in (world.alder, world.rowan))
    tie_declare(account=world.alder, draft=TieDraft(mine, colleague=theirs, reason="We share a house."), now=NOW)

    with pytest.raises(NotYours):
        decided(world.alder, case)
    with pytest.raises(NotYours, match="declared link"):
        decided(world.rowan, case)
    assert emergencies_lapse(now=NOW + DAY) == 1


def test_an_emergency_comes_once_names_a_rule_and_is_no_answer_to_an_appeal(world):
    world, case = world
    with pytest.raises(BadInput):
        mask(world.alder, case, rule=None)
    mask(world.alder, case)
    with pytest.raises(NotNow, match="comes once"):
        mask(world.rowan, case)
    decided(world.rowan, case, now=NOW)
    appeal_file(account=world.author.account, case=case, text="No.", now=NOW + DAY)

    with pytest.raises(NotNow, match="comes once"):
        mask(manager("tm_ivy", world.space), case)


def test_what_was_written_in_haste_stays_in_its_place_when_something_is_missing(world, client):
    world, case = world
    client.force_login(world.alder)
    words = {"ground": "private_data", "seen_version": 1, "own_words": "A child's address.", "spans": ["2"]}

    page = client.post(f"/en/desk/i/{case.reference}/emergency/", words)

    html = page.content.decode()
    assert page.status_code == 422
    assert "A child&#x27;s address.</textarea>" in html
    assert re.search(r'name="spans" value="2"[^>]*checked', html)
    assert client.post(f"/en/desk/i/{case.reference}/emergency/", {**words, "rule": "4"}).status_code == 302


def test_whoever_confirms_begins_with_the_sentences_that_were_masked(world, client):
    world, case = world
    mask(world.alder, case, spans=(sentence(TEXT, 2),))
    client.force_login(world.rowan)

    html = client.get(f"/en/desk/i/{case.reference}/").content.decode()

    assert re.findall(r'name="spans" value="(\d)"[^>]*checked', html) == ["2"]


def test_no_emergency_without_its_ground_and_nothing_but_a_mask(world):
    world, case = world
    row = {
        "case": case,
        "instance": Instance.EMERGENCY,
        "outcome": Outcome.MASK,
        "rule": RuleCode.INSULT,
        "item_version": 1,
        "decided_by": world.alder,
        "taken_up_at": NOW,
        "decided_at": NOW,
        "publish_at": NOW,
    }
    draft = DecisionDraft(Outcome.MASK, RuleCode.INSULT, seen_version=1)
    with pytest.raises(IntegrityError, match="says its ground"):
        _stated(row, of_item(world.review), draft)
    with pytest.raises(IntegrityError, match="emergency_masks"), transaction.atomic():
        Decision.objects.create(**{**row, "outcome": Outcome.KEEP})


@transaction.atomic
def _stated(row, target, draft) -> None:
    state_reasons(Decision.objects.create(**row), target, draft)
    check_promises()


def test_the_page_says_which_measure_came_first_and_that_the_decision_is_open_to_appeal(world):
    world, case = world
    mask(world.alder, case)
    page = f"/en/case/{case.reference}/"

    waiting = Client().get(page).content.decode()
    assert "The emergency measure" in waiting
    assert "Somebody else confirms this or sets it aside before" in waiting
    assert "Under appeal" not in waiting
    decided(world.rowan, case, now=NOW + timedelta(hours=2))
    settled = Client().get(page).content.decode()
    assert "The decision on appeal" not in settled
    assert "<summary>The emergency measure" in settled
    assert "Appeal, free of charge, until" in settled
