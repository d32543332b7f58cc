"""Edits that close reports, orders of authorities, pauses ended early, decisions taken together, dialogue in place."""

import copy
from datetime import timedelta

import pytest

from apps.accountability.reports.models import AuthorityOrder
from apps.base import clock
from apps.base.errors import BadInput, NotNow, NotYours
from apps.ledger.models import Pending
from apps.moderation.dsa import dsa_row
from apps.moderation.measures import Order, Word
from apps.moderation.models import Case, Decision
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.selectors.transparency import Period, moderated
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.decisions import case_decide
from apps.moderation.services.dialogue import IN_A_ROW, word_say
from apps.moderation.services.orders import OrderDraft, order_enter, orders_end
from apps.moderation.services.pauses import pause_lift
from apps.moderation.services.publication import decisions_publish
from apps.moderation.services.reports import ReportDraft, report_again, report_file
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.services.together import decide_together, together_undo, togethers_publish
from apps.moderation.states import CaseState, Closing, OpenedBy, Outcome, Result
from apps.moderation.targets import of_item, of_profile
from apps.notices.models import Notice
from apps.posts.models import DeclaredLink
from apps.posts.services import ReviewDraft, post_add, review_edit
from apps.posts.states import ItemState
from apps.spaces.models import Pause
from tests.moderation.world import LATER, NOW, TEXT, decide, decided, make_world, manager, person, report, talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def built(kept):
    return kept(make_world)


@pytest.fixture
def world(built, db):
    return copy.deepcopy(built)


def edit(world, text: str = "Quite other words, about the same Monday.", now=NOW) -> None:
    draft = ReviewDraft(stars=2, text=text, experience_on=NOW.date(), link=DeclaredLink.CLIENT)
    review_edit(persona=world.author, review=world.review, draft=draft, now=now)
    world.review.refresh_from_db()


# --- an edit closes reports, once ---------------------------------------------------------------------------


def test_an_edit_closes_reports_on_the_old_words_and_one_press_reports_the_new(world, settle, client):
    receipt = report(
        world.review, world.reporter, text="It names her.", passages=("Sandra Bell took my call and hung up.",)
    )
    edit(world)
    settle(NOW)

    case = Case.objects.get(pk=receipt.report.case_id)
    assert (case.state, case.closing) == (CaseState.CLOSED, Closing.EDITED)
    assert "report them: one press" in Notice.objects.get(to=world.reporter).context["en"]
    client.force_login(world.reporter.account)
    page = client.get(f"/en/case/{case.reference}/").content.decode()
    assert "Report the new words for the same reason" in page
    assert client.post(f"/en/case/{case.reference}/again/").status_code == 302
    new = Case.objects.get(state=CaseState.OPEN)
    again = new.reports.get()
    assert (again.ground, again.text, again.passages, again.item_version) == (
        Ground.PRIVATE_PERSON,
        "It names her.",
        [],
        2,
    )
    assert client.post(f"/en/case/{case.reference}/again/").status_code == 409
    edit(world, TEXT)
    settle(NOW)
    new.refresh_from_db()
    assert new.state == CaseState.OPEN  # who edits what is reported again meets a person


def test_without_an_account_the_private_link_does_it(world, settle, client):
    receipt = report(world.review)
    edit(world)
    settle(NOW)

    page = client.get(f"/fr/report/receipt/{receipt.token}/").content.decode()

    assert "Son auteur a changé" in page
    assert client.post(f"/fr/report/receipt/{receipt.token}/again/").status_code == 302
    assert Case.objects.filter(state=CaseState.OPEN).count() == 1
    with pytest.raises(NotNow):
        report_again(report=Case.objects.get(state=CaseState.OPEN).reports.get(), now=NOW)


def test_what_a_person_reads_already_or_an_algorithm_noticed_stays_open(world, settle):
    from apps.moderation.services.cases import case_open, case_take

    case = report(world.review, world.reporter).report.case
    case_take(account=world.alder, case=case, now=NOW)
    noticed = case_open(
        target=of_item(talk(world.space, world.author)), opened_by=OpenedBy.RANDOM, rule=None, why={}, now=NOW
    )
    edit(world)
    settle(NOW)

    assert set(Case.objects.values_list("pk", "state")) == {(case.pk, "claimed"), (noticed.pk, "open")}


# --- reports about what was judged already ------------------------------------------------------------------


