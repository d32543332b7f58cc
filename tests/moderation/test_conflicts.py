"""Nobody decides where they have a link, and nobody answers an appeal against themselves or against a friend."""

import copy
import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from apps.audits.models import Declaration
from apps.base.errors import BadInput, NotNow, NotYours
from apps.moderation.conflicts import not_mine
from apps.moderation.models import Case, Decision
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.cases import case_take
from apps.moderation.services.ties import TieDraft, tie_declare, tie_end
from apps.moderation.states import UNDO, Instance, Outcome, Result
from apps.moderation.ties import Tie
from apps.people.invitations import arrival_note, invitation_make
from apps.posts.models import DeclaredLink, Subject
from apps.posts.services import ReviewDraft, review_publish
from apps.spaces.models import Mandate, Professional, Representative
from apps.spaces.services import space_join
from tests.moderation.world import LATER, NOW, decide, decided, make_world, manager, person, report

ATTEMPTS = 300  # of each seed; 34 seeds make 10,200
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(scope="module")
def built(kept):
    return kept(build)


def build():
    world = make_world()
    return world, report(world.review, world.reporter).report.case


@pytest.fixture
def world(built, db):
    return copy.deepcopy(built)


def office(account) -> Mandate:
    return Mandate.objects.get(account=account)


def represents(world) -> None:
    Representative.objects.create(
        operator=world.space.operator, account=world.alder, real_name="A. Alder", role_fr="r", role_en="r", from_at=NOW
    )


def speaks_for_the_subject(world) -> None:
    subject = world.review.subject.reference
    Professional.objects.create(
        account=world.alder, real_name="A. Alder", job_fr="j", job_en="j", subject=subject, verified_at=NOW
    )


def declared_in_a_review(world) -> None:
    me = world.alder.personas.get()
    space_join(persona=me, space=world.space, now=NOW)
    draft = ReviewDraft(
        stars=5, text="My cousin runs it.", experience_on=NOW.date(), link=DeclaredLink.OTHER, language="en"
    )
    review_publish(author=me, space=world.space, subject=Subject.objects.get(), draft=draft, now=NOW)


def invited_the_author(world) -> None:
    link = invitation_make(account=world.alder, now=NOW)
    arrival_note(account=world.author.account, reference=link.reference, now=NOW)


def was_invited_by_the_reporter(world) -> None:
    link = invitation_make(account=world.reporter.account, now=NOW)
    arrival_note(account=world.alder, reference=link.reference, now=NOW)


def tied_to(**what):
    return lambda world: tie_declare(
        account=world.alder, draft=TieDraft(office(world.alder), **{k: get(world) for k, get in what.items()}), now=NOW
    )


@pytest.mark.parametrize(
    ("make_link", "said"),
    [
        (represents, "you answer for this operator"),
        (speaks_for_the_subject, "what this review is about"),
        (declared_in_a_review, "what this review is about"),
        (invited_the_author, "knows of a link between you and a party"),
        (was_invited_by_the_reporter, "knows of a link between you and a party"),
        (tied_to(operator=lambda w: w.space.operator), "declared link with this operator"),
        (tied_to(space=lambda w: w.space), "declared link with this space"),
        (tied_to(persona=lambda w: w.author), "declared link with a party"),
        (tied_to(persona=lambda w: w.reporter), "declared link with a party"),
    ],
)
def test_whoever_has_a_link_is_told_why_and_another_is_asked(world, make_link, said):
    world, case = world
    assert not_mine(world.alder, [case], now=NOW) == {}

    make_link(world)

    for act in (decide, lambda account, case: case_take(account=account, case=case, now=NOW)):
        with pytest.raises(NotYours, match=rf"{said}.*Asked instead: tm_rowan\."):
            act(world.alder, case)
    assert said in not_mine(world.alder, [case], now=NOW)[case.pk]
    assert decide(world.rowan, case).pk


def test_the_desk_says_why_and_offers_no_button(world, client):
    world, case = world
    represents(world)
    client.force_login(world.alder)

    page = client.get(f"/en/desk/i/{case.reference}/").content.decode()

    assert "Not yours: you answer for this operator" in page
    assert 'name="outcome"' not in page


def test_what_one_declared_as_an_auditor_counts_at_the_desk(world):
    world, case = world
    named = {"mandate": office(world.alder), "named": "tm_alder", "operator": world.space.operator}
    Declaration.objects.create(linked=True, declared_at=NOW, expires_at=NOW + timedelta(days=9), **named)

    with pytest.raises(NotYours, match="declared link with this operator"):
        decide(world.alder, case)


