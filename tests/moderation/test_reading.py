"""Opinions before scores: first opinions at the desk, and audits read by two people who know nothing of each other."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.base.errors import NotNow, NotYours
from apps.moderation.models import Audit, Case, FirstOpinion, Reading
from apps.moderation.rules import RuleCode
from apps.moderation.selectors import anchoring, queue
from apps.moderation.selectors.errors import verdicts_of
from apps.moderation.services.audits import audits_lapse, day_draw_audits, is_drawn, reading_give, seat_take
from apps.moderation.services.cases import case_open
from apps.moderation.services.opinions import opinion_give
from apps.moderation.services.teaching import decided_reviews
from apps.moderation.states import OpenedBy, Outcome, Shown, Stratum, Verdict
from apps.moderation.targets import of_item
from apps.notices.models import Notice
from apps.people.erasure import Words, account_erase
from apps.posts.services import item_withdraw
from apps.scoring.learning import _is_gold
from tests.moderation.test_errors import scored
from tests.moderation.world import NOW, audit_of, decide, decided, make_world, manager, publish, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def blind(settings):
    settings.DESK_BLIND_ONE_IN = 1


@pytest.fixture
def third(world):
    return manager("tm_third", world.space)


def audited(world, stratum=Stratum.LEFT) -> Audit:
    return audit_of(world.review, stratum)


def read(audit, account, verdict, now=SOON):
    return reading_give(account=account, audit=audit, verdict=verdict, note="", now=now)


def opine(world, case, account, verdict):
    return opinion_give(account=account, case=case, verdict=verdict, note="", now=NOW)


# --- the first opinion ----------------------------------------------------------------------------------


def test_nothing_tells_why_a_case_is_here_before_a_first_opinion(client, world, blind):
    scored(world.review, flagged=True)
    case = report(world.review, world.reporter, text="My sister works there, it is invented.").report.case
    page = reverse("moderation:item", args=[case.reference])
    client.force_login(world.alder)

    before = re.sub('<details class="q-filter".*?</details>', "", client.get(page).content.decode(), flags=re.DOTALL)
    assert "A review to read first" in before
    for told in ("it is invented", "Names a private person", "threshold", 'name="outcome"', "/case/"):
        assert told not in before
    assert "invented" not in client.get(reverse("moderation:queue")).content.decode()

    client.post(
        reverse("moderation:opinion", args=[case.reference]), {"verdict": "genuine", "note": "Dates and a sum."}
    )
    after = client.get(page).content.decode()
    assert "Your first opinion: genuine." in after
    assert "it is invented" in after
    assert "threshold" in after
    assert 'name="outcome"' in after


def test_nobody_decides_a_blind_case_without_a_first_opinion(world, blind):
    scored(world.review, flagged=True)
    case = report(world.review, world.reporter).report.case
    with pytest.raises(NotNow):
        decide(world.alder, case)

    opine(world, case, world.alder, Verdict.FAKE)
    decision = decide(world.alder, case)

    assert (decision.score_shown, decision.score_asked) == (Shown.AFTER, True)


def test_a_first_opinion_stays_as_it_was_given(world, blind):
    case = report(world.review, world.reporter).report.case
    opine(world, case, world.alder, Verdict.FAKE)

    with pytest.raises(NotNow):
        opine(world, case, world.alder, Verdict.GENUINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        FirstOpinion.objects.update(verdict=Verdict.GENUINE)


def test_an_appeal_is_read_whole(client, world, blind):
    from apps.moderation.services.appeals import appeal_file

    case = report(world.review, world.reporter).report.case
    opine(world, case, world.alder, Verdict.FAKE)
    decided(world.alder, case, rule=RuleCode.NOT_REAL)
    appeal_file(account=world.author.account, case=case, text="I kept the invoice.", now=SOON)
    client.force_login(world.rowan)

    assert "I kept the invoice." in client.get(reverse("moderation:item", args=[case.reference])).content.decode()


def test_anchoring_compares_opinions_before_the_score_with_decisions_under_it(world, settings):
    settings.DESK_BLIND_ONE_IN = 1
    scored(world.review, flagged=True)
    hidden = report(world.review, world.reporter).report.case
    opine(world, hidden, world.alder, Verdict.GENUINE)
    decided(world.alder, hidden, rule=RuleCode.NOT_REAL)
    settings.DESK_BLIND_ONE_IN = 0
    other = publish(world.space, world.author, "Came on time. Left early.", 5)
    scored(other, flagged=True)
    decided(world.alder, report(other, world.reporter).report.case, rule=RuleCode.NOT_REAL)

    first, after, open_ones, adds = anchoring.anchoring()

    assert [(line.alike, line.counted) for line in (first, after, open_ones)] == [(0, 1), (1, 1), (1, 1)]
    assert adds.value is None  # two are too few to say


def test_with_few_opinions_nothing_is_said_of_anchoring(client, world):
    assert all(line.value is None for line in anchoring.anchoring())
    page = client.get(reverse("pages:audit")).content.decode()
    assert "Cannot be said yet: 0 counted, at least 30 are needed." in page


# --- the blind audit ------------------------------------------------------------------------------------


def test_the_draw_takes_from_what_was_flagged_and_from_what_was_left_at_published_rates(world):
    reviews = [publish(world.space, world.author, f"Visit number {n}, nothing special.") for n in range(60)]
    for review in reviews[:20]:
        scored(review, flagged=True)
    day = NOW.date()
    drawn = {r.reference for r in reviews[:20] if is_drawn(r.reference, day, Stratum.FLAGGED)}
    drawn |= {r.reference for r in [*reviews[20:], world.review] if is_drawn(r.reference, day, Stratum.LEFT)}

    day_draw_audits(day=day, now=NOW + timedelta(days=1))

    assert set(Audit.objects.values_list("item", flat=True)) == drawn
    assert Case.objects.count() == 0
    assert day_draw_audits(day=day, now=NOW + timedelta(days=1)) == 0


def test_an_audit_looks_like_any_case_to_be_read_first(client, world, blind):
    other = publish(world.space, world.author, world.review.text, world.review.stars)
    audit, case = audited(world), case_open(
        target=of_item(other), opened_by=OpenedBy.ALGORITHM, rule=None, why={"total": 3, "threshold": 1}, now=NOW
    )  # fmt: skip
    scored(world.review, flagged=True)
    client.force_login(world.alder)

    def shown(reference, item):
        page = client.get(reverse("moderation:item", args=[reference])).content.decode()
        bench = page[page.index('<p class="over">') :]
        lines = [
            line
            for line in bench.splitlines()
            if "csrf" not in line and 'data-key="j"' not in line and 'data-key="k"' not in line
        ]
        return "\n".join(lines).replace(reference, "REF").replace(item, "ITEM")

    told = shown(audit.reference, audit.item)
    assert told == shown(case.reference, case.item)
    for word in ("flagged", "audit", "drawn", "threshold"):
        assert word not in told.lower().replace("/audit/", "")


def test_two_readers_who_agree_settle_it_and_the_author_hears_nothing(world, settle):
    audit = audited(world)
    read(audit, world.alder, Verdict.GENUINE)
    audit.refresh_from_db()
    assert audit.settled_at is None

    read(audit, world.rowan, Verdict.GENUINE)
    settle()

    audit.refresh_from_db()
    assert (audit.finding, audit.case) == (Verdict.GENUINE, None)
    assert not Case.objects.exists()
    assert not Notice.objects.exists()
    assert verdicts_of([world.review.reference]) == {world.review.reference: False}


def test_a_third_reads_when_two_differ_and_nobody_sees_what_others_said(client, world, third):
    audit = audited(world)
    read(audit, world.alder, Verdict.FAKE)
    client.force_login(world.rowan)
    page = client.get(reverse("moderation:item", args=[audit.reference])).content.decode()
    assert "tm_alder" not in page
    read(audit, world.rowan, Verdict.GENUINE)
    read(audit, third, Verdict.GENUINE)

    audit.refresh_from_db()
    assert audit.finding == Verdict.GENUINE
    assert anchoring.pairs() == [("fake", "genuine")]
    (lesson,) = decided_reviews()
    assert (lesson.fake, lesson.agree, lesson.disagree, lesson.way) == (False, 2, 1, "audit")
    assert not _is_gold(lesson)


def test_three_who_all_differ_cannot_tell_and_teach_nothing(world, third):
    audit = audited(world)
    for reader, verdict in zip((world.alder, world.rowan, third), Verdict, strict=True):
        read(audit, reader, verdict)

    audit.refresh_from_db()
    assert audit.finding == Verdict.CANNOT_TELL
    assert list(decided_reviews()) == []
    assert verdicts_of([audit.item]) == {}


def test_what_readers_find_opens_a_case_like_any_other_which_decides(world, third, settle):
    audit = audited(world)
    for reader in (world.alder, world.rowan):
        read(audit, reader, Verdict.FAKE)

    case = Case.objects.get()
    assert (case.opened_by, case.state) == (OpenedBy.AUDIT, "open")
    assert list(decided_reviews()) == []  # its author was not heard
    assert verdicts_of([audit.item]) == {audit.item: True}

    decision = decided(third, case, Outcome.KEEP, rule=None)
    settle()
    assert "drawn at random" in decision.statement.words_en["facts"].lower()
    assert "an opinion, not a decision" in decision.statement.words_en["facts"]
    assert Notice.objects.filter(to=world.author).exists()
    (lesson,) = decided_reviews()
    assert (lesson.fake, lesson.agree, lesson.disagree) == (False, 1, 2)
    assert verdicts_of([audit.item]) == {audit.item: False}


def test_what_two_readers_find_genuine_teaches_with_the_weight_of_two(world):
    audit = audited(world, Stratum.FLAGGED)
    for reader in (world.alder, world.rowan):
        read(audit, reader, Verdict.GENUINE)

    (lesson,) = decided_reviews()

    assert (lesson.way, lesson.agree, lesson.disagree) == ("audit", 2, 0)  # what witnesses are chosen from
    assert lesson.person == "tm_alder + tm_rowan"


def test_nobody_is_tried_twice_for_the_same_words(world):
    case = case_open(target=of_item(world.review), opened_by=OpenedBy.ALGORITHM, rule=None, why={}, now=NOW)
    decided(manager("tm_first", world.space), case, Outcome.KEEP, rule=None)
    audit = audited(world)
    for reader in (world.alder, world.rowan):
        read(audit, reader, Verdict.FAKE)

    audit.refresh_from_db()
    assert audit.case == case
    assert Case.objects.count() == 1


def test_one_person_reads_once_and_never_what_they_wrote_or_judged(world):
    audit = audited(world)
    read(audit, world.alder, Verdict.FAKE)
    with pytest.raises(NotYours):
        read(audit, world.alder, Verdict.FAKE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(audit=audit, seat=2, reader=world.alder, lease_until=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(audit=audit, seat=2, reader=world.author.account, lease_until=NOW)

    case = case_open(target=of_item(world.review), opened_by=OpenedBy.ALGORITHM, rule=None, why={}, now=NOW)
    decided(world.rowan, case, Outcome.KEEP, rule=None)
    with pytest.raises(NotYours):
        read(audit, world.rowan, Verdict.GENUINE)
    assert audit not in queue.audits_for(world.rowan, queue.mandates(world.rowan, now=NOW), now=NOW)


def test_a_seat_is_held_for_five_minutes(world, third):
    audit = audited(world)
    seat_take(account=world.alder, audit=audit, now=NOW)
    seat_take(account=world.rowan, audit=audit, now=NOW)
    with pytest.raises(NotNow):
        seat_take(account=third, audit=audit, now=SOON)
    assert not queue.audits_for(third, queue.mandates(third, now=SOON), now=SOON).exists()

    later = NOW + timedelta(minutes=6)
    read(audit, third, Verdict.GENUINE, later)

    assert audit.readings.count() == 1


def test_what_its_author_takes_back_is_read_no_more(world, settle):
    audit = audited(world)
    read(audit, world.alder, Verdict.FAKE)
    item_withdraw(persona=world.author, item=world.review, now=SOON)
    settle()

    audit.refresh_from_db()
    assert audit.lapsed_at is not None
    with pytest.raises(NotNow):
        read(audit, world.rowan, Verdict.FAKE)


def test_nobody_waits_for_a_reader_for_ever(world):
    audit = audited(world)
    assert audits_lapse(now=NOW + timedelta(days=30)) == 0
    assert audits_lapse(now=NOW + timedelta(days=38)) == 1
    assert anchoring.drawn()[1].lapsed == 1
    assert audit.readings.count() == 0


def test_a_reader_who_leaves_takes_their_name_not_their_opinion(world):
    audit = audited(world)
    read(audit, world.alder, Verdict.GENUINE)
    account_erase(account=world.alder, words=Words.DETACH, now=SOON)
    read(audit, world.rowan, Verdict.GENUINE)

    audit.refresh_from_db()
    assert audit.finding == Verdict.GENUINE
    assert audit.readings.order_by("seat").first().reader is None
