"""A professional's reasoned doubt: free, public, answered by the author aside, decided by a person, told to both."""

import csv
from datetime import timedelta

import pytest
from django.test import Client

from apps.base.errors import BadInput, NotFound, NotNow, NotYours
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.appeals import appeal_file
from apps.moderation.states import Outcome
from apps.notices.models import Notice
from apps.people.erasure import Words, account_erase
from apps.people.models import Consultation
from apps.posts.models import DeclaredLink
from apps.posts.services import ReviewDraft, item_withdraw, review_edit
from apps.professionals.models import Doubt, DoubtAnswer
from apps.professionals.personal import found_in
from apps.professionals.selectors.figures import doubt_figures, tally_of_operator
from apps.professionals.services.answers import (
    KEPT_AFTER,
    AnswerDraft,
    answer_erase,
    answer_give,
    answers_forget,
    aside_read,
    asides_forget,
    proof_find,
)
from apps.professionals.states import Cause
from apps.scoring.models import Score
from tests.moderation.world import LATER, NOW, decided, make_space, manager, person, publish, report
from tests.professionals.world import REASONS, House, case_of, doubt, make_house

DAY = timedelta(days=1)


@pytest.fixture
def house(db) -> House:
    return make_house()


def notices(account, kind: str) -> int:
    return Notice.objects.filter(to__account=account, kind=kind).count()


def test_a_doubt_hides_nothing_and_its_author_hears_at_once(house):
    found = doubt(house, aside="Order 4417, 3 March.")

    house.world.review.refresh_from_db()
    assert house.world.review.state == "published"
    assert found.due_at - found.raised_at == 15 * DAY
    assert case_of(found).opened_by == "doubt"
    assert case_of(found).decide_before == found.due_at
    assert notices(house.author, "doubt.raised") == 1
    assert b"4417" not in bytes(Doubt.objects.get().aside)


def test_reasons_are_words_and_expose_nobody(house):
    hostile = ("No.", "Call him on 06 12 34 56 78 and ask.", "He lives at 12 rue du Lac, as you know.",
               "Write to jean@example.org about this bill.", "x " * 900)  # fmt: skip
    for reasons in hostile:
        with pytest.raises(BadInput) as refused:
            doubt(house, reasons=reasons)
        assert "reasons" in refused.value.errors
    assert not found_in("Devis de 1 240,50 € du 12/03/2026, facture 4417, payée 515 le 3 mars 2026 à 18 h 30.")


def test_only_who_speaks_for_the_house_doubts_once_per_version(house):
    with pytest.raises(NotYours):
        doubt(House(house.world, house.world.reporter.account, house.face))
    doubt(house)
    with pytest.raises(NotNow):
        doubt(house)

    draft = ReviewDraft(stars=1, text="Other words.", experience_on=NOW.date(), link=DeclaredLink.CLIENT, language="en")
    review_edit(persona=house.world.author, review=house.world.review, draft=draft, now=NOW + DAY)
    assert doubt(house, now=NOW + DAY).version == 2


@pytest.mark.parametrize(
    ("outcome", "rule", "cause", "state"),
    [
        (Outcome.MASK, RuleCode.NOT_REAL, Cause.NOT_CLIENT, "held"),
        (Outcome.MASK, RuleCode.OFF_TOPIC, Cause.WRONG_PLACE, "held"),
        (Outcome.MASK, RuleCode.INSULT, Cause.NOT_CLIENT, "not_held"),
        (Outcome.LABEL, RuleCode.NOT_REAL, Cause.WRONG_DATE, "noted"),
        (Outcome.KEEP, None, Cause.PRESSURE, "not_held"),
    ],
)
def test_it_ends_as_a_person_decided_and_both_hear(house, settle, outcome, rule, cause, state):
    found = doubt(house, cause)
    decided(house.world.alder, case_of(found), outcome, rule=rule)
    settle()

    found.refresh_from_db()
    assert (found.state, found.settled_at) == (state, LATER)
    assert notices(house.author, "doubt.settled") == notices(house.boss, "doubt.yours") == 1


def test_an_appeal_turns_it_and_the_figures_follow(house, settle):
    found = doubt(house)
    decided(house.world.alder, case_of(found), Outcome.MASK, rule=RuleCode.NOT_REAL)
    settle()
    appeal_file(account=house.author, case=case_of(found), text="Here is my invoice.", now=NOW + DAY)
    decided(house.world.rowan, case_of(found), Outcome.KEEP, rule=None, now=NOW + 2 * DAY)
    settle()

    found.refresh_from_db()
    assert found.state == "not_held"
    figures = doubt_figures(house.boss, now=NOW)
    whole, operator = figures.whole, tally_of_operator(house.world.space.operator)
    assert (whole.raised, whole.not_held, whole.held, whole.share) == (1, 1, 0, None)
    assert (operator.raised, figures.professionals[0].not_held, figures.operators[0].not_held) == (1, 1, 1)


