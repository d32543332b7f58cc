"""Published first, decided by a person with reasons, undone within ten seconds, told to everybody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from apps.base.errors import BadInput, NotNow, NotYours
from apps.ledger.models import Event, Opening, Pending
from apps.moderation.models import Case, Decision, StatementOfReasons
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.cases import case_release, case_take, leases_release, windows_close
from apps.moderation.services.decisions import decision_undo
from apps.moderation.services.publication import decisions_publish
from apps.moderation.states import CaseState, Instance, Outcome, Result
from apps.notices.models import Notice
from apps.posts.services import item_withdraw, review_edit
from apps.posts.states import ItemState
from tests.moderation.world import (
    LATER,
    NOW,
    TEXT,
    decide,
    decided,
    make_world,
    manager,
    person,
    publish,
    report,
    sentence,
    talk,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def case(world) -> Case:
    return report(world.review, world.reporter, passages=("Sandra Bell took my call and hung up.",)).report.case


def check_promises() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def log_kinds() -> list[str]:
    return list(Pending.objects.order_by("pk").values_list("kind", flat=True))


def test_a_report_hides_nothing(world, case):
    world.review.refresh_from_db()

    assert world.review.state == ItemState.PUBLISHED
    assert case.state == CaseState.OPEN


def test_during_ten_seconds_the_item_the_log_and_the_inboxes_are_untouched(world, case):
    before = log_kinds()

    decide(world.alder, case, spans=(sentence(TEXT, 2),))
    decisions_publish(now=NOW + timedelta(seconds=9))

    world.review.refresh_from_db()
    case.refresh_from_db()
    assert world.review.state == ItemState.PUBLISHED
    assert case.state == CaseState.DECIDED
    assert log_kinds() == before
    assert not Notice.objects.exists()


def test_after_ten_seconds_the_sentence_is_masked_and_everybody_is_told(world, case):
    decision = decided(world.alder, case, spans=(sentence(TEXT, 2),))

    world.review.refresh_from_db()
    case.refresh_from_db()
    assert (world.review.state, world.review.case) == (ItemState.MASKED, case.reference)
    assert case.state == CaseState.NOTIFIED
    told = Notice.objects.filter(about=decision.reference)
    assert {notice.to for notice in told} == {world.author, world.reporter}
    assert "One sentence of your review is masked" in told.get(to=world.author).context["en"]
    assert "Une phrase" in told.get(to=world.author).context["fr"]
    check_promises()


def test_an_undone_decision_counts_for_nothing(world, case):
    decision = decide(world.alder, case)
    decision_undo(account=world.alder, decision=decision, now=NOW + timedelta(seconds=4))
    decisions_publish(now=LATER)

    case.refresh_from_db()
    assert case.state == CaseState.CLAIMED
    assert case.claimed_by.public_name == "tm_alder"
    assert case.lease_until == NOW + timedelta(minutes=5, seconds=4)  # theirs again
    assert not Notice.objects.exists()
    assert "decision.published" not in log_kinds()

    again = decided(world.alder, case, Outcome.KEEP, now=NOW + timedelta(seconds=8))
    assert again.published_at is not None


def test_what_is_sent_is_not_undone(world, case):
    decision = decided(world.alder, case)

    with pytest.raises(NotNow, match="ten seconds are over"):
        decision_undo(account=world.alder, decision=decision, now=LATER)


def test_only_who_decided_can_undo(world, case):
    decision = decide(world.alder, case)

    with pytest.raises(NotYours):
        decision_undo(account=world.rowan, decision=decision, now=NOW)


def test_publishing_twice_tells_once(world, case):
    decided(world.alder, case)

    assert decisions_publish(now=LATER) == 0
    assert Notice.objects.count() == 2
    assert log_kinds().count("decision.published") == 1


def test_the_log_entry_is_opened_by_the_author_and_says_no_text(world, case):
    decided(world.alder, case)

    opening = Opening.objects.get(owner=world.author.reference)
    assert b"decision" not in bytes(opening.key)
    assert b'"outcome":"mask"' in bytes(opening.payload)
    assert b"Sandra" not in bytes(opening.payload)
    assert Pending.objects.get(kind="decision.published").object == case.reference


def test_reports_and_appeals_are_sealed_filings_that_their_owners_can_open(world, case):
    decided(world.alder, case)
    appeal_file(account=world.author.account, case=case, text="She holds a public role.", now=LATER)

    filings = Pending.objects.filter(filing=True)
    assert {f.opening.owner for f in filings} == {world.reporter.reference, world.author.reference}
    assert all(f.object == "" for f in filings)


def test_the_author_cannot_decide(world):
    manager_who_writes = manager("tm_ivy", world.space)
    author = manager_who_writes.personas.get()
    from apps.spaces.services import space_join

    space_join(persona=author, space=world.space, now=NOW)
    case = report(publish(world.space, author), world.reporter).report.case

    with pytest.raises(NotYours, match="You wrote this"):
        decide(manager_who_writes, case)


def test_nobody_without_a_mandate_here_decides(world, case):
    elsewhere = person("bystander").account

    with pytest.raises(NotYours, match="mandate"):
        decide(elsewhere, case)


def test_two_people_deciding_at_once_one_wins_and_the_other_is_told(world, case):
    decide(world.alder, case)

    with pytest.raises(NotNow, match="tm_alder has just decided this"):
        decide(world.rowan, case, Outcome.KEEP)
    assert Decision.objects.count() == 1


def test_what_another_reads_is_left_to_them_until_the_lease_ends(world, case):
    case_take(account=world.alder, case=case, now=NOW)

    with pytest.raises(NotNow, match="tm_alder is at work on this"):
        case_take(account=world.rowan, case=case, now=NOW + timedelta(minutes=4))
    leases_release(now=NOW + timedelta(minutes=6))
    assert (
        case_take(account=world.rowan, case=case, now=NOW + timedelta(minutes=6)).claimed_by.public_name == "tm_rowan"
    )


def test_activity_renews_the_lease(world, case):
    case_take(account=world.alder, case=case, now=NOW)
    case_take(account=world.alder, case=case, now=NOW + timedelta(minutes=4))

    assert leases_release(now=NOW + timedelta(minutes=6)) == 0


def test_one_case_is_in_hand_at_a_time(world, case):
    other = report(talk(world.space, world.author), None, Ground.OFF_TOPIC).report.case
    case_take(account=world.alder, case=case, now=NOW)

    case_take(account=world.alder, case=other, now=NOW)
    case_take(account=world.alder, case=other, now=NOW + timedelta(minutes=4))

    assert set(Case.objects.values_list("pk", "state")) == {(case.pk, "open"), (other.pk, "claimed")}
    assert case_take(account=world.rowan, case=case, now=NOW).claimed_by.public_name == "tm_rowan"
    assert Case.objects.get(pk=other.pk).claimed_by.public_name == "tm_alder"  # what others have stays theirs


def test_taking_over_is_possible_and_leaves_a_trace(world, case):
    case_take(account=world.alder, case=case, now=NOW)

    taken = case_take(account=world.rowan, case=case, now=NOW, take_over=True)

    assert taken.claimed_by.public_name == "tm_rowan"
    assert Event.objects.filter(kind="case.taken", object=case.reference).count() == 2
    with pytest.raises(NotNow, match="tm_rowan is at work"):
        decide(world.alder, case)


def test_a_case_put_off_goes_back_to_the_queue(world, case):
    case_take(account=world.alder, case=case, now=NOW)

    assert case_release(account=world.alder, case=case, now=NOW).state == CaseState.OPEN


def test_an_edit_since_the_person_looked_is_told(world, case):
    _edit(world)

    with pytest.raises(NotNow, match="edited this since"):
        decide(world.alder, case)


def test_an_edit_within_the_ten_seconds_sets_the_decision_aside(world, case):
    decision = decide(world.alder, case)
    _edit(world)
    decisions_publish(now=LATER)

    decision.refresh_from_db()
    case.refresh_from_db()
    assert decision.undone_at is not None
    assert decision.published_at is None
    assert case.state == CaseState.CLAIMED
    leases_release(now=LATER)
    assert decided(world.alder, case, seen_version=2, now=LATER).published_at is not None


def _edit(world) -> None:
    from tests.moderation.world import DeclaredLink, ReviewDraft

    draft = ReviewDraft(stars=2, text="Quite other words.", experience_on=NOW.date(), link=DeclaredLink.CLIENT)
    review_edit(persona=world.author, review=world.review, draft=draft, now=NOW)


def test_what_its_author_withdraws_closes_the_case_and_the_reporter_hears(world, case, settle):
    item_withdraw(persona=world.author, item=world.review, now=NOW)
    settle(NOW)

    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert "withdrawn by its author" in Notice.objects.get(to=world.reporter).context["en"]


def test_a_withdrawal_within_the_ten_seconds_closes_the_case(world, case):
    decide(world.alder, case)
    item_withdraw(persona=world.author, item=world.review, now=NOW)
    decisions_publish(now=LATER)

    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_on_appeal_the_first_decider_is_refused_by_the_database(world, case):
    decided(world.alder, case)
    appeal_file(account=world.author.account, case=case, text="It is true.", now=LATER)

    with pytest.raises(NotYours, match="You decided this case the first time"):
        decide(world.alder, case, Outcome.KEEP, now=LATER)


def test_the_first_decider_cannot_hold_the_appeal_back(world, case):
    decided(world.alder, case)
    appeal_file(account=world.author.account, case=case, text="It is true.", now=LATER)

    with pytest.raises(NotYours, match="somebody else judges"):
        case_take(account=world.alder, case=case, now=LATER)
    assert case_take(account=world.rowan, case=case, now=LATER).state == CaseState.CLAIMED


def test_another_overturns_and_the_review_is_whole_again(world, case):
    decided(world.alder, case, spans=(sentence(TEXT, 2),))
    appeal_file(account=world.author.account, case=case, text="She speaks for the firm in public.", now=LATER)
    case.refresh_from_db()
    assert case.state == CaseState.APPEALED

    answer = decided(world.rowan, case, Outcome.KEEP, now=LATER)

    world.review.refresh_from_db()
    case.refresh_from_db()
    assert (world.review.state, world.review.case, world.review.masked_spans) == (ItemState.PUBLISHED, "", [])
    assert (answer.instance, answer.result) == (Instance.APPEAL, Result.OVERTURNED)
    assert case.appeals.get().answered_by == answer
    assert answer.statement.words_en["finding"] == "On appeal, the review is whole again."
    assert Notice.objects.filter(about=answer.reference).count() == 2
    check_promises()


@pytest.mark.parametrize(
    ("first", "spans", "state"),
    [(Outcome.MASK, (sentence(TEXT, 2),), ItemState.MASKED), (Outcome.LABEL, (), ItemState.PUBLISHED)],
)
def test_where_a_later_mask_is_set_aside_the_text_is_as_the_earlier_case_left_it(world, case, first, spans, state):
    decided(world.alder, case, first, spans=spans)
    later = report(world.review, world.reporter, Ground.INSULT, now=LATER).report.case
    decided(world.alder, later, rule=RuleCode.INSULT, now=LATER)
    appeal_file(account=world.author.account, case=later, text="It is no insult.", now=LATER + timedelta(hours=1))

    decided(world.rowan, later, Outcome.KEEP, rule=None, now=LATER + timedelta(hours=1))

    world.review.refresh_from_db()
    assert (world.review.state, world.review.masked_spans) == (state, [list(span) for span in spans])
    assert world.review.case == (case.reference if state == ItemState.MASKED else "")


@pytest.mark.parametrize(
    ("outcome", "spans", "result"),
    [
        (Outcome.MASK, ((0, 10),), Result.CHANGED),
        (Outcome.MASK, (), Result.UPHELD),
        (Outcome.LABEL, (), Result.CHANGED),
        (Outcome.KEEP, (), Result.OVERTURNED),
    ],
)
def test_what_an_appeal_led_to_follows_from_the_two_decisions(world, case, outcome, spans, result):
    decided(world.alder, case)
    appeal_file(account=world.author.account, case=case, text="No.", now=LATER)

    assert decided(world.rowan, case, outcome, spans=spans, now=LATER).result == result


def test_a_reporter_may_appeal_too_and_a_stranger_may_not(world, case):
    decided(world.alder, case, Outcome.KEEP)

    with pytest.raises(NotYours):
        appeal_file(account=person("stranger").account, case=case, text="No.", now=LATER)
    assert appeal_file(account=world.reporter.account, case=case, text="Read again.", now=LATER).party == "reporter"


def test_an_appeal_is_filed_once_and_within_six_months(world, case):
    decided(world.alder, case)
    with pytest.raises(NotNow, match="over"):
        appeal_file(account=world.author.account, case=case, text="No.", now=NOW + timedelta(days=190))
    appeal_file(account=world.author.account, case=case, text="No.", now=LATER)

    with pytest.raises(NotNow, match="already"):
        appeal_file(account=world.reporter.account, case=case, text="No.", now=LATER)


def test_an_appeal_says_why_and_is_to_be_answered_within_two_weeks(world, case):
    decided(world.alder, case)

    for words in ("   ", "a" * 3_001):
        with pytest.raises(BadInput):
            appeal_file(account=world.author.account, case=case, text=words, now=LATER)
    appeal_file(account=world.author.account, case=case, text="a" * 3_000, now=LATER)

    case.refresh_from_db()
    assert case.decide_before == LATER + timedelta(days=14)


def test_the_time_for_an_appeal_is_over_at_the_moment_that_the_statement_names(world, case):
    until = decided(world.alder, case).statement.appeal_until

    with pytest.raises(NotNow, match="over"):
        appeal_file(account=world.author.account, case=case, text="No.", now=until)
    last = until - timedelta(seconds=1)
    assert appeal_file(account=world.author.account, case=case, text="No.", now=last).filed_at == last
    assert until == NOW + timedelta(days=183, seconds=10)


def test_when_the_window_closes_the_evidence_is_destroyed(world, case):
    decided(world.alder, case)

    assert windows_close(now=NOW + timedelta(days=100)) == 0
    assert windows_close(now=NOW + timedelta(days=190)) == 1
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert not hasattr(case, "evidence")
    assert (case.reports.get().passages, case.reports.get().digest, case.decisions.get().digest) == ([], "", "")
    assert Pending.objects.get(kind="decision.published").commitment


def test_masking_every_sentence_is_masking_all_of_it(world, case):
    spans = tuple(sentence(TEXT, n) for n in range(4))

    assert decide(world.alder, case, spans=spans).spans == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"rule": None}, "rule"),
        ({"outcome": Outcome.PAUSE}, "outcome"),
        ({"spans": ((5, 4000),)}, "spans"),
        ({"own_words": "x" * 2001}, "own_words"),
    ],
)
def test_a_decision_that_cannot_be_taken_gets_a_sentence(world, case, more, field):
    with pytest.raises(BadInput) as refused:
        decide(world.alder, case, **more)

    assert field in refused.value.errors
    assert not Decision.objects.exists()


def test_keeping_needs_no_rule(world, case):
    assert decide(world.alder, case, Outcome.KEEP, rule=None).rule is None


def test_asking_to_edit_and_labelling_hide_nothing(world, case):
    decided(world.alder, case, Outcome.LABEL, rule=RuleCode.HIDDEN_LINK)

    world.review.refresh_from_db()
    assert world.review.state == ItemState.PUBLISHED


# --- what the database itself refuses -------------------------------------------------------------------


@transaction.atomic
def _without(rows) -> None:
    rows.delete()
    check_promises()


def test_no_decision_without_a_statement(world, case):
    decision = decide(world.alder, case)

    with pytest.raises(IntegrityError, match="statement"):
        _without(StatementOfReasons.objects.filter(decision=decision))


def test_no_published_decision_without_its_notices(world, case):
    decision = decided(world.alder, case)

    with pytest.raises(IntegrityError, match="told"):
        _without(Notice.objects.filter(to=world.reporter, about=decision.reference))


def test_no_decision_without_a_person(world, case):
    with pytest.raises(IntegrityError, match="by a person"), transaction.atomic():
        Decision.objects.create(
            case=case,
            instance=Instance.FIRST,
            outcome=Outcome.MASK,
            rule=RuleCode.INSULT,
            item_version=1,
            digest="",
            decided_by=None,
            taken_up_at=NOW,
            decided_at=NOW,
            publish_at=LATER,
        )


@pytest.mark.parametrize("party", ["author", "reporter"])
def test_no_decision_by_a_party(world, case, party):
    account = getattr(world, party).account
    with pytest.raises(IntegrityError, match="party"), transaction.atomic():
        Decision.objects.create(
            case=case,
            instance=Instance.FIRST,
            outcome=Outcome.KEEP,
            item_version=1,
            digest="",
            decided_by=account,
            taken_up_at=NOW,
            decided_at=NOW,
            publish_at=LATER,
        )


def test_a_statement_is_never_changed(world, case):
    statement = decide(world.alder, case).statement

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        StatementOfReasons.objects.filter(pk=statement.pk).update(own_words="something else")


# --- reports ------------------------------------------------------------------------------------------------


def test_further_reports_join_the_one_case(world, case):
    second = report(world.review, person("third"), Ground.INSULT).report
    anonymous = report(world.review, None).report

    assert {second.case, anonymous.case} == {case}
    assert Case.objects.count() == 1


def test_one_report_per_person_is_enough(world, case):
    with pytest.raises(NotNow, match="already"):
        report(world.review, world.reporter)


def test_a_passage_must_stand_in_the_text(world):
    with pytest.raises(BadInput) as refused:
        report(world.review, world.reporter, passages=("Never written.",))

    assert "passages" in refused.value.errors


def test_a_reasoned_doubt_gives_its_reasons(world):
    with pytest.raises(BadInput):
        report(world.review, world.reporter, Ground.NOT_CLIENT)

    case = report(world.review, world.reporter, Ground.NOT_CLIENT, text="No invoice, no visit.").report.case
    assert case.opened_by == "report"  # a doubt is a verified professional's: apps.professionals


def test_what_was_decided_is_not_read_again_for_the_same_reason_until_edited(world, case):
    decided(world.alder, case, Outcome.KEEP)

    again = report(world.review, person("third"), now=NOW + timedelta(hours=1)).report
    other = report(world.review, person("fourth"), Ground.ADVERTISING, now=NOW + timedelta(hours=1)).report

    assert again.case == case
    assert other.case != case


def test_the_evidence_is_what_was_said_when_it_was_first_reported(world, case):
    _edit(world)

    assert case.evidence.text == TEXT


def test_harm_comes_first_and_volume_does_not_count(world):
    quiet = publish(world.space, world.author, "It hums. Nothing else.")
    for n in range(12):
        report(quiet, person(f"crowd {n}"), Ground.OFF_TOPIC)
    report(world.review, world.reporter, Ground.PRIVATE_PERSON)

    assert [c.item for c in Case.objects.waiting().in_order()] == [world.review.reference, quiet.reference]