def test_what_was_judged_in_these_words_is_answered_at_once_and_can_be_appealed(world):
    case = report(world.review, world.reporter, Ground.INSULT).report.case
    also = report(world.review, person("second"), Ground.OFF_TOPIC).report.case
    decided(world.alder, case, Outcome.KEEP, rule=None)
    late = person("late")

    answered = report_file(target=of_item(world.review), draft=ReportDraft(Ground.OFF_TOPIC), reporter=late, now=LATER)

    assert answered.report.case == case == also
    told = Notice.objects.get(to=late)
    assert told.kind == "moderation.answered"
    assert "it breaks no rule" in told.context["en"]
    assert appeal_file(account=late.account, case=case, text="Read the third line.", now=LATER).party == "reporter"


# --- orders of authorities ----------------------------------------------------------------------------------


def order_draft(**more) -> OrderDraft:
    said = {
        "authority": "Tribunal judiciaire de Lyon",
        "number": "26/01234",
        "country": "fr",
        "law": "Loi du 29 juillet 1881, article 29",
        "territory": "France",
        "court": "Cour d’appel de Lyon",
        "document_sha256": "ab" * 32,
        "received_at": NOW - DAY,
        "until": NOW + 30 * DAY,
    }
    return OrderDraft(**{**said, **more})


def ordered(world, **more) -> Order:
    return order_enter(account=world.alder, target=of_item(world.review), draft=order_draft(**more), now=NOW)


def test_an_order_is_a_case_of_its_own_with_a_court_instead_of_an_appeal(world, client, settle):
    asked = report(world.review, world.reporter).report.case
    order = ordered(world)
    case = order.case
    assert (case.opened_by, case != asked, order.country) == (OpenedBy.ORDER, True, "FR")
    assert report(world.review, person("later")).report.case == asked  # no report joins an order

    decision = decided(world.rowan, case, Outcome.MASK, rule=RuleCode.UNLAWFUL)

    words = decision.statement.words_en
    assert words["redress"] == "An order is contested before a court. Here: Cour d’appel de Lyon."
    assert "number 26/01234" in words["facts"]
    assert "Loi du 29 juillet 1881" in words["ground"]
    with pytest.raises(NotNow, match="Cour d’appel de Lyon"):
        appeal_file(account=world.author.account, case=case, text="No.", now=LATER)
    client.force_login(world.author.account)
    page = client.get(f"/en/case/{case.reference}/").content.decode()
    assert "Contest the order before a court." in page
    assert "Appeal this decision" not in page
    assert Pending.objects.filter(kind="order.entered", object=case.reference).count() == 1
    settle(LATER)
    recorded = AuthorityOrder.objects.get()
    assert (recorded.state, recorded.operator, recorded.done_at) == ("FR", world.space.operator, decision.published_at)
    counted = moderated(world.space.operator, Period(NOW - DAY, NOW + DAY))
    assert (counted.on_order, counted.actions, counted.measures) == (1, [], [])


def test_what_an_order_masks_no_other_decision_shows_and_its_end_gives_it_back_as_the_others_have_it(world):
    asked = report(world.review, world.reporter).report.case
    decided(world.alder, asked, spans=((0, 10),))
    decided(world.rowan, ordered(world).case, rule=RuleCode.UNLAWFUL)
    appeal_file(account=world.author.account, case=asked, text="No.", now=LATER)
    answer = decided(manager("tm_ivy", world.space), asked, spans=((0, 20),), now=LATER)
    world.review.refresh_from_db()
    assert (world.review.masked_spans, answer.result) == ([], "changed")  # the order's mask: all of it

    assert orders_end(now=NOW + 29 * DAY) == 0
    assert orders_end(now=NOW + 30 * DAY) == 1
    assert orders_end(now=NOW + 31 * DAY) == 0

    world.review.refresh_from_db()
    assert (world.review.state, world.review.case) == (ItemState.MASKED, asked.reference)
    assert len(world.review.masked_spans) == 1


