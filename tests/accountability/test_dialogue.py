"""After the press: words renewed, alerts split and merged, contests decided, answers and promises judged and folded."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.urls import reverse

from apps.accountability import services
from apps.accountability.models import Alert, Contest, Dialogue, Discount, Opinion, Tally, Voice
from apps.accountability.permissions import check_can_look_closely
from apps.accountability.selectors import alert_page, heard_page
from apps.accountability.services import AnswerDraft, CommitmentDraft, IssueDraft
from apps.accountability.services.checks import verdict_of
from apps.base.errors import BadInput, NotNow, NotYours
from apps.ledger import checkpoints, sequencer
from apps.notices.models import Notice
from apps.people.models import Account, Persona
from apps.people.services import persona_create
from apps.spaces.models import Mandate, Membership, Role, Space
from tests.accountability.world import LOOKED, NOON, crowd, press, represent, surge
from tests.factories import member, operator, person, space, trust_manager

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = IssueDraft("Le filtre de mars cache des avis", "The filter of March hides reviews", "Says what happened.")


def auditor(op=None):
    account = person()
    Mandate.objects.create(
        account=account, role=Role.AUDITOR, public_name=f"auditor {account.pk}", operator=op, from_at=NOON - DAY
    )
    return account


@pytest.fixture
def op():
    found = operator()
    crowd(found, 50)
    return found


@pytest.fixture
def alert(op) -> Alert:
    surge(op, members=0, visitors=6)
    found = Alert.objects.get(operator=op)
    services.alert_evaluate(alert_id=found.pk, now=LOOKED)
    services.tallies_publish(now=NOON + HOUR)
    found.refresh_from_db()
    return found


# --- words ---


def test_new_words_begin_at_zero_voices_and_the_old_figures_stay(op, alert, english):
    services.issue_reword(account=auditor(), alert=alert, draft=WORDS, now=NOON + 2 * HOUR)
    alert.refresh_from_db()
    for number in range(3):
        press(op, browser=f"browser-{number}", now=NOON + 3 * HOUR, issue=alert.reference)
    services.tallies_publish(now=NOON + 5 * HOUR)

    assert list(Tally.objects.values_list("text_number", "new", "raw")) == [(1, 6, 6), (2, 3, 3)]
    page = alert_page(alert, now=NOON + 5 * HOUR)
    assert [text.title for text in page.texts] == [
        "My review was removed or hidden without a reason",
        "The filter of March hides reviews",
    ]


def test_a_receipt_renews_a_voice_for_the_new_words(alert, client, english):
    voice = Voice.objects.first()
    services.issue_reword(account=auditor(), alert=alert, draft=WORDS, now=NOON + 2 * HOUR)
    address = reverse("accountability:voice", args=[alert.operator.slug, voice.token])

    asked = client.get(address).content.decode()
    client.post(address, {"do": "renew"})

    alert.refresh_from_db()
    voice.refresh_from_db()
    assert "I agree to these words too" in asked
    assert voice.issue_sha256 == alert.issue_sha256
    with pytest.raises(NotNow):
        services.voice_renew(voice=voice, now=NOON + 3 * HOUR)


def test_the_log_holds_the_digest_of_the_words(alert, client):
    services.issue_reword(account=auditor(), alert=alert, draft=WORDS, now=NOON + 2 * HOUR)
    sequencer.seal(now=NOON + 2 * HOUR)

    leaf = client.get("/api/log/?kind=alert.reworded").json()["results"][0]
    body = client.get(reverse("accountability:text_body", args=[alert.operator.slug, alert.reference, 2]))

    assert leaf["body_sha256"] == hashlib.sha256(body.content).hexdigest()


def test_a_part_is_an_alert_of_its_own_and_both_pages_name_the_other(op, alert, english):
    part = services.issue_split(account=auditor(), alert=alert, draft=WORDS, now=NOON + 2 * HOUR)

    assert not part.voices.exists()
    assert [row.how for row in alert_page(alert, now=NOON + 3 * HOUR).related] == ["Its parts"]
    assert [row.how for row in alert_page(part, now=NOON + 3 * HOUR).related] == ["A part of"]


def test_a_duplicate_is_merged_with_its_history(op, alert, client, english):
    part = services.issue_split(account=auditor(), alert=alert, draft=WORDS, now=NOON + 2 * HOUR)

    services.issue_merge(account=auditor(), alert=alert, into=part, why="The same.", now=NOON + 3 * HOUR)

    alert.refresh_from_db()
    page = alert_page(alert, now=NOON + 4 * HOUR)
    assert (alert.closed_at, page.row.raw) == (NOON + 3 * HOUR, 6)
    assert "Merged into" in [row.how for row in page.related]
    body = client.get(reverse("accountability:merged_body", args=[op.slug, alert.reference])).json()
    assert body["into"] == part.reference
    with pytest.raises(NotNow):
        press(op, browser="late", issue=alert.reference)


def test_whoever_has_a_link_to_the_operator_changes_no_words(op, alert):
    boss, linked = represent(op), trust_manager(op.spaces.first())[0]

    for account in (boss, linked, person()):
        with pytest.raises(NotYours):
            services.issue_reword(account=account, alert=alert, draft=WORDS, now=NOON + 2 * HOUR)


def test_words_in_one_language_or_of_another_open_alert_are_refused(alert):
    with pytest.raises(BadInput):
        services.issue_split(account=auditor(), alert=alert, draft=IssueDraft("Un", "", "Why."), now=NOON + HOUR)
    services.issue_split(account=auditor(), alert=alert, draft=WORDS, now=NOON + HOUR)
    with pytest.raises(BadInput):
        services.issue_reword(account=auditor(), alert=alert, draft=WORDS, now=NOON + 2 * HOUR)


# --- who looks closely ---


def test_trust_managers_of_others_look_closely_unless_auditors_are_mandated(op):
    unlinked = trust_manager(space())[0]
    Mandate.objects.filter(account=unlinked).update(from_at=NOON - DAY)

    assert check_can_look_closely(unlinked, op, now=NOON).account == unlinked
    outside = auditor(op)
    with pytest.raises(NotYours):
        check_can_look_closely(unlinked, op, now=NOON)
    assert check_can_look_closely(outside, op, now=NOON).account == outside
    with pytest.raises(NotYours):
        check_can_look_closely(auditor(operator()), op, now=NOON)


# --- contests ---


def test_a_discounted_voice_is_contested_by_its_receipt_and_found_to_stand_alone(op, client, english, settle):
    minutes = [NOON, NOON + timedelta(minutes=1)]
    voices = [press(op, browser=f"b{at.minute}", network="house", now=at).voice for at in minutes]
    alert = Alert.objects.get(operator=op)
    services.alert_evaluate(alert_id=alert.pk, now=LOOKED)
    address = reverse("accountability:voice", args=[op.slug, voices[1].token])

    client.post(address, {"do": "contest", "words": "We are two people of one house."})
    judge = auditor()
    client.force_login(judge)
    contest = Contest.objects.get()
    decide = reverse("accountability:contest", args=[op.slug, alert.reference, contest.reference])
    page = client.get(reverse("accountability:alert", args=[op.slug, alert.reference])).content.decode()
    client.post(decide, {"upheld": "yes", "words": "Two people, seen apart."})
    services.alert_evaluate(alert_id=alert.pk, now=LOOKED + HOUR)

    assert "Contested: decide" in page
    assert list(Voice.objects.order_by("pk").values_list("discount", flat=True)) == [Discount.NONE, Discount.NONE]
    assert "You were right" in client.get(address).content.decode()


def test_a_voice_that_counts_has_nothing_to_contest(op):
    with pytest.raises(NotNow):
        services.contest_file(voice=press(op).voice, words="No.", now=NOON)


# --- answers and promises ---


def answered(op, alert, promises=True, says="accepted"):
    draft = [CommitmentDraft("Rétablir.", "Restore.", (NOON + 5 * DAY).date())] if promises else []
    return services.answer_publish(
        account=represent(op), alert=alert, draft=AnswerDraft("Oui.", "Yes.", draft, says), now=NOON + DAY
    )


def test_silence_is_called_read_and_ignored_or_not_read(op, alert, client, english):
    boss = represent(op)
    late = alert.answer_due_at + DAY

    unread = alert_page(alert, now=late).row.silence
    client.force_login(boss)
    client.get(reverse("accountability:alert", args=[op.slug, alert.reference]))
    alert.refresh_from_db()

    assert unread == "Not read by anybody who answers for it."
    assert alert_page(alert, now=late + 400 * DAY).row.silence.endswith("and ignored since.")


def test_representatives_are_reminded_three_times_and_no_more(op, alert):
    represent(op)
    Alert.objects.update(answer_asked_at=NOON, answer_due_at=NOON + 25 * DAY)

    sent = [services.reminders_send(now=NOON + days * DAY) for days in (1, 8, 9, 16, 24, 30)]

    assert sent == [0, 1, 0, 1, 1, 0]
    assert Notice.objects.filter(kind="alert.reminder").count() == 3


def test_a_shorter_date_has_reminders_of_its_own_and_keeps_them_when_it_calms_down(op):
    represent(op)
    surge(op, members=0, visitors=5)
    services.tallies_publish(now=NOON + HOUR)
    found = Alert.objects.get(operator=op)
    assert found.answer_due_at - found.answer_asked_at == 25 * DAY
    services.reminders_send(now=NOON + 17 * DAY)  # the second of three

    later = NOON + 20 * DAY
    surge(op, visitors=0, now=later)
    asked = later + timedelta(minutes=20)
    assert services.alert_evaluate(alert_id=found.pk, now=asked).state == "confirmed"
    at = (23, 24, 40, 48, 60, 66, 80)
    sent = []
    for hours in at:
        services.alerts_watch(now=asked + hours * HOUR)
        sent.append(services.reminders_send(now=asked + hours * HOUR))

    found.refresh_from_db()
    assert found.state == "calm"
    assert found.answer_due_at == asked + 72 * HOUR
    assert sent == [0, 1, 0, 1, 0, 1, 0]


def test_nobody_answers_for_it_sixty_days(op):
    surge(op, members=0, visitors=5)
    services.tallies_publish(now=NOON + HOUR)
    found = Alert.objects.get(operator=op)

    assert found.answer_due_at - found.answer_asked_at == 60 * DAY


def test_what_was_read_before_an_answer_is_not_read_for_the_next(op, alert):
    boss = represent(op)
    services.alert_note_read(alert=alert, now=NOON + HOUR)
    draft = AnswerDraft("Non.", "No.", (), "rejected")
    services.answer_publish(account=boss, alert=alert, draft=draft, now=NOON + 2 * HOUR)
    services.alerts_watch(now=NOON + 3 * DAY)
    surge(op, visitors=0, now=NOON + 9 * DAY)
    again = services.alert_evaluate(alert_id=alert.pk, now=NOON + 9 * DAY + timedelta(minutes=20))

    assert (again.state, again.read_at) == ("confirmed", None)


def test_the_panel_is_drawn_from_the_log_after_the_day_never_from_newcomers_and_one_seat_each(op, alert):
    promise = answered(op, alert).commitments.get()
    here = Space.objects.filter(operator=op).first()
    two_names = Account.objects.filter(personas__memberships__space=here).first()
    second = persona_create(account=two_names, pseudonym="second name", now=NOON)
    Membership.objects.create(space=here, persona=second, joined_at=NOON - 9 * DAY)
    newcomers = [person() for _n in range(40)]
    for account in newcomers:
        Membership.objects.create(space=here, persona=account.personas.get(), joined_at=NOON + 2 * DAY)
    sequencer.seal(now=NOON + 6 * DAY)
    root = bytes(checkpoints.newest().root).hex()
    services.commitments_check(now=NOON + 6 * DAY)
    promise.refresh_from_db()
    panel = {check.persona for check in promise.checks.select_related("persona__account")}

    others = Persona.objects.filter(memberships__space=here, memberships__joined_at__lt=NOON).exclude(
        account__voices__alert=alert
    )
    seed = f"{root}:{promise.answer.sha256}:{promise.reference}:"
    drawn = sorted(others, key=lambda p: hashlib.sha256((seed + p.reference).encode()).digest())
    seats = list(dict.fromkeys(persona.account_id for persona in drawn))[:9]
    assert {persona.account_id for persona in panel} == set(seats)
    assert promise.drawn_from == checkpoints.newest().size


def test_a_promise_is_checked_by_those_who_raised_it_and_by_a_panel_drawn_by_lot(op, alert, client, english):
    promise = answered(op, alert).commitments.get()
    services.commitments_check(now=NOON + 6 * DAY)
    panel = [check.persona for check in promise.checks.select_related("persona__account")]
    voices = list(Voice.objects.all())
    for voice in voices[:4]:
        services.check_say(commitment=promise, verdict="kept", account=None, voice=voice, now=NOON + 7 * DAY)
    for persona in panel[:5]:
        said = "not_kept" if persona == panel[0] else "kept"
        services.check_say(commitment=promise, verdict=said, account=persona.account, voice=None, now=NOON + 7 * DAY)
    with pytest.raises(NotYours):
        services.check_say(commitment=promise, verdict="kept", account=person(), voice=None, now=NOON + 7 * DAY)

    services.commitments_check(now=NOON + 21 * DAY)

    promise.refresh_from_db()
    assert len(panel) == 9
    assert promise.found == {"voices": {"kept": 4}, "panel": {"kept": 4, "not_kept": 1}}
    assert promise.state == "kept"
    body = client.get(reverse("accountability:check_body", args=[op.slug, alert.reference, promise.reference])).json()
    assert body["found"] == promise.found
    assert heard_page(op, now=NOON + 22 * DAY).heard[0].answers[0].promises[0].found[1].words.startswith("4 kept")


def test_a_side_of_fewer_than_three_says_nothing(op, alert):
    promise = answered(op, alert).commitments.get()
    services.commitments_check(now=NOON + 6 * DAY)
    for voice in Voice.objects.all()[:2]:
        services.check_say(commitment=promise, verdict="not_kept", account=None, voice=voice, now=NOON + 7 * DAY)

    services.commitments_check(now=NOON + 21 * DAY)

    promise.refresh_from_db()
    assert (promise.found, promise.state) == ({}, "due")


@pytest.mark.parametrize(
    ("voices", "panel", "state"),
    [
        ({"kept": 3}, {"kept": 5}, "kept"),
        ({"not_kept": 3}, {"not_kept": 3, "kept": 1}, "not_kept"),
        ({"not_kept": 3}, {"kept": 3}, "part"),
        ({"kept": 2, "not_kept": 2}, {"kept": 3}, "part"),
    ],
)
def test_both_sides_decide(voices, panel, state):
    assert verdict_of({"voices": voices, "panel": panel}) == state


def test_whether_an_answer_helped_shows_by_threes(op, alert, client, english):
    answer = answered(op, alert, promises=False, says="not_concerned")
    for number, voice in enumerate(Voice.objects.all()[:4]):
        address = reverse("accountability:voice", args=[op.slug, voice.token])
        client.post(address, {"do": "helped", "answer": answer.reference, "helped": "yes" if number else "no"})

    assert Opinion.objects.count() == 4
    assert alert_page(alert, now=NOON + 2 * DAY).answers[0].helped == "Of 3 who raised it and said so, it helped 2."


# --- topics, figures, programs ---


def test_each_public_alert_has_its_official_topic_pinned_once(op, alert, client):
    forum = op.spaces.get()
    assert services.dialogues_open(now=NOON + HOUR) == 1
    assert services.dialogues_open(now=NOON + HOUR) == 0

    talk = Dialogue.objects.get(alert=alert).thread
    lines = client.get(f"/api/s/{forum.slug}/?show=talk").json()["talk"]

    assert lines[0]["url"].endswith(f"/t/{talk.pk}/")
    assert client.get(f"/fr/s/{forum.slug}/t/{talk.pk}/").status_code == 200
    assert client.get(f"/fr/o/{op.slug}/alert/{alert.reference}/").content.decode().count(f"/t/{talk.pk}/") == 1


def test_every_figure_is_a_fold_over_what_the_log_holds(op, alert, client):
    surge(op, members=3, visitors=0, now=NOON + 3 * HOUR)
    services.tallies_publish(now=NOON + 6 * HOUR)
    sequencer.seal(now=NOON + 6 * HOUR)

    leaves = client.get("/api/log/?kind=alert.tally").json()["results"]
    bodies = [
        client.get(reverse("accountability:tally_body", args=[op.slug, leaf["object"], int(leaf["version"])]))
        for leaf in leaves
    ]
    hashed = {hashlib.sha256(body.content).hexdigest() for body in bodies}
    row = alert_page(alert, now=NOON + 6 * HOUR).row

    assert hashed == {leaf["body_sha256"] for leaf in leaves}
    assert sum(json.loads(body.content)["new"] for body in bodies) == row.raw == 9
    assert max(json.loads(body.content)["independent"] for body in bodies) == row.independent


def test_a_program_presses_the_button_like_anybody(op, client, english):
    answer = client.post(f"/api/o/{op.slug}/red/", {"tile": "data", "words": "x"}, content_type="application/json")
    wrong = client.post(f"/api/o/{op.slug}/red/", {"words": "x"}, content_type="application/json")

    assert (answer.status_code, wrong.status_code) == (201, 422)
    assert client.get(answer.json()["receipt"]).status_code == 200
    assert Voice.objects.get().member is False


def test_the_button_for_other_sites_only_links(op, client):
    page = client.get(f"/en/o/{op.slug}/button/").content.decode()
    snippet = page.split("&lt;a href=")[1].split("&lt;/a&gt;")[0]

    assert f"/en/o/{op.slug}/red/" in snippet
    assert not any(word in snippet for word in ("script", "img", "iframe", "url("))


def test_the_pages_of_what_was_heard_and_of_a_promise_open(op, alert, client):
    promise = answered(op, alert).commitments.get()
    client.force_login(member(op.spaces.first()))

    for address in ("heard/", f"promise/{promise.reference}/", f"red/?alert={alert.reference}"):
        assert client.get(f"/fr/o/{op.slug}/{address}").status_code == 200
    assert client.get(f"/api/o/{op.slug}/heard/").json()["heard"][0]["alert"]["raw"] == 6
