"""Many hands at once: one decision per case, no earlier decider ever, nothing told before its time."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest

from apps.base.errors import NotNow, Refusal
from apps.ledger.models import Event
from apps.moderation.measures import Emergency
from apps.moderation.models import Case, Decision
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.selectors.case_page import case_page
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.decisions import decision_undo
from apps.moderation.services.emergencies import emergencies_lapse, emergency_mask
from apps.moderation.services.publication import decisions_publish
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import CONFIRMED_WITHIN, CaseState, EmergencyGround, Outcome
from apps.notices.models import Notice
from tests.at_once import at_once
from tests.moderation.world import LATER, NOW, decide, decided, make_world, manager, report, talk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]
FULL = pytest.mark.prove


def open_cases(world, number: int) -> list[Case]:
    posts = [talk(world.space, world.author, f"Message {n} of many, all different.") for n in range(number)]
    return [report(post, world.reporter, Ground.OFF_TOPIC).report.case for post in posts]


@pytest.mark.parametrize(("hands", "number"), [(8, 6), pytest.param(20, 1000, marks=FULL)])
def test_twenty_people_deciding_the_same_cases_never_decide_one_twice(hands, number):
    world = make_world()
    managers = [manager(f"tm_{n}", world.space) for n in range(hands)]
    cases = open_cases(world, number)
    told: list[str] = []

    def work(n: int) -> None:
        for case in random.Random(n).sample(cases, len(cases)):
            try:
                decide(managers[n], case, Outcome.KEEP, rule=None)
            except Refusal as refusal:
                told.append(str(refusal.sentence))

    at_once(hands, work)

    assert Decision.objects.count() == number
    assert len(told) == (hands - 1) * number  # everybody else was told
    assert all("Nothing of yours was sent" in sentence for sentence in told)


@pytest.mark.parametrize(("number", "attempts"), [(4, 40), pytest.param(25, 500, marks=FULL)])
def test_no_earlier_decider_ever_answers_an_appeal(number, attempts):
    world = make_world()
    managers = [manager(f"tm_{n}", world.space) for n in range(6)]
    chance = random.Random(7)
    first: dict[int, int] = {}
    for case in open_cases(world, number):
        who = chance.choice(managers)
        first[case.pk] = who.pk
        decided(who, case, Outcome.KEEP, rule=None)
        appeal_file(account=world.author.account, case=case, text="Read it again.", now=LATER)

    for _ in range(attempts):
        case, who = Case.objects.get(pk=chance.choice(list(first))), chance.choice(managers)
        try:
            decide(who, case, chance.choice([Outcome.KEEP, Outcome.LABEL, Outcome.MASK]), now=LATER)
        except Refusal:
            assert who.pk == first[case.pk] or case.state in {CaseState.DECIDED, CaseState.NOTIFIED}
        if chance.random() < 0.3:
            decisions_publish(now=LATER + timedelta(seconds=11))

    answers = Decision.objects.filter(instance="appeal", undone_at=None)
    assert answers
    assert all(answer.decided_by_id != first[answer.case_id] for answer in answers)


@pytest.mark.parametrize("rounds", [8, pytest.param(60, marks=FULL)])
def test_undoing_and_sending_at_the_same_moment_are_never_both_done(rounds):
    world = make_world()
    for case in open_cases(world, rounds):
        decision = decide(world.alder, case, Outcome.KEEP, rule=None)

        def work(n: int, decision: Decision = decision) -> None:
            if n:
                decisions_publish(now=LATER)
                return
            with suppress(NotNow):  # it is sent already
                decision_undo(account=world.alder, decision=decision, now=LATER)

        at_once(2, work)

        decision.refresh_from_db()
        assert (decision.undone_at is None) != (decision.published_at is None)
        assert Notice.objects.filter(about=decision.reference).exists() == (decision.published_at is not None)


def test_reports_filed_at_the_same_moment_join_one_case():
    world = make_world()

    at_once(8, lambda n: report(world.review, None))

    assert Case.objects.count() == 1
    assert Case.objects.get().reports.count() == 8


def test_several_senders_send_each_decision_once():
    world = make_world()
    for case in open_cases(world, 6):
        decide(world.alder, case, Outcome.KEEP, rule=None)

    at_once(4, lambda n: decisions_publish(now=NOW + timedelta(seconds=11)) and None)
    decisions_publish(now=NOW + timedelta(seconds=11))

    assert Decision.objects.published().count() == 6
    assert Notice.objects.count() == 12


@pytest.mark.parametrize("late", [-1, 0], ids=["a second before the hour", "at the hour"])
def test_confirmed_or_ended_by_itself_the_hour_alone_says_which(late):
    world = make_world()
    case = report(world.review, world.reporter, now=NOW).report.case
    draft = DecisionDraft(Outcome.MASK, RuleCode.PRIVATE_PERSON, seen_version=1)
    emergency_mask(account=world.alder, case=case, draft=draft, ground=EmergencyGround.PRIVATE_DATA, now=NOW)
    hour, heard = NOW + CONFIRMED_WITHIN, []

    def work(n: int) -> None:
        if n:
            emergencies_lapse(now=hour)
            return
        try:
            decide(world.rowan, case, Outcome.MASK, now=hour + timedelta(seconds=late))
        except Refusal as refusal:
            heard.append(str(refusal.sentence))

    at_once(2, work)
    decisions_publish(now=hour + timedelta(seconds=30))
    emergencies_lapse(now=hour + timedelta(seconds=30))

    end = Emergency.objects.get().end
    automatic = Event.objects.filter(kind="emergency.ended").count()
    decisions = Decision.objects.published().filter(case=case, instance="first").count()
    page = case_page(case.reference, world.author.account, now=hour).timeline
    said = [entry for entry in page if "automatic rule" in entry.text]
    world.review.refresh_from_db()
    if end == "confirmed":
        assert (late, automatic, decisions, said, world.review.state) == (-1, 0, 1, [], "masked")
    else:  # given back at its hour: a decision that was on its way is then the first about words that are shown
        assert (end, automatic, len(said)) == ("lapsed", 1, 1)
        assert world.review.state == ("masked" if decisions else "published")
        assert decisions + len(heard) == 1
