"""Who answers: under a real name, signed, dated; promises with their days; silence shown as silence."""

from copy import deepcopy
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from apps.accountability import services
from apps.accountability.models import Alert, Answer, Commitment, Tile
from apps.accountability.selectors import alert_page, operator_page
from apps.accountability.services import AnswerDraft, CommitmentDraft
from apps.accountability.services.answers import answer_holds
from apps.base.errors import BadInput, NotNow, NotYours
from apps.ledger import sequencer
from apps.ledger.models import LogEntry
from apps.notices.models import Notice
from apps.spaces.models import Representative
from tests.accountability.world import LOOKED, NOON, press, regular, represent, surge
from tests.factories import operator, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def world(kept):
    """An operator, who answers for it, and a confirmed alert: once for all."""
    return kept(_confirmed)


def _confirmed() -> SimpleNamespace:
    op = operator()
    awa = represent(op)
    surge(op)
    alert = services.alert_evaluate(alert_id=Alert.objects.get(operator=op).pk, now=LOOKED)
    return SimpleNamespace(op=op, awa=awa, alert=alert)


@pytest.fixture
def op(world, db):
    return deepcopy(world.op)


@pytest.fixture
def awa(world, db):
    return deepcopy(world.awa)


@pytest.fixture
def alert(world, db) -> Alert:
    return deepcopy(world.alert)


def draft(**more) -> AnswerDraft:
    promise = CommitmentDraft("Rétablir.", "Restore.", (NOON + 40 * DAY).date())
    said = {"text_fr": "Nous avons arrêté le filtre.", "text_en": "We stopped the filter.", "commitments": [promise]}
    return AnswerDraft(**{**said, **more})


def publish(account, alert, now=NOON + DAY, **more) -> Answer:
    return services.answer_publish(account=account, alert=alert, draft=draft(**more), now=now)


def test_a_representative_answers_under_a_real_name_and_the_answer_verifies(op, awa, alert, client, english):
    answer = publish(awa, alert)

    page = client.get(f"/en/o/{op.slug}/alert/{alert.reference}/").content.decode()

    assert "Awa Ndour" in page
    assert "We stopped the filter." in page
    assert answer_holds(answer)


def test_a_changed_answer_no_longer_verifies(awa, alert):
    answer = publish(awa, alert)
    answer.text_en = "We did nothing."

    assert not answer_holds(answer)


def test_nobody_else_answers(alert, english):
    with pytest.raises(NotYours, match="Only a representative"):
        publish(person(), alert)


def test_a_mandate_that_is_over_answers_no_more(op, awa, alert):
    Representative.objects.filter(account=awa).update(until=NOON - DAY)

    with pytest.raises(NotYours):
        publish(awa, alert)


def test_what_was_not_published_cannot_be_answered(op, awa):
    press(op, tile=Tile.DATA)

    with pytest.raises(NotNow):
        publish(awa, Alert.objects.get(tile=Tile.DATA))


def test_an_answer_lifts_the_deadline_and_a_new_surge_sets_another(op, awa, alert):
    publish(awa, alert)
    alert.refresh_from_db()
    assert alert.answer_due_at is None

    later = NOON + 10 * DAY
    services.alerts_watch(now=later - DAY)
    for number in range(12):
        press(op, account=regular(op), network=f"later-{number}", now=later)
    looked = later + timedelta(minutes=20)
    services.alert_evaluate(alert_id=alert.pk, now=looked)

    alert.refresh_from_db()
    assert alert.answer_due_at == looked + timedelta(hours=72)


def test_silence_is_shown_as_silence(op, awa, alert, client, english):
    page = alert_page(alert, now=NOON + 4 * DAY)

    assert page.row.overdue


def test_the_answer_is_in_the_log_without_a_name(client, awa, alert):
    answer = publish(awa, alert)
    sequencer.seal(now=NOON + DAY)

    leaf = bytes(LogEntry.objects.get(kind="answer.published").leaf).decode()
    body = client.get(
        reverse("accountability:answer_body", args=[alert.operator.slug, alert.reference, answer.reference])
    )

    assert answer.sha256 in leaf
    assert "Awa" not in leaf + body.content.decode()


def test_members_who_raised_it_are_told(op, awa, alert):
    publish(awa, alert)

    assert Notice.objects.filter(kind="alert.answered", about=alert.reference).count() == 12