def test_a_link_is_declared_by_oneself_or_by_another_with_a_reason_and_ended_by_whoever_declared_it(world):
    world, _case = world
    alder, rowan = office(world.alder), office(world.rowan)

    with pytest.raises(BadInput) as refused:
        tie_declare(account=world.rowan, draft=TieDraft(alder, space=world.space), now=NOW)
    assert "reason" in refused.value.errors
    tie = tie_declare(account=world.rowan, draft=TieDraft(alder, space=world.space, reason="He built it."), now=NOW)
    with pytest.raises(NotNow, match="already"):
        tie_declare(account=world.alder, draft=TieDraft(alder, space=world.space), now=NOW)
    with pytest.raises(NotYours):
        tie_end(account=world.alder, tie=tie, now=NOW)
    assert tie_end(account=world.rowan, tie=tie, now=NOW).ended_at == NOW
    for wrong in ({}, {"colleague": alder}, {"space": world.space, "colleague": rowan}):
        with pytest.raises(BadInput):
            tie_declare(account=world.alder, draft=TieDraft(alder, **wrong), now=NOW)
    with pytest.raises(NotYours):
        tie_declare(account=world.author.account, draft=TieDraft(alder, space=world.space, reason="x"), now=NOW)


def test_a_friend_of_the_first_decider_does_not_take_the_appeal_and_an_ended_link_counts_no_more(world):
    world, case = world
    tie = tie_declare(account=world.rowan, draft=TieDraft(office(world.rowan), colleague=office(world.alder)), now=NOW)
    decided(world.alder, case)
    appeal_file(account=world.author.account, case=case, text="No.", now=LATER)

    with pytest.raises(NotYours, match="declared link with tm_alder, who decided first"):
        case_take(account=world.rowan, case=case, now=LATER)
    with pytest.raises(NotYours, match="declared link with whoever decided first"):
        decide(world.rowan, case, now=LATER)
    tie_end(account=world.rowan, tie=tie, now=LATER)
    assert decide(world.rowan, case, now=LATER).pk


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.prove) for n in range(1, 34))])
def test_the_database_lets_no_earlier_decider_and_nobody_linked_with_one_answer(world, seed, record_property):
    """Rows written past every check of ours: whoever may not is stopped by the database alone."""
    world, _case = world
    chance = random.Random(seed)
    people = [manager(f"tm_{n}", world.space) for n in range(8)]
    offices = [office(account) for account in people]
    linked = {frozenset(pair) for pair in chance.sample([(a, b) for a in range(8) for b in range(a)], 8)}
    for a, b in linked:
        Tie.objects.create(mandate=offices[a], colleague=offices[b], declared_by=offices[a], declared_at=NOW)
    refused = allowed = wrong = 0
    for number in range(ATTEMPTS):
        case = _case_of(world, number)
        before = _firsts(case, people, chance)
        who = chance.randrange(8)
        forbidden = any(who == other or frozenset({who, other}) in linked for other in before)
        written = _answer(case, people[who])
        allowed, refused, wrong = allowed + written, refused + (not written), wrong + (written == forbidden)

    Decision.objects.all().delete()  # nobody was told of them

    assert (wrong, refused > 0, allowed > 0) == (0, True, True)
    record_property("attempts", ATTEMPTS)
    record_property("refused", refused)
    record_property("seen by an earlier decider or one linked with them", wrong)


def _case_of(world, number: int) -> Case:
    return Case.objects.create(
        item=f"item{number}", item_kind="post", space=world.space, opened_by="random", opened_at=NOW, decide_before=NOW
    )


def _row(case: Case, account, instance: Instance, **more) -> Decision:
    moments = {"taken_up_at": NOW, "decided_at": NOW, "publish_at": NOW + UNDO}
    return Decision(
        case=case, instance=instance, outcome=Outcome.KEEP, item_version=1, decided_by=account, **moments, **more
    )


def _firsts(case: Case, people: list, chance: random.Random) -> list[int]:
    """A first decision that stands, and perhaps one that was undone: that one counts for nothing."""
    undone, first = chance.sample(range(8), 2)
    if chance.random() < 0.5:
        _row(case, people[undone], Instance.FIRST, undone_at=NOW + timedelta(seconds=1)).save()
    _row(case, people[first], Instance.FIRST).save()
    return [first]


def _answer(case: Case, account) -> bool:
    try:
        with transaction.atomic():
            _row(case, account, Instance.APPEAL, result=Result.UPHELD).save()
    except IntegrityError:
        return False
    return True


def test_a_decision_stays_with_its_decider_and_what_was_undone_stays_undone(world):
    world, case = world
    decision = decide(world.alder, case)

    with pytest.raises(IntegrityError, match="stays with"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(decided_by=world.rowan)
    Decision.objects.filter(pk=decision.pk).update(undone_at=NOW)
    with pytest.raises(IntegrityError, match="stays undone"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(undone_at=None)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_one_person_under_several_names_is_one(world):
    world, _case = world
    other = person("second name of nobody", world.space)
    case = report(world.review, other).report.case
    tie_declare(account=world.alder, draft=TieDraft(office(world.alder), persona=other), now=NOW)

    with pytest.raises(NotYours):
        decide(world.alder, case)