def test_an_order_that_ends_gives_the_text_back_and_its_author_hears(world):
    decided(world.rowan, ordered(world).case, rule=RuleCode.UNLAWFUL)

    orders_end(now=NOW + 30 * DAY)

    world.review.refresh_from_db()
    assert world.review.state == ItemState.PUBLISHED
    assert "The order of the authority has ended" in Notice.objects.filter(to=world.author).latest("pk").context["en"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"authority": " "}, "authority"),
        ({"country": "France"}, "country"),
        ({"document_sha256": "12"}, "document_sha256"),
        ({"until": NOW - DAY}, "until"),
        ({"received_at": NOW + DAY}, "received_at"),
        ({"court": "x" * 161}, "court"),
    ],
)
def test_an_order_that_cannot_be_entered_gets_a_sentence_per_field(world, more, field):
    with pytest.raises(BadInput) as refused:
        ordered(world, **more)

    assert set(refused.value.errors) == {field}


def test_an_order_is_entered_once_and_by_a_trust_manager(world, client):
    ordered(world)
    with pytest.raises(NotNow, match="already"):
        ordered(world)
    with pytest.raises(NotYours):
        order_enter(account=world.author.account, target=of_item(world.review), draft=order_draft(), now=NOW)
    client.force_login(world.alder)
    page = client.get(f"/fr/desk/order/{world.review.reference}/")
    assert page.status_code == 200
    assert client.post(f"/fr/desk/order/{world.review.reference}/", {"authority": "x"}).status_code == 422


# --- pauses ---------------------------------------------------------------------------------------------------


def paused(world, days: int = 30) -> Case:
    draft = ReportDraft(Ground.INSULT)
    case = report_file(
        target=of_profile(world.author, world.space), draft=draft, reporter=world.reporter, now=NOW
    ).report.case
    draft = DecisionDraft(Outcome.PAUSE, RuleCode.INSULT, seen_version=1, pause_days=days)
    case_decide(account=world.alder, case=case, draft=draft, now=NOW)
    decisions_publish(now=LATER)
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("days", [0, 91])
def test_a_pause_lasts_one_to_ninety_days(world, days):
    with pytest.raises(BadInput) as refused:
        paused(world, days)

    assert "pause_days" in refused.value.errors


def test_a_pause_lasts_as_long_as_whoever_decides_says_and_ends_early_by_a_decision(world, client):
    case = paused(world, 60)
    pause = Pause.objects.get(persona=world.author)
    assert pause.until == NOW + 60 * DAY

    client.force_login(world.rowan)
    assert "End this pause early" in client.get(f"/en/case/{case.reference}/").content.decode()
    decision = pause_lift(account=world.rowan, case=case, own_words="", language="en", now=LATER)
    assert Pause.objects.exists()  # ten seconds
    decisions_publish(now=LATER + timedelta(seconds=11))

    assert not Pause.objects.exists()
    decision.refresh_from_db()
    assert decision.statement.words_en["to_author"] == "The pause of your posting ends early. You may write here again."
    assert decision.case.opened_by == OpenedBy.MANAGER
    assert Notice.objects.filter(to=world.author, about=decision.reference).count() == 1
    with pytest.raises(NotNow, match="No pause of ours"):
        pause_lift(account=world.rowan, case=case, own_words="", language="en", now=LATER)
    post_add(author=world.author, thread=talk(world.space, world.author).thread, text="Back again.", now=LATER)


def test_a_pause_does_not_end_without_the_reasons_that_were_written(world, client):
    case = paused(world)
    client.force_login(world.rowan)

    page = client.post(f"/en/case/{case.reference}/lift/", {"own_words": "They answered at once. " * 90 + "The end."})

    assert page.status_code == 422
    assert "The end.</textarea>" in page.content.decode()
    assert not Decision.objects.filter(outcome=Outcome.LIFT).exists()


def test_keeping_another_case_about_the_same_person_on_appeal_ends_no_pause(world):
    paused(world)
    case = report_file(
        target=of_profile(world.author, world.space), draft=ReportDraft(Ground.ADVERTISING), reporter=None, now=LATER
    ).report.case
    decided(world.rowan, case, Outcome.KEEP, rule=None, now=LATER)
    appeal_file(account=world.author.account, case=case, text="Say why.", now=LATER + DAY)

    decided(world.alder, case, Outcome.KEEP, rule=None, now=LATER + DAY)

    assert Pause.objects.count() == 1


