"""Whoever is counted wrongly says so; a person without a part in it decides, and another one again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from apps.base.errors import BadInput, NotFound, NotNow, NotYours
from apps.disputes.figures import dispute_figures
from apps.disputes.models import Dispute, DisputeDecision
from apps.disputes.selectors import desk
from apps.disputes.services import DisputeDraft, dispute_again, dispute_decide, dispute_open, disputes_watch
from apps.ledger.models import Event, Opening
from apps.moderation.services.ties import TieDraft, tie_declare
from apps.notices.models import Notice
from apps.people.models import Consultation
from apps.referrals.models import Referral
from apps.referrals.services import case_is_final, sanction_stands
from apps.spaces.models import Mandate
from apps.trust.models import Explained, Feedback, GrantedStatus, Kind, ReferralMark
from tests.moderation.world import NOW, World, make_world, manager, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(days=1)
WRONG = "That word was about somebody else."
WHY = "I read the review and what it answers."


@pytest.fixture
def world(kept) -> World:
    """Somebody spoke against the author, on their review."""
    return kept(_build)


def _build() -> World:
    world = make_world()
    word = {"space": world.space, "kind": Kind.HELPFUL, "item": world.review.reference, "at": NOW}
    Feedback.objects.create(
        receiver=world.author, giver=world.reporter.reference, favourable=False, giver_earned=True, **word
    )
    Explained.objects.create(persona=world.author, space=world.space)
    return world


def contest(world, *, now=NOW) -> Dispute:
    why = Explained.objects.get(persona=world.author)
    return dispute_open(account=world.author.account, kind="status", reference=why.reference, words=WRONG, now=now)


def decide(account, dispute, *, anew=False, named=(), now=NOW + DAY) -> Dispute:
    return dispute_decide(account=account, dispute=dispute, draft=DisputeDraft(anew, WHY, named), now=now)


def heard(account) -> list[str]:
    return list(Notice.objects.filter(to__account=account).order_by("pk").values_list("kind", flat=True))


def link(account, persona) -> None:
    mandate = Mandate.objects.get(account=account)
    tie_declare(account=account, draft=TieDraft(mandate, persona=persona), now=NOW)


def window(account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_status_is_counted_anew_without_the_word_that_the_decider_names_and_the_person_hears(world):
    dispute = contest(world)

    with pytest.raises(BadInput):
        decide(world.alder, dispute, anew=True)
    decided = decide(world.alder, dispute, anew=True, named=[world.review.reference])

    assert decided.state == "anew"
    assert not Feedback.objects.exists()
    assert heard(world.author.account)[-1] == "dispute.anew"


def test_it_stands_with_reasons_and_somebody_else_decides_once_more(world):
    dispute = decide(world.alder, contest(world))
    assert Feedback.objects.count() == 1

    dispute_again(account=world.author.account, reference=dispute.reference, words=WRONG, now=NOW + 2 * DAY)
    with pytest.raises(NotYours, match="first decision"):
        decide(world.alder, dispute, now=NOW + 3 * DAY)
    upheld = decide(world.rowan, dispute, now=NOW + 3 * DAY)

    assert upheld.state == "upheld"
    assert heard(world.author.account)[-2:] == ["dispute.stands", "dispute.upheld"]
    with pytest.raises(NotNow):
        dispute_again(account=world.author.account, reference=dispute.reference, words=WRONG, now=NOW + 4 * DAY)


def test_the_database_refuses_the_first_decider_a_second_time(world):
    dispute = decide(world.alder, contest(world))

    with pytest.raises(IntegrityError), transaction.atomic():
        DisputeDecision.objects.create(dispute=dispute, anew=True, decided_by=world.alder, at=NOW)


def test_whoever_gave_a_word_does_not_decide_about_it(world):
    giver = manager("tm_giver", world.space)
    Feedback.objects.update(giver=giver.personas.get().reference)

    with pytest.raises(NotYours, match="had a part"):
        decide(giver, contest(world))


def test_nobody_decides_about_themselves_nor_without_a_mandate_here(world):
    dispute = contest(world)

    with pytest.raises(NotFound):
        decide(world.author.account, dispute)
    with pytest.raises(NotFound):
        decide(world.reporter.account, dispute)


def test_only_whom_it_concerns_contests_one_at_a_time_and_not_again_for_six_months(world):
    why = Explained.objects.get()
    with pytest.raises(NotFound):
        dispute_open(account=world.reporter.account, kind="status", reference=why.reference, words=WRONG, now=NOW)
    dispute = contest(world)
    with pytest.raises(NotNow, match="already"):
        contest(world)
    decide(world.alder, dispute)
    with pytest.raises(NotNow, match="from"):
        contest(world, now=NOW + 30 * DAY)

    assert contest(world, now=NOW + 185 * DAY).state == "open"


def test_a_mark_is_lifted_and_neither_a_referrer_nor_whoever_paused_decides(world):
    other = manager("tm_other", world.space)
    mark = {"space": world.space, "referee": world.author, "round": "r", "state": "given", "asked_at": NOW - 9 * DAY}
    mark |= {"given_at": NOW - 9 * DAY, "carried_at": NOW - 9 * DAY, "ends_at": NOW + 90 * DAY, "case": "a-case"}
    mark |= {"sanctioned_at": NOW - DAY, "betrayed_at": NOW}
    took, stays = world.reporter, other.personas.get()
    row, _second = (Referral.objects.create(referrer=who, **mark) for who in (took, stays))
    for who in (took, stays):
        ReferralMark.objects.create(persona=who, space=world.space, at=NOW, amount=0.25, because="referral a-case")
    dispute = dispute_open(account=took.account, kind="referral", reference=row.reference, words=WRONG, now=NOW)

    with pytest.raises(NotYours, match="had a part"):
        decide(other, dispute)
    decide(world.alder, dispute, anew=True)

    assert list(ReferralMark.objects.values_list("persona", flat=True)) == [stays.pk]
    row.refresh_from_db()
    assert row.betrayed_at is None


def test_what_is_gone_meanwhile_is_closed_and_said_so(world):
    dispute = contest(world)
    Feedback.objects.all().delete()

    assert decide(world.alder, dispute).state == "moot"
    assert heard(world.author.account)[-1] == "dispute.moot"


def test_what_is_gone_is_closed_by_itself_and_at_the_desk_without_a_word_to_write(world):
    dispute = contest(world)
    Feedback.objects.all().delete()

    page = window(world.alder).get(f"/en/desk/contests/{dispute.reference}/").content.decode()
    assert "Close it" in page
    assert 'name="reasons"' not in page
    assert disputes_watch(now=NOW + DAY) == 1
    assert disputes_watch(now=NOW + DAY) == 0

    dispute.refresh_from_db()
    assert dispute.state == "moot"
    assert heard(world.author.account)[-1] == "dispute.moot"


def test_whoever_may_decide_hears_at_once_again_before_the_day_and_when_it_has_passed(world):
    dispute = contest(world)
    link(world.rowan, world.author)

    for days in (11, 13, 13.1, 16, 17):
        disputes_watch(now=NOW + days * DAY)

    assert heard(world.alder) == ["dispute.waits", "dispute.soon", "dispute.overdue"]
    assert heard(world.rowan) == ["dispute.waits"]  # a link was declared since
    assert heard(world.author.account) == ["dispute.late"]
    assert dispute_figures(now=NOW + 17 * DAY).whole.late == 1
    assert [line.late for line in desk(world.alder, now=NOW + 17 * DAY)] == [True]
    assert "dispute.soon" not in heard(world.author.account)
    assert dispute.state == "open"  # nothing is decided by waiting


def test_the_figures_say_how_many_how_answered_and_how_long(world, client):
    decide(world.alder, contest(world))
    dispute = Dispute.objects.get()
    dispute_again(account=world.author.account, reference=dispute.reference, words=WRONG, now=NOW + 2 * DAY)
    decide(world.rowan, dispute, anew=True, named=[world.review.reference], now=NOW + 22 * DAY)

    figures = client.get("/api/trust/contests/").json()["figures"]
    assert figures["whole"] | {"kind": "status", "label": figures["kinds"][0]["label"]} == figures["kinds"][0]
    said = figures["whole"]
    assert (said["contested"], said["stood"], said["again"], said["overturned"]) == (1, 1, 1, 1)
    assert (figures["in_time"], figures["answers"], figures["median_days"]) == (1, 2, 10.5)
    assert client.get("/en/trust/contests.csv").content.decode().splitlines()[1] == "all,1,0,0,1,0,1,1,0"
    page = client.get("/en/trust/contests/").content.decode()
    assert "Contested once more: 1, of which somebody else counted 1 anew." in page
    assert "quiet_kettle" not in page
    mine = window(world.author.account).get(f"/en/me/contests/{dispute.reference}/").content.decode()
    assert "Counted anew</h1>" in mine
    assert "against about 1 thing does not count any more" in mine


def test_one_thing_is_contested_once_by_whatever_address_one_comes(world):
    account = world.author.account
    asking, status = "round-of-two", {"space": world.space, "persona": world.author, "basis": "referred"}
    granted = GrantedStatus.objects.create(
        **status, level="known", because=asking, rule="r", since=NOW, until=NOW + 90 * DAY
    )
    word = {"space": world.space, "referee": world.author, "round": asking, "state": "given", "asked_at": NOW}
    Referral.objects.create(**word, referrer=world.reporter, given_at=NOW, carried_at=NOW, ends_at=NOW + 90 * DAY)

    first = dispute_open(account=account, kind="status", reference=granted.reference, words=WRONG, now=NOW)

    assert (first.kind, first.about) == ("referred", asking)
    with pytest.raises(NotNow, match="already"):
        dispute_open(account=account, kind="referred", reference=asking, words=WRONG, now=NOW)
    page = window(account).get(f"/en/trust/contest/status/{granted.reference}/").content.decode()
    assert f"/en/me/contests/{first.reference}/" in page  # said before anybody writes
    assert "<textarea" not in page
    with pytest.raises(NotNow, match="the same"):
        decide(world.alder, first, anew=True)
    GrantedStatus.objects.update(level="recognised")  # by a scale that named another step then
    decide(world.alder, first, anew=True)
    now_on = GrantedStatus.objects.get(ended_at=None)
    assert (now_on.level, now_on.until, now_on.because) == ("known", granted.until, asking)


def test_a_contest_never_takes_out_a_word_in_favour(world):
    Feedback.objects.update(favourable=True)

    with pytest.raises(NotNow, match="No word against"):
        decide(world.alder, contest(world), anew=True, named=[world.review.reference])

    assert Feedback.objects.count() == 1


def test_whoever_has_a_part_in_it_reads_who_decides_instead_and_nothing_of_what_was_said(world):
    link(world.rowan, world.author)
    dispute = contest(world)

    page = window(world.rowan).get(f"/en/desk/contests/{dispute.reference}/").content.decode()
    assert "tm_alder" in page
    assert WRONG not in page
    assert not Consultation.objects.exists()
    assert WRONG in window(world.alder).get(f"/en/desk/contests/{dispute.reference}/").content.decode()
    looked = Consultation.objects.get()
    assert (looked.account, looked.purpose, looked.by) == (world.author.account, "contest", "tm_alder")


def test_a_mark_that_a_person_lifted_does_not_come_back_with_a_later_word_in_the_same_case(world):
    said = {"space": world.space, "referee": world.author, "round": "r", "state": "given", "asked_at": NOW - 9 * DAY}
    said |= {"given_at": NOW - 9 * DAY, "carried_at": NOW - 9 * DAY, "ends_at": NOW + 90 * DAY}
    row = Referral.objects.create(referrer=world.reporter, **said)
    paused = {"persona": world.author.reference, "space": world.space.reference, "case": "a-case"}
    sanction_stands(**paused, final=True, now=NOW)
    dispute = dispute_open(
        account=world.reporter.account, kind="referral", reference=row.reference, words=WRONG, now=NOW
    )
    decide(world.alder, dispute, anew=True)

    sanction_stands(**paused, final=True, now=NOW + 2 * DAY)
    case_is_final(case="a-case", now=NOW + 3 * DAY)

    assert not ReferralMark.objects.exists()
    row.refresh_from_db()
    assert row.betrayed_at is None


def test_each_step_is_in_the_log_as_a_commitment_without_a_word_of_it(world, settle):
    decide(world.alder, contest(world))
    settle()

    kinds = Event.objects.filter(kind__startswith="dispute.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["dispute.opened", "dispute.stands"]
    payloads = [bytes(one.payload).decode() for one in Opening.objects.filter(owner=world.author.reference)]
    assert len([one for one in payloads if "dispute" in one]) == 2
    assert not [one for one in payloads if WRONG in one or WHY in one]


def test_what_comes_too_late_is_said_above_what_was_typed(world):
    dispute = contest(world)
    mine, desk = window(world.author.account), window(world.alder)
    late = mine.post(f"/en/me/contests/{dispute.reference}/", {"words": "Let somebody else read all of it."})
    assert (late.status_code, "Let somebody else read all of it." in late.content.decode()) == (409, True)
    assert "nothing here to contest" in late.content.decode()

    decide(world.rowan, dispute)
    answer = {"answer": "stands", "reasons": "I have read every word of it."}
    refused = desk.post(f"/en/desk/contests/{dispute.reference}/", answer)
    assert (refused.status_code, "I have read every word of it." in refused.content.decode()) == (409, True)
    assert "decided already" in refused.content.decode()


def test_from_the_page_that_says_why_to_the_answer(world):
    mine, desk = window(world.author.account), window(world.alder)
    why = Explained.objects.get()

    page = mine.get(f"/en/trust/why/{why.reference}/").content.decode()
    assert f"/en/trust/contest/status/{why.reference}/" in page
    stranger = window(person("somebody").account)
    assert "/trust/contest/" not in stranger.get(f"/en/trust/why/{why.reference}/").content.decode()
    sent = mine.post(f"/en/trust/contest/status/{why.reference}/", {"words": WRONG})
    assert sent.status_code == 302
    dispute = Dispute.objects.get()
    assert dispute.reference in desk.get("/en/desk/contests/").content.decode()
    assert WRONG in desk.get(f"/en/desk/contests/{dispute.reference}/").content.decode()
    answer = {"answer": "stands", "reasons": WHY}
    assert desk.post(f"/en/desk/contests/{dispute.reference}/", answer).status_code == 302
    assert WHY in mine.get(f"/en/me/contests/{dispute.reference}/").content.decode()
    assert dispute.reference in mine.get("/en/me/trust/").content.decode()
    assert stranger.get(f"/en/me/contests/{dispute.reference}/").status_code == 404