def test_what_its_author_takes_back_is_settled_without_an_answer(house, settle):
    found = doubt(house)
    item_withdraw(persona=house.world.author, item=house.world.review, now=NOW + DAY)
    settle()

    found.refresh_from_db()
    assert found.state == "moot"
    page = Client().get(f"/en/doubts/{found.reference}/").content.decode()
    assert REASONS not in page


def test_what_was_judged_already_is_answered_at_once(house, settle):
    earlier = report(house.world.review, house.world.reporter, Ground.NOT_REAL).report.case
    decided(house.world.alder, earlier, Outcome.KEEP, rule=None)
    settle()

    found = doubt(house, now=NOW + DAY)
    assert (found.case, found.state) == (earlier, "not_held")


def test_what_is_said_aside_is_read_by_whoever_decides_alone(house):
    found = doubt(house, aside="Order 4417.")
    shown = AnswerDraft("I was there with my sister.", b"%PDF-1.7 invoice", "../Invoice.exe")
    answered = answer_give(account=house.author, doubt=found, draft=shown, now=NOW)
    assert answered.file_name.endswith("Invoice.pdf")

    said = aside_read(account=house.world.alder, doubt=found, now=NOW)
    assert (said.professional, said.author, said.file) == ("Order 4417.", "I was there with my sister.", shown.file)
    assert DoubtAnswer.objects.get().times_read == 1
    assert Consultation.objects.filter(account=house.author).exists()
    far = manager("tm_far", make_space("elsewhere"))
    for somebody in (house.boss, house.author, house.world.reporter.account, far):
        with pytest.raises((NotYours, NotFound)):
            aside_read(account=somebody, doubt=found, now=NOW)
    with pytest.raises(NotYours):
        answer_give(account=house.boss, doubt=found, draft=shown, now=NOW)
    answer_erase(account=house.author, doubt=found, now=NOW)
    assert not DoubtAnswer.objects.exists()


def test_what_the_author_showed_is_said_to_be_checked_by_whoever_read_it_and_by_nobody_else(house, settle):
    """The page of the review says that a proof was checked, never what it was; the score hears of it."""
    found, review, alder = doubt(house), house.world.review, house.world.alder
    page = f"/en/s/{review.space.slug}/r/{review.pk}/"
    shown = AnswerDraft("The invoice.", b"%PDF-1.7 invoice", "Invoice.pdf")
    answer_give(account=house.author, doubt=found, draft=shown, now=NOW)
    with pytest.raises(NotNow):
        proof_find(account=alder, doubt=found, shows=True, now=NOW)
    for somebody in (house.boss, house.author):
        with pytest.raises(NotYours):
            proof_find(account=somebody, doubt=found, shows=True, now=NOW)
    assert "Nobody has checked a proof." in Client().get(page).content.decode()

    desk, here = Client(), f"/en/doubts/{found.reference}/aside/"
    desk.force_login(alder)
    assert "It is a proof of this experience" in desk.get(here).content.decode()
    assert desk.post(here, {"shows": "yes"}).status_code == 302
    said = Client().get(page).content.decode()
    settle()

    assert "Somebody under mandate checked a proof on" in said
    assert "Invoice" not in said
    assert Score.objects.current().get(review=review).inputs["proof"]
    answer_give(account=house.author, doubt=found, draft=shown, now=NOW)  # another file in its place
    assert "Nobody has checked a proof." in Client().get(page).content.decode()


def test_a_proof_that_was_checked_stays_checked_once_a_person_has_decided(house, settle):
    found, review = doubt(house), house.world.review
    shown = AnswerDraft("The invoice.", b"%PDF-1.7 invoice", "Invoice.pdf")
    answer_give(account=house.author, doubt=found, draft=shown, now=NOW)
    aside_read(account=house.world.alder, doubt=found, now=NOW)
    proof_find(account=house.world.alder, doubt=found, shows=True, now=NOW)
    decided(house.world.alder, case_of(found), Outcome.KEEP, rule=None, now=NOW)
    settle(now=LATER)

    answer_erase(account=house.author, doubt=Doubt.objects.get(), now=LATER)

    review.refresh_from_db()
    assert review.proof_checked_at == NOW
    with pytest.raises(NotNow):
        proof_find(account=house.world.alder, doubt=found, shows=False, now=LATER)


