"""The desk: the published order, filters, what one is spared, second opinions, checks, takeovers, keys of one's own."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.algorithms.priority import HEAVY
from apps.base import clock
from apps.base.errors import BadInput, NotNow, NotYours
from apps.moderation import keys
from apps.moderation.desk_models import Check, DeskChoice, PutOff, SavedFilter, SecondReading, Standing
from apps.moderation.models import Case, Decision
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.selectors import filters, mine, queue
from apps.moderation.selectors.spared import HEAVY_RULES, spared_for
from apps.moderation.selectors.standings import in_order, priority_of
from apps.moderation.services import checks, desk
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.audits import reading_give
from apps.moderation.services.cases import case_take
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.services.second_readings import View, second_ask, second_give
from apps.moderation.services.standing import standing_reckon, standings_complete
from apps.moderation.states import CaseState, Instance, OpenedBy, Outcome, Verdict
from apps.moderation.targets import of_item
from apps.notices.models import Notice
from apps.posts.selectors import item_by_reference, path_of
from apps.posts.services import ReviewDraft, review_edit
from apps.scoring.services import review_score
from apps.spaces.models import Mandate, Topic
from apps.spaces.services import space_join
from tests.moderation.world import (
    LATER,
    NOW,
    audit_of,
    decide,
    decided,
    make_space,
    make_world,
    manager,
    publish,
    report,
    talk,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOUR = timedelta(hours=1)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def third(world):
    return manager("tm_third", world.space)


def case_of(world, ground=Ground.OFF_TOPIC, words="A message of its own.", **more) -> Case:
    case = report(talk(world.space, world.author, words), None, ground, **more).report.case
    standing_reckon(case_id=case.pk, now=NOW)
    return case


def row_references(account, query=None, now=NOW) -> list[str]:
    held = queue.mandates(account, now=now)
    asked = filters.wanted(query or {}, held)
    return [row.reference for row in queue.queue(account, held, now=now, asked=asked).rows]


# --- the order ------------------------------------------------------------------------------------------


def test_the_queue_stands_in_the_published_order_and_says_why(client, world, settle):
    quiet = report(talk(world.space, world.author), None, Ground.OFF_TOPIC).report.case
    heavy = report(world.review, world.reporter, Ground.PRIVATE_PERSON).report.case
    settle()

    assert row_references(world.alder) == [heavy.reference, quiet.reference]
    client.force_login(world.alder)
    page = client.get(reverse("moderation:item", args=[heavy.reference])).content.decode()
    assert "Why it stands here" in page
    assert "Names a private person, 1\u00a0person wrote there in thirty days, 1\u00a0report" in page


def test_the_database_orders_as_the_algorithm_says(world):
    grounds = [Ground.OFF_TOPIC, Ground.INSULT, Ground.UNLAWFUL, Ground.ADVERTISING]
    for n, ground in enumerate(grounds):
        more = {"text": "Article 1."} if ground == Ground.UNLAWFUL else {}
        case_of(world, ground, f"Message {n}.", **more)

    for hours in (0, 1, 30, 80, 200):
        now = NOW + hours * HOUR
        placed = list(in_order(Case.objects.waiting(), now=now).select_related("standing"))
        values = [priority_of(case.standing, case, now=now).value for case in placed]
        assert values == sorted(values, reverse=True)
        assert [case.place for case in placed] == pytest.approx(values, abs=0.002)


def test_what_is_late_stands_before_all_that_is_not(world):
    old = case_of(world, Ground.OFF_TOPIC, "Long ago.")
    now = NOW + 73 * HOUR
    fresh = report(world.review, world.reporter, Ground.PRIVATE_PERSON, now=now).report.case
    standing_reckon(case_id=fresh.pk, now=now)

    assert row_references(world.alder, now=now) == [old.reference, fresh.reference]


def test_a_case_that_nobody_reckoned_is_in_the_queue_and_reckoned_soon(world):
    case = report(world.review, world.reporter).report.case
    assert row_references(world.alder) == [case.reference]

    assert standings_complete(now=NOW) == 1
    assert standings_complete(now=NOW) == 0
    assert Standing.objects.get().harm >= HEAVY


def test_what_the_author_has_open_here_is_one_filter_away_and_nothing_of_elsewhere(client, world):
    first, second = case_of(world, words="One."), case_of(world, words="Two.")
    elsewhere = make_space("slow-roads")
    space_join(persona=world.author, space=elsewhere, consent=True, now=NOW)
    everywhere = manager("tm_everywhere", None)
    away = report(talk(elsewhere, world.author), None, Ground.OFF_TOPIC).report.case
    client.force_login(everywhere)

    page = client.get(reverse("moderation:item", args=[first.reference])).content.decode()
    assert f'?author={first.reference}">1 more open case of this author here' in page
    shown = row_references(everywhere, {"author": first.reference})
    assert set(shown) == {first.reference, second.reference}
    assert row_references(everywhere, {"author": away.reference}) == [away.reference]
    assert row_references(world.alder, {"author": away.reference}) == []
    assert "more open case" not in client.get(reverse("moderation:item", args=[away.reference])).content.decode()


def test_what_is_not_in_the_list_leads_to_its_first_line(world):
    case = case_of(world)
    held = queue.mandates(world.alder, now=NOW)

    assert case.reference in queue.queue(world.alder, held, now=NOW, current="elsewhere").after


def test_what_was_said_of_the_same_thing_just_before_and_after_stands_beside_it(client, world):
    stars = {day: publish(world.space, world.reporter, f"Day {day}.", day) for day in range(1, 6)}
    for day, review in stars.items():
        type(review).objects.filter(pk=review.pk).update(published_at=NOW + timedelta(days=day))
    type(world.review).objects.filter(pk=world.review.pk).update(published_at=NOW + timedelta(days=9))
    case = report(stars[2], None, Ground.OFF_TOPIC).report.case
    client.force_login(world.alder)

    page = client.get(reverse("moderation:item", args=[case.reference])).content.decode()

    near = page[page.index("Those before and after it") :]
    near = near[: near.index("</ul>")]
    assert [path_of(stars[day]) in near for day in (1, 2, 3, 4, 5)] == [True, False, True, True, False]
    assert path_of(world.review) not in near


# --- what the score points at ---------------------------------------------------------------------------


def test_the_sentences_and_the_texts_that_the_score_is_about_are_shown(client, world):
    words = "I told them so. Refund me the whole invoice or the stars go down. They never called me back."
    earlier = publish(world.space, world.author, words)
    copy = publish(world.space, world.reporter, words)
    for review in (earlier, copy):
        review_score(review_id=review.pk, now=NOW)
    case = report(copy, None, Ground.PRESSURE, text="It says so.").report.case
    client.force_login(world.alder)

    page = client.get(reverse("moderation:item", args=[case.reference])).content.decode()

    assert page.count("<mark>") == 1
    assert "<mark>Refund me the whole invoice or the stars go down.</mark>" in page
    assert "Marked: what a report, or the score, points at." in page
    twins = page[page.index("Nearly the same text") :]
    assert path_of(earlier) in twins[:600]
    assert "shares 100%" in twins[:600]


# --- filters --------------------------------------------------------------------------------------------


def test_a_filter_is_an_address_kept_by_name_and_followed_to_the_next_case(client, world):
    insult, other = case_of(world, Ground.INSULT, "One."), case_of(world, Ground.OFF_TOPIC, "Two.")
    client.force_login(world.alder)
    query = f"?reason={RuleCode.INSULT.value}"

    answer = client.get(reverse("moderation:desk") + query)
    assert answer.url == reverse("moderation:item", args=[insult.reference]) + query
    client.post(reverse("moderation:my_filters") + query, {"name": " Harsh  words "})
    saved = SavedFilter.objects.get()
    assert (saved.name, saved.query) == ("Harsh words", query)
    page = client.get(answer.url).content.decode()
    assert "Harsh words" in page
    assert other.reference not in page

    decided_there = client.post(
        reverse("moderation:decide", args=[insult.reference]) + query, {"outcome": "keep", "seen_version": 1}
    )
    assert decided_there.url == reverse("moderation:desk") + query
    assert "Nothing under this filter is for you" in client.get(decided_there.url).content.decode()
    client.force_login(world.rowan)
    client.post(reverse("moderation:my_filters"), {"remove": saved.pk})
    assert SavedFilter.objects.exists()  # nobody removes what another keeps


NARROWED = [
    ({"kind": "post"}, 1), ({"kind": "review"}, 1), ({"opened": "report"}, 2), ({"age": "late"}, 0),
    ({"age": "soon"}, 1), ({"language": "en"}, 1), ({"state": "free"}, 1), ({"state": "held"}, 1),
    ({"state": "appeal"}, 0), ({"space": "home-repairs"}, 2), ({"reason": "6"}, 1), ({"reason": "99"}, 2),
    ({"space": "'--"}, 2), ({"age": "\0"}, 2), ({"kind": "x" * 500}, 2), ({"kind": "post", "reason": "4"}, 0),
]  # fmt: skip


def test_each_filter_narrows_and_what_is_none_shows_the_whole_queue(world):
    case_take(account=world.rowan, case=case_of(world), now=NOW)
    report(world.review, world.reporter, Ground.PRIVATE_PERSON)

    assert [(query, len(row_references(world.alder, query))) for query, _found in NARROWED] == NARROWED


def test_a_filter_that_tells_why_names_nothing_that_is_to_be_read_first(world, settings):
    settings.DESK_BLIND_ONE_IN = 1
    report(world.review, world.reporter, Ground.PRIVATE_PERSON)
    audit_of(publish(world.space, world.author, "Another review."))

    assert len(row_references(world.alder)) == 2
    assert row_references(world.alder, {"reason": "4"}) == []
    assert row_references(world.alder, {"opened": "report"}) == []


# --- spared ---------------------------------------------------------------------------------------------


def test_what_is_put_off_leaves_the_list_and_comes_back_before_its_deadline(world):
    case = case_of(world)
    desk.put_off(account=world.alder, found=case, now=NOW)

    assert row_references(world.alder) == []
    assert row_references(world.rowan) == [case.reference]  # others first
    back = PutOff.objects.get().until
    assert NOW < back < case.decide_before
    assert row_references(world.alder, now=back) == [case.reference]
    assert desk.put_off_purge(now=back) == 1


def test_whoever_joins_a_case_is_answered_within_the_time_of_their_own_reason(world):
    """Opened by an off-topic report, left to others; then somebody is named in it."""
    case = case_of(world, Ground.OFF_TOPIC)
    desk.put_off(account=world.alder, found=case, now=NOW)
    item = item_by_reference(case.item)
    later = NOW + timedelta(hours=1)

    report(item, None, Ground.ADVERTISING, now=later)
    unchanged = Case.objects.get(pk=case.pk).decide_before
    report(item, world.reporter, Ground.PRIVATE_PERSON, now=later)

    assert unchanged == case.decide_before
    assert Case.objects.get(pk=case.pk).decide_before == later + timedelta(hours=24)
    assert PutOff.objects.get().until == later + timedelta(hours=18)


@pytest.mark.parametrize(("ground", "hours"), [(Ground.INSULT, 360), (Ground.UNLAWFUL, 24)])
def test_nobody_cuts_short_the_time_in_which_an_author_is_heard_about_a_doubt(world, ground, hours):
    draft, target = ReportDraft(Ground.NOT_REAL), of_item(world.review)
    report_file(target=target, draft=draft, reporter=world.reporter, now=NOW, opened_by=OpenedBy.DOUBT)

    case = report(world.review, None, ground, text="Say article 226-1.").report.case

    assert case.decide_before == NOW + timedelta(hours=hours)


def test_rules_and_topics_one_would_rather_not_read_are_not_given(world):
    insult, other = case_of(world, Ground.INSULT, "One."), case_of(world, Ground.OFF_TOPIC, "Two.")
    topic = world.space.topics.create(slug="heat", name_fr="Chaleur", name_en="Heat")
    desk.sparing_choose(account=world.alder, limit=40, rules=[RuleCode.INSULT], topics=[])
    assert row_references(world.alder) == [other.reference]

    post = report(talk(world.space, world.author, "Three."), None, Ground.OFF_TOPIC)
    thread = talk(world.space, world.author, "Four.").thread
    thread.topic = topic
    thread.save()
    warm = report(thread.posts.get(), None, Ground.OFF_TOPIC).report.case
    desk.sparing_choose(account=world.alder, limit=40, rules=[], topics=[topic])

    shown = row_references(world.alder)
    assert warm.reference not in shown
    assert {insult.reference, other.reference, post.report.case.reference} <= set(shown)
    with pytest.raises(BadInput):
        desk.sparing_choose(account=world.alder, limit=40, rules=list(RuleCode), topics=[])


def test_past_the_limit_of_a_day_heavy_cases_are_for_somebody_else(client, world):
    first, second = case_of(world, Ground.INSULT, "One."), case_of(world, Ground.INSULT, "Two.")
    quiet = case_of(world, Ground.OFF_TOPIC, "Three.")
    desk.sparing_choose(account=world.alder, limit=1, rules=[], topics=[])
    decide(world.alder, first, Outcome.LABEL, rule=RuleCode.INSULT)

    assert spared_for(world.alder, now=NOW).enough
    assert row_references(world.alder) == [quiet.reference]
    assert second.reference in row_references(world.rowan)
    assert second.reference in row_references(world.alder, now=NOW + timedelta(days=1))
    assert {RuleCode.INSULT, RuleCode.UNLAWFUL} <= set(HEAVY_RULES)
    with pytest.raises(BadInput):
        desk.sparing_choose(account=world.alder, limit=desk.HEAVY_A_DAY + 1, rules=[], topics=[])


# --- takeover -------------------------------------------------------------------------------------------


def test_who_is_taken_over_is_told_and_keeps_what_they_typed(client, world):
    case = case_of(world)
    client.force_login(world.alder)
    client.post(reverse("moderation:take", args=[case.reference]))
    seat = reverse("moderation:seat", args=[case.reference])
    assert "Yours until" in client.get(seat).content.decode()

    case_take(account=world.rowan, case=Case.objects.get(pk=case.pk), now=clock.now(), take_over=True)

    told = client.get(seat).content.decode()
    assert "tm_rowan has had this since" in told
    assert "nothing of yours was sent" in told
    assert "Take the case back" in told
    assert Notice.objects.get(kind="moderation.taken_over").to.account == world.alder
    form = {"outcome": "mask", "rule": "5", "seen_version": 1, "own_words": "Half a sentence", "spans": ["0"]}
    answer = client.post(reverse("moderation:decide", args=[case.reference]), form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "tm_rowan is at work on this. Nothing of yours was sent." in page
    assert "Half a sentence" in page
    assert 'value="0" form="decision" checked' in page


def test_renewing_ones_own_lease_or_taking_what_is_free_tells_nobody(world):
    case = case_of(world)
    for minutes in (0, 3, 20):
        case_take(account=world.alder, case=case, now=NOW + timedelta(minutes=minutes), take_over=True)

    assert not Notice.objects.filter(kind="moderation.taken_over").exists()
    case.refresh_from_db()
    assert case.lease_until == NOW + timedelta(minutes=25)


# --- second opinions ------------------------------------------------------------------------------------


KEEP, MASK = View(Outcome.KEEP, None, "Reads like a visit."), View(Outcome.MASK, RuleCode.INSULT, "Word three.")


def ask(world, case, view=KEEP, now=NOW) -> SecondReading:
    return second_ask(account=world.alder, case=case, view=view, seen_version=1, now=now)


def give(account, case, view=KEEP, now=NOW) -> SecondReading:
    return second_give(account=account, case=case, view=view, seen_version=1, now=now)


def test_the_second_reader_sees_nothing_of_the_first_opinion(client, world):
    case = case_of(world, Ground.INSULT)
    client.force_login(world.alder)
    path = reverse("moderation:second", args=[case.reference])
    page = client.post(path, {"seen_version": 1, "own_words": "", "rule": ""}).content.decode()
    assert "What would you decide?" in page
    client.post(path, {"seen_version": 1, "outcome": "keep", "own_words": "Reads like a visit."})
    assert row_references(world.alder) == [case.reference]  # shown, for somebody else

    client.force_login(world.rowan)
    blind = client.get(reverse("moderation:item", args=[case.reference])).content.decode()
    assert "A second opinion is asked: what would you decide?" in blind
    for told in ("Reads like a visit", "tm_alder", "they agree"):
        assert told not in blind
    client.post(path, {"seen_version": 1, "outcome": "mask", "rule": "5", "own_words": "Word three."})

    reading = SecondReading.objects.get()
    assert (reading.first_outcome, reading.second_outcome, reading.second_note) == ("keep", "mask", "Word three.")
    both = client.get(reverse("moderation:item", args=[case.reference])).content.decode()
    assert "each alone: they differ" in both
    assert "Reads like a visit." in both
    assert not Decision.objects.exists()


def test_nobody_decides_while_a_second_opinion_is_awaited(world, third):
    case = case_of(world)
    ask(world, case)

    for account in (world.alder, world.rowan, third):
        with pytest.raises(NotNow):
            decide(account, case, Outcome.KEEP, rule=None)
    with pytest.raises(NotYours):
        give(world.alder, case)
    reading = SecondReading.objects.get()
    assert decide(world.alder, case, Outcome.KEEP, rule=None, now=reading.read_before)  # nobody came


def test_a_third_decides_where_two_differ(world, third):
    case = case_of(world, Ground.INSULT)
    ask(world, case)
    give(world.rowan, case, MASK)

    for account in (world.alder, world.rowan):
        with pytest.raises(NotYours):
            decide(account, case, Outcome.KEEP, rule=None)
    assert decided(third, case, Outcome.KEEP, rule=None).published_at
    assert mine.second_pairs() == [("keep", "mask")]


def test_where_there_is_no_third_one_of_the_two_decides_with_both_before_them(world):
    case = case_of(world, Ground.INSULT)
    ask(world, case)
    give(world.rowan, case, MASK)

    assert decide(world.alder, case, Outcome.KEEP, rule=None)


def test_where_two_agree_either_decides(world, third):
    case = case_of(world, Ground.INSULT)
    ask(world, case, MASK)
    give(world.rowan, case, MASK)

    assert decide(world.rowan, case, Outcome.MASK, rule=RuleCode.INSULT)


def test_a_second_opinion_of_the_first_time_binds_nobody_on_appeal(world, third):
    case, fourth = case_of(world, Ground.INSULT), manager("tm_fourth", world.space)
    ask(world, case)
    give(world.rowan, case, MASK)
    decided(third, case, Outcome.MASK, rule=RuleCode.INSULT)
    appeal_file(account=world.author.account, case=case, text="I kept the invoice.", now=LATER)

    assert ask(world, case, now=LATER).instance == Instance.APPEAL
    assert give(fourth, case, KEEP, now=LATER).first_outcome == Outcome.KEEP
    assert decide(world.alder, case, Outcome.KEEP, rule=None, now=LATER)


def test_a_second_opinion_names_its_rule_and_is_about_what_was_read(world):
    case = case_of(world)

    with pytest.raises(BadInput, match="rule"):
        ask(world, case, View(Outcome.MASK, None))
    with pytest.raises(NotNow, match="edited this since"):
        second_ask(account=world.alder, case=case, view=KEEP, seen_version=2, now=NOW)
    assert not SecondReading.objects.exists()


def test_whoever_is_at_work_on_it_is_not_overtaken_by_a_second_opinion(world, third):
    case = case_of(world)
    ask(world, case)
    case_take(account=third, case=case, now=NOW)

    with pytest.raises(NotNow, match="at work on this"):
        give(world.rowan, case)
    assert give(third, case).second == third


def test_a_second_opinion_is_about_the_words_as_they_stood(world):
    case = report(world.review, None, Ground.INSULT).report.case
    ask(world, case)
    draft = ReviewDraft(
        stars=2, text="Other words now.", experience_on=NOW.date(), link=world.review.link, language="en"
    )
    review_edit(persona=world.author, review=world.review, draft=draft, now=LATER)

    assert decide(world.alder, case, Outcome.KEEP, rule=None, seen_version=2, now=LATER)


def test_alone_in_a_space_one_asks_nobody(world):
    case = case_of(world)
    Mandate.objects.exclude(account=world.alder).update(until=NOW + HOUR)
    with pytest.raises(NotNow):
        ask(world, case, now=NOW + HOUR)


def test_what_was_ticked_stays_when_a_limit_is_refused(client, world):
    client.force_login(world.alder)

    answer = client.post(reverse("moderation:my_sparing"), {"limit": "999", "rules": ["3"]})

    assert answer.status_code == 422
    assert 'name="rules" value="3" checked' in answer.content.decode()
    assert not DeskChoice.objects.exists()


def test_the_database_refuses_a_second_opinion_by_the_first_reader(world):
    case = case_of(world)
    reading = ask(world, case)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondReading.objects.filter(pk=reading.pk).update(second=world.alder, second_outcome="keep", read_at=NOW)


# --- checks ---------------------------------------------------------------------------------------------


@pytest.fixture
def settled(world, third):
    audit = audit_of(world.review)
    for reader in (world.rowan, third):
        reading_give(account=reader, audit=audit, verdict=Verdict.GENUINE, note="", now=NOW)
    return audit


@pytest.fixture
def always(monkeypatch):
    monkeypatch.setattr(checks, "ONE_IN", 1)
    monkeypatch.setattr(checks, "MOST", 1)


def placed(world) -> Check | None:
    return checks.check_place(reader=world.alder, spaces=[world.space], now=NOW)


def test_a_check_looks_like_any_review_to_read_first_and_tells_its_answer_at_once(client, world, settled, always):
    decide(world.alder, case_of(world), Outcome.KEEP, rule=None)
    check = placed(world)
    Check.objects.update(placed_at=clock.now())
    audit = audit_of(publish(world.space, world.author))
    client.force_login(world.alder)

    def shown(reference):
        page = client.get(reverse("moderation:item", args=[reference])).content.decode()
        bench = page[page.index('<p class="over">') : page.index('class="bench__who')]
        return bench.replace(reference, "REF")

    assert shown(check.reference) == shown(audit.reference)
    rows = client.get(reverse("moderation:queue")).content.decode()
    assert rows.count("A review to read first") == 2
    for asked, lines in (("?kind=review", 2), ("?kind=post", 0), ("?reason=1", 0), ("?language=fr", 0)):
        assert client.get(reverse("moderation:queue") + asked).content.decode().count("to read first") == lines, asked
    answer = client.post(reverse("moderation:opinion", args=[check.reference]), {"verdict": "fake"}, follow=True)
    assert "This was a check: settled as genuine, by readers who agreed. You said: fake." in answer.content.decode()
    check.refresh_from_db()
    assert check.verdict == "fake"
    assert Decision.objects.count() == 1
    assert "0 of 1" in client.get(reverse("moderation:my_desk")).content.decode()


def test_a_check_in_hand_reads_as_any_other_in_hand(client, world, settled, always):
    decide(world.alder, case_of(world), Outcome.KEEP, rule=None)
    check, audit = placed(world), audit_of(publish(world.space, world.author))
    Check.objects.update(placed_at=clock.now())
    client.force_login(world.alder)

    def in_hand(reference):
        take = client.post(reverse("moderation:take", args=[reference]), headers={"HX-Request": "true"})
        rows = client.get(reverse("moderation:queue") + f"?current={reference}").content.decode()
        return take.content.decode(), rows.count("You ·")

    assert in_hand(check.reference) == in_hand(audit.reference) == in_hand(check.reference)


def test_a_check_is_never_of_a_topic_that_one_is_spared(world, settled, always):
    topic = Topic.objects.create(space=world.space, slug="heating", name_fr="Chauffage", name_en="Heating")
    type(world.review).objects.update(topic=topic)
    desk.sparing_choose(account=world.alder, limit=desk.HEAVY_A_DAY, rules=[], topics=[topic])
    decide(world.alder, case_of(world), Outcome.KEEP, rule=None)

    assert placed(world) is None


def test_nobody_gets_a_check_of_what_they_had_to_do_with_nor_the_same_twice(world, settled, always):
    for account in (world.rowan, world.author.account):
        assert checks.check_place(reader=account, spaces=[world.space], now=NOW) is None
    decide(world.alder, case_of(world), Outcome.KEEP, rule=None)
    check = placed(world)
    checks.check_answer(reader=world.alder, check=check, verdict=Verdict.GENUINE, now=NOW)
    decide(world.alder, case_of(world, words="Another."), Outcome.KEEP, rule=None)
    assert placed(world) is None
    with pytest.raises(NotNow):
        checks.check_answer(reader=world.alder, check=check, verdict=Verdict.FAKE, now=NOW)


def test_never_more_than_one_check_in_twenty(world, monkeypatch):
    monkeypatch.setattr(checks, "ONE_IN", 1)  # the draw says yes each time
    monkeypatch.setattr(checks, "_settled", lambda reader, spaces: pytest.fail("one too many"))
    for given in (0, 1, 19):
        monkeypatch.setattr(checks, "given_by", lambda reader, given=given: given)
        assert placed(world) is None


def test_the_draw_of_checks_keeps_its_published_rate(world):
    drawn = sum(checks.is_placed(world.alder, given) for given in range(1, 5001))

    assert 150 <= drawn <= 250  # one in twenty-five


def test_a_settled_appeal_is_a_known_answer(world, third, always):
    case = report(world.review, world.reporter, Ground.NOT_REAL).report.case
    decided(world.rowan, case, Outcome.LABEL, rule=RuleCode.NOT_REAL)
    appeal_file(account=world.author.account, case=case, text="I kept the invoice.", now=LATER)
    decided(third, Case.objects.get(pk=case.pk), Outcome.KEEP, rule=None, now=LATER + HOUR)
    decide(world.alder, case_of(world), Outcome.KEEP, rule=None, now=LATER)

    check = placed(world)

    assert (check.known, check.by_appeal) == (Verdict.GENUINE, True)


# --- keys -----------------------------------------------------------------------------------------------


def test_keys_are_ones_own_and_stand_on_the_bar(client, world):
    case = case_of(world)
    client.force_login(world.alder)
    typed = {**keys.KEYS, "keep": "Y", "undo": "é", "on": "on"}
    client.post(reverse("moderation:my_keys"), typed)

    page = client.get(reverse("moderation:item", args=[case.reference])).content.decode()
    assert DeskChoice.objects.get().keys == {"keep": "y", "undo": "é"}
    assert 'value="keep" data-key="y"><kbd>Y</kbd>Keep' in page
    client.post(reverse("moderation:keys_switch"), {"on": "0"})
    assert (
        'keys/switch/"> single keys' in client.get(reverse("moderation:item", args=[case.reference])).content.decode()
    )
    client.post(reverse("moderation:my_keys"), {"published": "1"})
    assert (DeskChoice.objects.get().keys, DeskChoice.objects.get().keys_on) == ({}, True)


@pytest.mark.parametrize(("typed", "act"), [({"keep": "m"}, "mask"), ({"keep": "1"}, "keep"), ({"mask": "ab"}, "mask")])
def test_a_key_that_cannot_be_is_refused_in_its_place(client, world, typed, act):
    client.force_login(world.alder)
    answer = client.post(reverse("moderation:my_keys"), {**keys.KEYS, **typed, "on": "on"})

    assert answer.status_code == 422
    assert f'id="error-{act}"' in answer.content.decode()
    assert not DeskChoice.objects.exclude(keys={}).exists()


def test_every_act_has_a_name_and_no_two_the_same_key():
    assert set(keys.NAMES) == set(keys.KEYS)
    assert len(set(keys.KEYS.values())) == len(keys.KEYS)
    assert not set(keys.KEYS.values()) & keys.FIXED
    assert {outcome.value for outcome in Outcome} <= set(keys.KEYS)


def test_my_desk_is_for_me_alone(client, world):
    decide(world.alder, case_of(world), Outcome.KEEP, rule=None, now=NOW)
    client.force_login(world.rowan)
    page = client.get(reverse("moderation:my_desk")).content.decode()

    assert "Nothing decided in the last thirty days." in page
    assert "tm_alder" not in page
    assert Case.objects.get().state == CaseState.DECIDED
