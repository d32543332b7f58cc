"""Many second appeals, many hands: no juror with a part or a link, one draw for all, given back exactly once."""

import json
import random
import runpy
from datetime import timedelta
from pathlib import Path

import pytest

from apps.juries import documents, services
from apps.juries.models import Jury
from apps.juries.states import JuryState
from apps.ledger.models import Event
from apps.moderation.models import Case, Decision
from apps.moderation.services.appeals import appeal_file
from apps.moderation.states import Outcome
from apps.moderation.ties import Tie
from apps.people.models import Arrival, Invitation
from apps.posts.models import Review
from apps.posts.states import ItemState
from apps.signatures.canonical import canonical
from apps.spaces.models import Mandate
from tests.at_once import at_once
from tests.audits.world import watched
from tests.juries.world import CALLED, called, drawn, members
from tests.moderation.world import NOW, decided, make_world, manager, publish, report

FULL = pytest.mark.prove
SCRIPT = Path(__file__).resolve().parents[2] / "deploy/auditor/redraw_jury.py"


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("appeals", [6, pytest.param(1_000, marks=FULL)])
def test_no_juror_is_a_party_linked_or_an_earlier_decider_and_anybody_draws_the_same(appeals, record_property):
    chance, world = random.Random(11), make_world()
    people = members(world.space, 16)
    judges = [manager(f"tm_{n}", world.space) for n in range(3)]
    following = runpy.run_path(str(SCRIPT))["faults"]
    seats = 0
    with watched():
        for number in range(appeals):
            author, reporter, linked, tied, *_rest = chance.sample(people, 4)
            first, second = chance.sample(judges, 2)
            invitation = Invitation.objects.create(account=author.account, made_at=NOW, until=CALLED)
            arrival = Arrival.objects.create(account=linked.account, invitation=invitation, at=NOW)
            tie = Tie.objects.create(
                mandate=Mandate.objects.get(account=first), persona=tied, declared_at=NOW, declared_by=None, reason="x"
            )
            jury = _called(world, author, reporter, (first, second), number)
            for seat in drawn(jury):
                barred = {author.account_id, reporter.account_id, linked.account_id, first.pk, second.pk}
                assert seat.persona.account_id not in barred
                seats += 1
            assert list(following(_files(jury))) == []
            arrival.delete()
            tie.delete()
    record_property("appeals", appeals)
    record_property("jurors", seats)


def _called(world, author, reporter, judges, number) -> Jury:
    review = publish(world.space, author, f"Text {number}, unlike the others: {number * 7919}.")
    report(review, reporter, now=CALLED)
    case = Case.objects.get(item=review.reference)
    decided(judges[0], case, now=CALLED)
    appeal_file(account=author.account, case=case, text="It is mine.", now=CALLED)
    decided(judges[1], case, now=CALLED)
    case.refresh_from_db()
    return services.jury_call(account=author.account, case=case, text="Read it.", now=CALLED + timedelta(minutes=1))


def _files(jury: Jury) -> dict[str, bytes]:
    jury = Jury.objects.get(pk=jury.pk)
    return {
        "announcement.json": canonical(documents.announcement(jury)),
        "draw.json": canonical(documents.drawing(jury.draw)),
        "seats.json": json.dumps(documents.seats(jury)).encode(),
        "checkpoint.txt": jury.draw.note.encode(),
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("english")
def test_many_hands_give_an_item_back_exactly_once():
    with watched():
        jury = called()
    over = jury.due_at

    at_once(8, lambda n: services.juries_count(now=over))

    jury.refresh_from_db()
    assert jury.state == JuryState.SILENT
    assert Review.objects.get(reference=jury.case.item).state == ItemState.PUBLISHED
    assert Event.objects.filter(kind__endswith=".restored").count() == 1
    assert Event.objects.filter(kind="jury.ended").count() == 1
    assert Event.objects.filter(kind="case.closed", object=jury.case.reference).count() == 1
    assert not Decision.objects.filter(case=jury.case, outcome=Outcome.KEEP).exists()