def test_whoever_appeals_in_vain_is_not_paused_for_longer(world):
    case = paused(world, 14)
    appeal_file(account=world.author.account, case=case, text="It was a joke.", now=LATER + DAY)
    upheld = DecisionDraft(Outcome.PAUSE, RuleCode.INSULT, seen_version=1, pause_days=14)
    decision = case_decide(account=world.rowan, case=case, draft=upheld, now=LATER + 9 * DAY)
    decisions_publish(now=LATER + 10 * DAY)

    decision.refresh_from_db()
    assert (decision.result, decision.ends_at) == (Result.UPHELD, NOW + 14 * DAY)
    assert Pause.objects.get().until == NOW + 14 * DAY
    assert [bool(dsa_row(row, None)) for row in case.decisions.order_by("pk")] == [True, False]


def test_a_pause_shortened_on_appeal_is_a_change_and_the_bar_begins_with_its_days(world, client):
    case = paused(world, 30)
    appeal_file(account=world.author.account, case=case, text="It was a joke.", now=LATER)
    client.force_login(world.rowan)
    page = client.get(f"/en/desk/i/{case.reference}/").content.decode()
    refused = client.post(
        f"/en/desk/i/{case.reference}/decide/",
        {"outcome": "pause", "rule": "5", "seen_version": 1, "pause_days": "120"},
    ).content.decode()
    draft = DecisionDraft(Outcome.PAUSE, RuleCode.INSULT, seen_version=1, pause_days=7)
    decision = case_decide(account=world.rowan, case=case, draft=draft, now=LATER)

    assert 'name="pause_days" min="1" max="90" value="30"' in page
    assert "A pause lasts 1 to 90 days." in refused
    assert 'value="120"' in refused
    assert decision.result == Result.CHANGED


def test_a_second_case_about_a_person_neither_cuts_short_nor_ends_the_pause_of_the_first(world):
    paused(world, 30)
    target = of_profile(world.author, world.space)
    short = report_file(target=target, draft=ReportDraft(Ground.ADVERTISING), reporter=None, now=LATER).report.case
    draft = DecisionDraft(Outcome.PAUSE, RuleCode.ADVERTISING, seen_version=1, pause_days=5)
    case_decide(account=world.alder, case=short, draft=draft, now=LATER)
    decisions_publish(now=LATER + DAY)
    assert Pause.objects.get().until == NOW + 30 * DAY

    appeal_file(account=world.author.account, case=short, text="Not mine.", now=LATER + DAY)
    decided(world.rowan, short, Outcome.KEEP, rule=None, now=LATER + DAY)
    assert Pause.objects.get().until == NOW + 30 * DAY


# --- decided together -----------------------------------------------------------------------------------------


def alike(world, number: int = 3) -> list[Case]:
    posts = [talk(world.space, world.author, f"Buy at cheap-boilers, number {n}.") for n in range(number - 1)]
    posts.append(talk(world.space, world.reporter, "Buy at cheap-boilers, number 9."))
    sender = person("sender")
    return [report(post, sender, Ground.ADVERTISING).report.case for post in posts]


def together(world, cases, now=NOW):
    draft = DecisionDraft(Outcome.MASK, RuleCode.ADVERTISING, seen_version=0)
    seen = {case.reference: 1 for case in cases}
    return decide_together(account=world.alder, cases=cases, draft=draft, seen=seen, now=now)


def test_decided_together_they_are_sent_in_one_piece_and_each_person_is_told_once(world):
    cases = alike(world)

    made = together(world, cases)

    assert (decisions_publish(now=LATER), Notice.objects.count()) == (0, 0)
    assert togethers_publish(now=NOW + timedelta(seconds=9)) == 0
    assert togethers_publish(now=LATER) == 3
    told = Notice.objects.filter(about=made.reference)
    assert sorted(n.to.pseudonym for n in told) == ["plain_speaker", "quiet_kettle", "sender"]
    assert "2 texts alike, one decision." in told.get(to=world.author).context["en"]
    assert "texts alike" not in told.get(to=world.reporter).context["en"]
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.NOTIFIED}
    from tests.moderation.test_emergencies import check_promises

    check_promises()


def test_undone_together_or_not_at_all(world):
    cases = alike(world)
    made = together(world, cases)
    from apps.moderation.services.decisions import decision_undo

    with pytest.raises(NotNow, match="undo them together"):
        decision_undo(account=world.alder, decision=made.decisions.first(), now=NOW)
    with pytest.raises(NotYours):
        together_undo(account=world.rowan, together=made, now=NOW)
    together_undo(account=world.alder, together=made, now=NOW + timedelta(seconds=5))

    assert togethers_publish(now=LATER) == 0
    assert not Notice.objects.exists()
    assert Decision.objects.exclude(undone_at=None).count() == 3
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.CLAIMED}


