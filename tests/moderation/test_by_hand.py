"""Somebody with a line to the database and a bad intention: what the charter promises about cases is refused there too.

Each sentence of SQL is one promise. None of these goes through our own code.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from apps.moderation.measures import Emergency, Order
from apps.moderation.models import Case
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.emergencies import emergency_mask
from apps.moderation.services.orders import OrderDraft, order_enter
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import EmergencyGround, Outcome
from apps.moderation.targets import of_item
from tests.moderation.world import LATER, NOW, decide, decided, make_world, publish, report, talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

AS_ANOTHER = """
INSERT INTO moderation_decision (reference, case_id, instance, outcome, rule, result, spans, item_version, digest,
    decided_by_id, decider_name, taken_up_at, decided_at, publish_at, score_shown)
SELECT 'by-hand-' || {who}, case_id, '{instance}', 'keep', NULL, '{result}', '[]', 1, '', {who}, '', decided_at,
    decided_at, decided_at + interval '{waits}', ''
FROM moderation_decision WHERE id = {decision}
"""
APPEAL = """
INSERT INTO moderation_appeal (reference, case_id, decision_id, party, text, filed_at)
SELECT 'by-hand', {case}, {decision}, 'author', 'Read it.', published_at + interval '{later}'
FROM moderation_decision WHERE id = {decision}
"""
FORBIDDEN = {
    "a decision without a statement": AS_ANOTHER.format(
        who="{rowan}", instance="appeal", result="upheld", waits="10 s", decision="{decision}"
    ),
    "the same person on appeal": AS_ANOTHER.format(
        who="{alder}", instance="appeal", result="upheld", waits="10 s", decision="{decision}"
    ),
    "the author decides": AS_ANOTHER.format(
        who="{author}", instance="appeal", result="upheld", waits="10 s", decision="{decision}"
    ),
    "who reported decides": AS_ANOTHER.format(
        who="{reporter}", instance="appeal", result="upheld", waits="10 s", decision="{decision}"
    ),
    "nobody decides": AS_ANOTHER.format(
        who="NULL", instance="appeal", result="upheld", waits="10 s", decision="{decision}"
    ),
    "sent without the ten seconds": AS_ANOTHER.format(
        who="{rowan}", instance="appeal", result="upheld", waits="9 s", decision="{decision}"
    ),
    "decided twice": AS_ANOTHER.format(who="{rowan}", instance="first", result="", waits="10 s", decision="{decision}"),
    "another outcome": "UPDATE moderation_decision SET outcome = 'keep', spans = '[]' WHERE id = {decision}",
    "another rule": "UPDATE moderation_decision SET rule = 8 WHERE id = {decision}",
    "more is masked": "UPDATE moderation_decision SET spans = '[[0, 9]]' WHERE id = {decision}",
    "another decider": "UPDATE moderation_decision SET decided_by_id = {rowan} WHERE id = {decision}",
    "about other words": "UPDATE moderation_decision SET digest = repeat('0', 64) WHERE id = {decision}",
    "unpublished": "UPDATE moderation_decision SET published_at = NULL WHERE id = {decision}",
    "undone once it is sent": "UPDATE moderation_decision SET undone_at = published_at WHERE id = {decision}",
    "undone after it was unpublished": (
        "UPDATE moderation_decision SET published_at = NULL, undone_at = published_at WHERE id = {decision}"
    ),
    "taken out": "DELETE FROM moderation_appeal; DELETE FROM moderation_statementofreasons WHERE decision_id = "
    "{decision}; DELETE FROM moderation_decision WHERE id = {decision}",
    "another statement": "UPDATE moderation_statementofreasons SET own_words = 'x' WHERE decision_id = {decision}",
    "no statement": "DELETE FROM moderation_statementofreasons WHERE decision_id = {decision}",
    "sent without notices": "DELETE FROM notices_notice; UPDATE moderation_decision SET published_at = publish_at "
    "WHERE id = {waiting}",
    "appealed twice": APPEAL.format(case="{case}", decision="{decision}", later="1 day"),
    "appealed too late": APPEAL.format(case="{other}", decision="{kept}", later="184 days"),
    "appealed in another case": APPEAL.format(case="{case}", decision="{kept}", later="1 day"),
    "an order appealed": APPEAL.format(case="{ordered}", decision="{order}", later="1 day"),
    "an order before a jury, by an appeal": "UPDATE moderation_appeal SET case_id = {ordered}",
    "an emergency of a week": "UPDATE moderation_emergency SET confirm_before = confirm_before + interval '6 days'",
    "an emergency ended without saying how": "UPDATE moderation_emergency SET ended_at = confirm_before",
    "reported twice by one": (
        "INSERT INTO moderation_report (reference, case_id, ground, passages, text, reporter_id, item_version, digest, "
        "receipt_digest, filed_at) SELECT 'by-hand', case_id, ground, passages, text, reporter_id, item_version, "
        "digest, 'x', filed_at FROM moderation_report WHERE reporter_id IS NOT NULL LIMIT 1"
    ),
    "held without a lease": "UPDATE moderation_case SET state = 'claimed', lease_until = NULL WHERE id = {other}",
}


SAID = {
    "a decision without a statement": "has a statement of reasons",
    "the same person on appeal": "does not decide it again",
    "the author decides": "not taken by a party",
    "who reported decides": "not taken by a party",
    "nobody decides": "taken by a person",
    "sent without the ten seconds": "undone for ten seconds",
    "decided twice": "decision_once_per_instance",
    "another outcome": "never changed",
    "another rule": "never changed",
    "more is masked": "never changed",
    "another decider": "stays with whoever took it",
    "about other words": "only forgotten",
    "unpublished": "stays published",
    "undone once it is sent": "decision_undone_or_published",
    "undone after it was unpublished": "stays published",
    "taken out": "stays as long as its case",
    "another statement": "a statement of reasons is never changed",
    "no statement": "statement",
    "sent without notices": "told to its author",
    "appealed twice": "moderation_appeal_decision_id",
    "appealed too late": "within the time for it",
    "appealed in another case": "of its case",
    "an order appealed": "before its court",
    "an order before a jury, by an appeal": "before its court",
    "an emergency of a week": "within a day",
    "an emergency ended without saying how": "emergency_end_says_how",
    "reported twice by one": "report_once_per_case",
    "held without a lease": "case_claimed_has_a_lease",
}


@pytest.fixture(scope="module")
def built(kept):
    return kept(build)


def build() -> dict[str, object]:
    """One masked and under appeal, one kept, one decided and not sent, an order carried out, an emergency."""
    world = make_world()
    case = report(world.review, world.reporter, Ground.INSULT).report.case
    decision = decided(world.alder, case, rule=RuleCode.INSULT)
    appeal_file(account=world.author.account, case=case, text="No insult.", now=LATER)
    other = report(talk(world.space, world.author), world.reporter, Ground.OFF_TOPIC).report.case
    kept_one = decided(world.alder, other, Outcome.KEEP, rule=None)
    order = ordered(world)
    emergency(world)
    waits = report(publish(world.space, world.author, "Another day, another boiler."), world.reporter).report.case
    waiting = decide(world.alder, waits, Outcome.KEEP, rule=None, now=LATER)
    return {
        "case": case.pk, "decision": decision.pk, "other": other.pk, "kept": kept_one.pk, "waiting": waiting.pk,
        "ordered": order.case_id, "order": order.case.decisions.get().pk, "alder": world.alder.pk,
        "rowan": world.rowan.pk, "author": world.author.account_id, "reporter": world.reporter.account_id,
    }  # fmt: skip


def ordered(world) -> Order:
    text = publish(world.space, world.author, "He was condemned for it, they say.")
    draft = OrderDraft("Court", "26/1", "FR", "Law of 1881, article 29", "France", "Court of appeal", "5e" * 32, NOW)
    order = order_enter(account=world.alder, target=of_item(text), draft=draft, now=NOW)
    decided(world.rowan, order.case, rule=RuleCode.UNLAWFUL)
    return order


def emergency(world) -> Emergency:
    case = report(publish(world.space, world.author, "She lives at 3 Mill Lane."), world.reporter).report.case
    draft = DecisionDraft(Outcome.MASK, RuleCode.PRIVATE_PERSON, seen_version=1)
    mask = emergency_mask(account=world.alder, case=case, draft=draft, ground=EmergencyGround.PRIVATE_DATA, now=NOW)
    return Emergency.objects.get(decision=mask)


@pytest.mark.parametrize("promise", FORBIDDEN)
def test_the_database_refuses_by_itself(built, promise):
    sentence = FORBIDDEN[promise].format(**built)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        by_hand(sentence)
    assert SAID[promise] in str(refused.value)


def by_hand(sentence: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sentence)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_the_platform_does_with_a_decision_it_still_may(built):
    """Forget what it was about once nobody can appeal; leave the office in the place of the person."""
    forgotten = "UPDATE moderation_decision SET digest = '', decided_by_id = NULL, decider_name = '' WHERE id = {}"

    by_hand(forgotten.format(built["decision"]))

    assert Case.objects.get(pk=built["case"]).decisions.get().decided_at + timedelta(seconds=10) <= LATER
