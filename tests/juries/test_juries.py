"""Second appeals: drawn by the log, voted alone, answered like any decision, restored when nobody answers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.translation import override

from apps.base.errors import NotFound, NotNow, NotYours
from apps.juries import services
from apps.juries.models import Jury, Seat
from apps.juries.practice import lesson_by_key, lessons_for
from apps.juries.states import JuryState, Left
from apps.moderation.models import Case, Evidence
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.selectors.report_weights import voices_of
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.cases import locked, windows_close
from apps.moderation.services.juries import jury_decide
from apps.moderation.states import CaseState, Outcome, Result
from apps.moderation.targets import target_of_case
from apps.moderation.wording import JuryFacts
from apps.notices.models import Notice
from apps.people.erasure import Words, account_erase
from apps.people.models import Persona
from apps.posts.models import Review
from apps.posts.states import ItemState
from apps.spaces.models import Mandate, Pause, Space, Visibility
from apps.spaces.services import space_leave
from tests.audits.world import watched
from tests.juries.world import CALLED, WHY, appealed, called, drawn, members, vote
from tests.moderation.world import NOW, decided, make_world, publish, report

SOON = CALLED + timedelta(seconds=11)
OVER = CALLED + timedelta(days=14)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture(scope="module")
def made(kept):
    with watched():
        return kept(called)


@pytest.fixture
def jury(made, db):
    with watched():
        yield Jury.objects.select_related("case__author", "case__space").get()


def test_the_log_draws_once_witnesses_have_signed_what_it_holds(jury):
    assert services.juries_draw(now=CALLED) == 0

    seats = drawn(jury)

    assert len(seats) == 5
    assert services.juries_draw(now=CALLED) == 0
    assert Notice.objects.filter(kind="jury.invited").count() == 5


def test_whoever_has_a_link_by_the_time_of_the_draw_is_passed_over_and_the_list_says_so(jury):
    barred = list(Persona.objects.filter(pseudonym__startswith="juror").order_by("pk")[:4])
    for one in barred:
        Pause.objects.create(space=jury.case.space, persona=one, until=OVER)

    seats = drawn(jury)

    assert len(seats) == 5
    assert not {seat.persona_id for seat in seats} & {one.pk for one in barred}
    assert set(jury.seats.exclude(left_at=None).values_list("left_why", "persona")) <= {(Left.LINKED, None)}


def test_what_most_would_take_at_least_is_decided_and_told_to_all(jury):
    votes = [Outcome.KEEP, Outcome.KEEP, Outcome.LABEL, Outcome.MASK, Outcome.MASK]
    for seat, outcome in zip(drawn(jury), votes, strict=True):
        vote(seat, outcome)
    assert services.juries_count(now=CALLED + timedelta(seconds=5)) == 0  # a vote may be changed for ten seconds

    assert services.juries_count(now=SOON) == 1

    jury.refresh_from_db()
    decision = jury.decision
    assert (decision.outcome, decision.result, decision.decided_by) == (Outcome.LABEL, Result.CHANGED, None)
    assert decision.statement.words_en["finding"].startswith("A jury changed the decision.")
    assert "5 members voted, each alone" in decision.statement.words_en["automation"]
    case = Case.objects.get(pk=jury.case_id)
    assert case.state == CaseState.CLOSED
    assert not Evidence.objects.filter(case=case).exists()
    assert Notice.objects.filter(about=decision.reference).count() == 2
    assert Notice.objects.filter(kind="jury.ended").count() == 5


def test_a_jury_that_sets_a_mask_aside_gives_the_item_back(jury):
    for seat in drawn(jury):
        vote(seat, Outcome.KEEP)

    services.juries_count(now=SOON)

    assert Jury.objects.get().decision.result == Result.OVERTURNED
    assert _review(jury).state == ItemState.PUBLISHED


def test_no_answer_in_fourteen_days_restores_the_item(jury):
    seats = drawn(jury)
    for seat in seats[:2]:
        vote(seat, Outcome.MASK)
    assert services.juries_count(now=OVER - timedelta(seconds=1)) == 0
    assert _review(jury).state == ItemState.MASKED

    assert services.juries_count(now=OVER) == 1

    assert services.juries_count(now=OVER) == 0
    assert _review(jury).state == ItemState.PUBLISHED
    jury.refresh_from_db()
    assert (jury.state, jury.decision) == (JuryState.SILENT, None)
    assert Notice.objects.filter(kind="moderation.author", context__en__startswith="The jury gave no answer").exists()


def test_the_mask_before_a_jury_comes_back_when_another_falls_while_it_sits_and_not_once_it_was_silent(db):
    world = make_world()
    members(world.space, 5)
    case, after = appealed(world), OVER + timedelta(hours=1)
    _masked_by_another(world, Ground.INSULT, RuleCode.INSULT, CALLED)
    services.jury_call(account=world.author.account, case=case, text="Read it.", now=CALLED)

    _set_aside(world, CALLED + timedelta(hours=1))
    world.review.refresh_from_db()
    assert (world.review.state, world.review.case) == (ItemState.MASKED, case.reference)

    services.juries_count(now=OVER)
    next_one = report(publish(world.space, world.author, text="Another stay."), world.reporter, now=OVER).report.case
    assert voices_of(next_one) == [0.5]  # nobody said whether the first report was right
    _masked_by_another(world, Ground.OFF_TOPIC, RuleCode.OFF_TOPIC, OVER)
    _set_aside(world, after)
    world.review.refresh_from_db()
    assert world.review.state == ItemState.PUBLISHED


def _masked_by_another(world, ground, rule, at):
    case = report(world.review, world.reporter, ground, now=at).report.case
    decided(world.alder, case, Outcome.MASK, rule=rule, now=at)


def _set_aside(world, at):
    case = Case.objects.filter(item=world.review.reference).order_by("-pk")[0]
    appeal_file(account=world.author.account, case=case, text="It breaks no rule.", now=at)
    decided(world.rowan, case, Outcome.KEEP, rule=None, now=at)


def test_a_jury_that_was_never_drawn_restores_the_item_too(jury):
    assert services.juries_count(now=OVER) == 1

    assert _review(jury).state == ItemState.PUBLISHED


def test_more_than_half_of_the_seats_answer_when_the_time_is_over(jury):
    for seat in drawn(jury)[:3]:
        vote(seat, Outcome.MASK)

    services.juries_count(now=OVER)

    assert Jury.objects.get().decision.result == Result.UPHELD
    assert _review(jury).state == ItemState.MASKED


def test_words_that_changed_are_not_judged(jury):
    drawn(jury)
    _review(jury).__class__.objects.filter(pk=_review(jury).pk).update(text="Other words.", version=2)

    services.juries_count(now=SOON)

    assert Jury.objects.get().state == JuryState.MOOT


def test_who_declines_or_is_silent_gives_the_seat_to_the_next_lot(jury):
    first, second, *_others = drawn(jury)
    services.seat_decline(account=first.persona.account, reference=first.reference, now=CALLED)
    vote(second, Outcome.KEEP)

    services.invitations_lapse(now=CALLED + timedelta(days=4))

    assert jury.seats.filter(left_why="declined").count() == 1
    assert jury.seats.filter(left_why="silent").count() == 4  # the one who stepped in was silent too
    assert jury.seats.sitting().count() == 4  # nine could be drawn
    with pytest.raises(NotNow):
        vote(first, Outcome.KEEP)


def test_a_juror_who_erases_everything_leaves_the_seat_to_the_next_lot(jury):
    first, *_others = drawn(jury)
    account_erase(account=first.persona.account, words=Words.DETACH, now=CALLED)

    assert services.juries_count(now=SOON) == 0

    first.refresh_from_db()
    assert (first.persona, first.left_why) == (None, "gone")
    assert jury.seats.sitting().count() == 5


def test_nobody_votes_before_the_training_or_from_the_seat_of_another(jury):
    first, second, *_others = drawn(jury)
    services.seat_accept(account=first.persona.account, reference=first.reference, now=CALLED)

    with pytest.raises(NotNow, match="training"):
        services.seat_vote(
            account=first.persona.account, reference=first.reference, outcome="keep", words=WHY, now=CALLED
        )
    with pytest.raises(NotFound):
        services.seat_accept(account=second.persona.account, reference=first.reference, now=CALLED)


def test_a_settled_case_teaches_without_names_also_when_its_evidence_is_gone(jury):
    review = publish(jury.case.space, jury.case.author, "Anna Bell came late. The pipe holds.")
    report(review, None, now=CALLED)
    case = Case.objects.get(item=review.reference)
    alder = Mandate.objects.get(public_name="tm_alder").account
    decided(alder, case, Outcome.KEEP, rule=None, now=CALLED)
    over = CALLED + timedelta(days=200)
    windows_close(now=over)

    lesson = lessons_for(alder, now=over)[0]

    assert (lesson.text, lesson.right) == ("[left out] came late. The pipe holds.", Outcome.KEEP)
    assert lesson_by_key(case.reference) == lesson


def test_a_jury_is_asked_once_by_a_party_after_the_appeal(jury):
    author = jury.case.author.account
    with pytest.raises(NotNow, match="asked about this already"):
        services.jury_call(account=author, case=jury.case, text="Again.", now=CALLED)
    with pytest.raises(NotYours):
        services.jury_call(account=members(jury.case.space, 1, called="other")[0].account, case=jury.case,
                           text="Me too.", now=CALLED)  # fmt: skip


def test_a_space_with_too_few_members_says_so(db):
    world = make_world()
    case = appealed(world)

    with pytest.raises(NotNow, match="too few members"):
        services.jury_call(account=world.author.account, case=case, text="Read it.", now=CALLED)

    case.refresh_from_db()
    assert case.state == CaseState.NOTIFIED


def test_the_database_refuses_a_juror_with_a_part_a_changed_vote_and_a_decision_without_votes(jury):
    seats = drawn(jury)
    for seat in seats:
        vote(seat, Outcome.MASK)
    services.juries_count(now=SOON)
    world = jury.case
    for persona in (world.author, world.reports.get().reporter, seats[0].persona):
        with pytest.raises(IntegrityError, match="without a part"), transaction.atomic():
            Seat.objects.create(jury=jury, persona=persona, lot="x", group="new", side="neither", number=90,
                                invited_at=NOW, answer_before=NOW)  # fmt: skip
    for statement in (
        "UPDATE juries_seat SET outcome = 'keep'",
        "UPDATE juries_jury SET members = '[]'",
        "UPDATE juries_jurydraw SET seed = 'x'",
        "UPDATE juries_jury SET state = 'moot'",
        "DELETE FROM juries_seat",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_decision_of_a_jury_stands_on_the_votes_of_persons(jury):
    drawn(jury)

    with pytest.raises(IntegrityError, match="more than half of its seats"), transaction.atomic():
        _decide_without_votes(jury)


def _decide_without_votes(jury):
    facts = JuryFacts(votes=5, seats=5)
    jury_decide(case=locked(jury.case), outcome=Outcome.MASK, jury=facts, target=target_of_case(jury.case), now=SOON)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def _review(jury):
    return Review.objects.get(reference=jury.case.item)


def test_a_party_who_left_a_members_only_space_still_reads_what_becomes_of_their_jury(jury, client):
    space, author = jury.case.space, jury.case.author
    Space.objects.filter(pk=space.pk).update(visibility=Visibility.MEMBERS)
    space_leave(persona=author, space=space, now=SOON)

    assert client.get(reverse("juries:jury", args=[jury.case.reference])).status_code == 404
    client.force_login(author.account)
    assert client.get(reverse("juries:jury", args=[jury.case.reference])).status_code == 200
    assert client.get(f"/en/case/{jury.case.reference}/").status_code == 200