def test_promises_stand_with_their_day_and_lateness_is_said(op, awa, alert, english):
    due = (NOON + 5 * DAY).date()
    publish(awa, alert, commitments=[CommitmentDraft("Rétablir les avis.", "Restore the reviews.", due)])

    now_said = alert_page(alert, now=NOON + DAY).answers[0].promises[0]
    late_said = alert_page(alert, now=NOON + 9 * DAY).answers[0].promises[0]

    assert now_said.words == "By 15 March 2026"
    assert late_said.words == "Date passed on 15 March 2026, not checked yet"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text_fr": "", "text_en": "  "}, "text_fr"),
        ({"text_en": "x" * 8001}, "text_en"),
        ({"commitments": []}, "promise_fr"),
        ({"says": "rejected"}, "says"),
        ({"says": "maybe"}, "says"),
        ({"commitments": [CommitmentDraft("", " ", (NOON + 3 * DAY).date())]}, "promise_fr"),
        ({"commitments": [CommitmentDraft("Avant.", "", NOON.date())]}, "promise_due_on"),
    ],
)
def test_a_bad_answer_is_a_sentence_at_its_field(awa, alert, more, field):
    with pytest.raises(BadInput) as refusal:
        publish(awa, alert, **more)

    assert field in refusal.value.errors
    assert not Answer.objects.exists()


def test_a_name_becomes_its_role_two_years_after_the_mandate(op, awa, alert, english):
    publish(awa, alert)
    Representative.objects.filter(account=awa).update(until=NOON + 2 * DAY)

    soon = alert_page(alert, now=NOON + 700 * DAY).answers[0].face.name
    late = alert_page(alert, now=NOON + 740 * DAY).answers[0].face.name

    assert soon == "Awa Ndour"
    assert late == "Former representative: Head of moderation"


def test_the_alert_comes_first_while_it_is_possible_or_confirmed_and_later_below_the_promises(op, awa, alert, client):
    in_alert = client.get(f"/en/o/{op.slug}/").content.decode()
    services.alerts_watch(now=NOON + 2 * DAY)
    calm = client.get(f"/en/o/{op.slug}/").content.decode()

    assert in_alert.index('id="alerts"') < in_alert.index('id="who"')
    assert calm.index('id="alerts"') > calm.index('id="who"')


# --- the console ---


def test_the_console_is_for_representatives_only(op, client):
    client.force_login(person())

    assert client.get(f"/en/o/{op.slug}/console/").status_code == 403


def test_a_visitor_is_led_to_sign_in(op, client):
    answer = client.get(f"/en/o/{op.slug}/console/")

    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_the_console_shows_what_waits_and_publishes_an_answer(op, awa, alert, client, english):
    client.force_login(awa)
    console = client.get(f"/en/o/{op.slug}/console/").content.decode()
    data = {
        "text_fr": "Nous avons arrêté.",
        "text_en": "We stopped.",
        "says": "accepted",
        "promise_1_en": "Restore.",
        "idempotency_key": "k",
    }

    missing = client.post(f"/en/o/{op.slug}/console/answer/{alert.reference}/", data)
    data |= {"promise_1_due_on": "2099-01-01"}
    answer = client.post(f"/en/o/{op.slug}/console/answer/{alert.reference}/", data)

    assert "Answer" in console
    assert missing.status_code == 422
    assert "We stopped." in missing.content.decode()
    assert answer["Location"].endswith(f"/alert/{alert.reference}/")
    assert Commitment.objects.get().text_en == "Restore."


def test_one_operator_opens_at_once(op, awa, client):
    client.force_login(awa)

    assert client.get("/en/me/consoles/")["Location"] == f"/en/o/{op.slug}/console/"


def test_the_page_says_who_answers_and_how_often(op, awa, alert):
    publish(awa, alert)

    face = operator_page(op, now=NOON + DAY).faces[0]

    assert (face.name, face.initials, face.answers) == ("Awa Ndour", "AN", 1)


def test_what_became_of_every_commitment_is_counted_in_words(op, awa, alert, english):
    promises = [CommitmentDraft(f"Promise {n}", "", (NOON + n * DAY).date()) for n in (2, 3, 40)]
    answer = publish(awa, alert, commitments=promises)
    Commitment.objects.filter(pk=answer.commitments.first().pk).update(state="kept")

    said = operator_page(op, now=NOON + 10 * DAY).commitments

    assert said == "Commitments: 1 kept, 1 past its date, 1 to come."