def test_answers_are_words_or_a_file_that_can_be_read(house):
    found = doubt(house)
    for draft in (AnswerDraft(), AnswerDraft("", b"MZ\x00\x00", "run.exe"), AnswerDraft("y" * 4000)):
        with pytest.raises(BadInput):
            answer_give(account=house.author, doubt=found, draft=draft, now=NOW)


def test_asides_go_when_the_time_for_an_appeal_is_over(house, settle):
    found = doubt(house, aside="Order 4417.")
    answer_give(account=house.author, doubt=found, draft=AnswerDraft("I was there."), now=NOW)
    decided(house.world.alder, case_of(found), Outcome.KEEP, rule=None)
    settle()

    assert asides_forget(NOW + KEPT_AFTER) + answers_forget(NOW + KEPT_AFTER) == 0
    later = NOW + KEPT_AFTER + DAY
    assert (asides_forget(later), answers_forget(later)) == (1, 1)


def test_erased_the_doubt_stays_as_a_number(house):
    found = doubt(house, aside="Order 4417.")
    account_erase(account=house.boss, words=Words.DELETE, now=NOW + DAY)

    found.refresh_from_db()
    assert (found.said.text, bytes(found.aside)) == ("", b"")
    assert "Marchetti" not in Client().get("/en/doubts/").content.decode()


def test_the_form_the_lists_and_their_twins_say_the_same(house, client, settle):
    path = f"/en/s/{house.world.space.slug}/r/{house.world.review.pk}/"
    boss = Client()
    boss.force_login(house.boss)
    assert 'doubt/"' in boss.get(path).content.decode()
    assert boss.post(f"{path}doubt/", {"cause": "not_client", "reasons": "No."}).status_code == 422
    assert boss.post(f"{path}doubt/", {"cause": "not_client", "reasons": REASONS}).status_code == 302
    found = Doubt.objects.get()

    review = client.get(path).content.decode()
    assert "being looked at" in review
    assert 'doubt/"' not in boss.get(path).content.decode()
    for address in ("/en/doubts/", f"/en/doubts/{found.reference}/", f"/en/x/{found.subject.slug}/doubts/"):
        assert REASONS in client.get(address).content.decode()
    twin = client.get("/api/doubts/").json()
    rows = list(csv.DictReader(client.get("/en/doubts/figures.csv").content.decode().splitlines()))
    assert twin["doubts"]["results"][0]["reasons"] == REASONS
    assert twin["figures"]["whole"]["raised"] == int(rows[0]["raised"]) == 1
    assert client.get(f"/api/x/{found.subject.slug}/doubts/").json()["tally"]["open"] == 1
    assert client.get(f"/api/doubts/{found.reference}/").json()["state"] == "open"
    assert client.get("/en/doubts/none/").status_code == client.get("/api/doubts/%00/").status_code == 404


def test_the_author_answers_on_the_page_and_the_desk_is_told(house, client):
    found = doubt(house)
    author, desk = Client(), Client()
    author.force_login(house.author)
    desk.force_login(house.world.alder)
    here = f"/en/doubts/{found.reference}/"
    item = f"/en/desk/i/{found.case.reference}/"
    assert "has not answered yet" in desk.get(item).content.decode()

    assert author.post(f"{here}answer/", {"words": ""}).status_code == 422
    assert author.post(f"{here}answer/", {"words": "My sister was there."}).status_code == 302
    assert "My sister was there." in author.get(here).content.decode()
    assert "My sister was there." not in client.get(here).content.decode()
    assert "read both sides" in desk.get(item).content.decode()
    assert "My sister was there." in desk.get(f"{here}aside/").content.decode()
    assert client.get(f"{here}file/").status_code == 404
    assert author.post(f"{here}answer/", {"erase": "1"}).status_code == 302


def test_in_a_space_for_members_strangers_hear_nothing(db, client):
    house = make_house(members_only=True)
    found = doubt(house)
    stranger = person("stranger").account
    client.force_login(stranger)

    assert client.get(f"/en/doubts/{found.reference}/").status_code == 404
    assert client.get(f"/en/x/{found.subject.slug}/doubts/").status_code == 404
    page = client.get("/en/doubts/").content.decode()
    assert found.subject.name not in page
    assert "Marchetti" not in page
    assert found.reference not in client.get("/en/doubts/feed.atom").content.decode()
    assert doubt_figures(stranger, now=NOW).whole.raised == 1
    assert publish(house.world.space, house.world.reporter).subject == found.subject