def test_one_that_cannot_be_decided_stops_all(world):
    cases = alike(world)
    decide(world.rowan, cases[1], Outcome.KEEP, rule=None)

    with pytest.raises(NotNow, match=f"Case {cases[1].reference}: tm_rowan has just decided this"):
        together(world, cases)
    assert Decision.objects.count() == 1
    with pytest.raises(BadInput):
        together(world, cases[:1])


# --- dialogue in place ----------------------------------------------------------------------------------------


def test_a_party_and_whoever_decided_talk_and_nobody_else_reads_it(world, client):
    case = report(world.review, world.reporter).report.case
    with pytest.raises(NotNow):
        word_say(account=world.author.account, case=case, text="Why?", now=NOW)
    decided(world.alder, case)
    asked = word_say(account=world.author.account, case=case, text="Which line exactly?", now=LATER)
    word_say(account=world.reporter.account, case=case, text="Thank you for reading.", now=LATER)
    word_say(account=world.alder, case=case, text="The third.", now=LATER, to=asked)

    seen = {}
    for name in ("author", "reporter"):
        client.force_login(getattr(world, name).account)
        seen[name] = client.get(f"/en/case/{case.reference}/").content.decode()
    client.force_login(world.alder)
    seen["decider"] = client.get(f"/en/case/{case.reference}/").content.decode()
    client.force_login(world.rowan)
    seen["another"] = client.get(f"/en/case/{case.reference}/").content.decode()
    has = {name: ("Which line" in page, "The third." in page, "Thank you for" in page) for name, page in seen.items()}
    assert has == {
        "author": (True, True, False),
        "reporter": (False, False, True),
        "decider": (True, True, True),
        "another": (False, False, False),
    }
    assert "plain_speaker" not in seen["decider"]
    assert Notice.objects.filter(kind="moderation.decider").count() == 2
    assert "answered you" in Notice.objects.filter(to=world.author).latest("pk").context["en"]


def test_an_answer_that_cannot_be_sent_stays_under_the_words_it_answers(world, client):
    case = report(world.review, world.reporter).report.case
    decided(world.alder, case)
    word_say(account=world.reporter.account, case=case, text="Thank you.", now=LATER)
    asked = word_say(account=world.author.account, case=case, text="Which line exactly?", now=LATER)
    client.force_login(world.alder)

    page = client.post(f"/en/case/{case.reference}/say/", {"text": "The third. " * 150 + "So.", "to": asked.pk})

    assert page.status_code == 422
    assert page.content.decode().count("So.</textarea>") == 1


def test_words_for_a_case_that_closed_meanwhile_are_given_back(world, client):
    case = report(world.review, world.reporter).report.case
    decided(world.alder, case)
    appeal_file(account=world.author.account, case=case, text="It is true.", now=clock.now())
    Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED)
    client.force_login(world.reporter.account)

    late = client.post(f"/en/case/{case.reference}/appeal/", {"text": "All of it should go."})
    said = client.post(f"/en/case/{case.reference}/say/", {"text": "One more thing."})

    assert (late.status_code, said.status_code) == (409, 409)
    assert "It is answered once, for everybody." in late.content.decode()
    assert "All of it should go.</textarea>" in late.content.decode()
    assert "One more thing.</textarea>" in said.content.decode()


def test_nobody_is_talked_down_and_the_time_ends(world):
    case = report(world.review, world.reporter).report.case
    decided(world.alder, case)
    for _n in range(IN_A_ROW):
        word_say(account=world.author.account, case=case, text="Why?", now=LATER)

    with pytest.raises(NotNow, match="Five in a row"):
        word_say(account=world.author.account, case=case, text="Why?", now=LATER)
    with pytest.raises(NotYours):
        word_say(account=world.rowan, case=case, text="Let me explain.", now=LATER)
    with pytest.raises(BadInput):
        word_say(account=world.author.account, case=case, text=" ", now=LATER)
    with pytest.raises(NotNow):
        word_say(account=world.author.account, case=case, text="Why?", now=NOW + 190 * DAY)
    assert Word.objects.count() == IN_A_ROW
