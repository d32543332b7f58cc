"""What is granted: always with its basis, the highest counts, nothing adds up, and it ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.ledger.models import Event, Opening
from apps.trust import grounds
from apps.trust.models import Basis, Feedback, GrantedStatus, Kind, ReferralMark
from apps.trust.services import mark_add, mark_lift, status_end, status_grant
from apps.trust.standings import earned_level, effective, standings_for
from tests.scoring.world import make_member, make_space
from tests.trust.world import at, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def give(persona, space, *, topic=None, basis=Basis.REFERRED, level="known", because="round-1", days=180):
    return status_grant(
        persona=persona, space=space, topic=topic, basis=basis, level=level, because=because,
        rule="referrals 1", until=at(days), now=at(0),
    )  # fmt: skip


@pytest.fixture
def here():
    return make_space()


@pytest.fixture
def me(here):
    return make_member(here, "Alba", signed_up=True)


def test_a_granted_status_says_its_basis_its_place_and_its_end(here, me):
    give(me, here, topic=make_topic(here))

    standing = effective(me, here, here.topics.get(), at(1))

    assert standing is not None
    assert standing.basis == "referred"
    assert "Night trains" in standing.sentence
    assert "until Aug. 29, 2026" in standing.sentence


def test_the_highest_counts_and_two_do_not_add_up(here, me):
    give(me, here, level="known", because="round-1")
    give(me, here, level="recognised", because="round-0")
    give(me, here, level="known", because="round-2")

    assert [s.level for s in standings_for([me], here, at(1))[me.pk]] == ["recognised", "known", "known"]
    assert effective(me, here, None, at(1)).level == "recognised"


def test_a_status_in_one_topic_gives_nothing_in_another_nor_in_the_whole_space(here, me):
    trains = make_topic(here)
    buses = make_topic(here, "buses")
    give(me, here, topic=trains)

    assert effective(me, here, trains, at(1))
    assert effective(me, here, buses, at(1)) is None
    assert effective(me, here, None, at(1)) is None


def test_what_is_granted_for_the_whole_space_counts_in_each_topic(here, me):
    give(me, here)

    assert effective(me, here, make_topic(here), at(1))


def test_it_ends_by_itself_and_when_it_is_taken_back(here, me):
    status = give(me, here)
    assert effective(me, here, None, at(181)) is None

    status_end(status=status, why="withdrawn", now=at(2))
    status_end(status=status, why="again", now=at(3))

    assert effective(me, here, None, at(3)) is None
    assert GrantedStatus.objects.get().ended_why == "withdrawn"


def test_granted_twice_for_one_reason_it_is_one(here, me):
    assert give(me, here) == give(me, here)
    assert give(me, here, level="recognised")

    assert list(GrantedStatus.objects.standing(at(1)).values_list("level", flat=True)) == ["recognised"]
    assert Event.objects.filter(kind="status.granted").count() == 2
    assert Event.objects.filter(kind="status.ended").count() == 1


def test_the_log_hears_a_commitment_that_the_member_can_open(here, me):
    give(me, here)

    assert Opening.objects.filter(owner=me.reference).count() == 1


def test_the_database_holds_no_earned_status(here, me):
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        give(me, here, basis=Basis.EARNED)


def test_what_is_granted_is_not_earned_and_may_not_refer(here, me):
    give(me, here)

    assert earned_level(me, here, None, at(1)) is None


def test_whoever_granted_it_is_asked_whether_it_still_holds(here, me, monkeypatch):
    row = give(me, here, basis=Basis.CONVERTED, level="recognised")
    monkeypatch.setattr(grounds, "_RECHECKS", {})
    grounds.register_recheck(Basis.CONVERTED, lambda rows, now: {row.pk: grounds.Held("known")})
    assert effective(me, here, None, at(1)).level == "known"

    grounds.register_recheck(Basis.CONVERTED, lambda rows, now: {row.pk: None})
    assert effective(me, here, None, at(1)) is None


def test_a_mark_is_borne_once_for_a_reason_and_lifted(here, me):
    for _ in range(2):
        mark_add(persona=me, space=here, because="case-1", amount=0.25, now=at(0))
    assert ReferralMark.objects.get().amount == 0.25

    mark_lift(because="case-1", now=at(0) + timedelta(days=1))

    assert not ReferralMark.objects.exists()


def test_my_page_shows_what_was_granted(here, me, client):
    status_grant(
        persona=me, space=here, topic=None, basis=Basis.REFERRED, level="known", because="x", rule="y",
        until=at(100_000), now=at(0),
    )  # fmt: skip
    client.force_login(me.account)

    assert "Referred by members of this space" in client.get("/en/me/trust/").content.decode()


def test_two_hundred_words_in_one_topic_give_nothing_in_another(here, me):
    trains, buses = make_topic(here), make_topic(here, "buses")
    said = {"space": here, "topic": trains, "receiver": me, "kind": Kind.HELPFUL, "at": at(1), "giver_earned": True}
    Feedback.objects.bulk_create(Feedback(giver=f"giver {n}", item=f"item {n}", **said) for n in range(200))

    assert earned_level(me, here, trains, at(2)) == "reference"
    assert earned_level(me, here, buses, at(2)) is None
    assert effective(me, here, buses, at(2)) is None
    assert effective(me, here, None, at(2)) is None
