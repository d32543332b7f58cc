"""The red button: one voice per person, nothing dropped in silence, no false success, nobody recognised."""

import hashlib
import ipaddress
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from apps.accountability import selectors, services
from apps.accountability.models import Alert, Discount, StateChange, Tally, Tile, Voice
from apps.accountability.states import AlertState
from apps.base.errors import BadInput, NotNow
from apps.ledger import sequencer
from apps.ledger.models import Event, LogEntry, Opening
from tests.accountability.world import LOOKED, NOON, crowd, press, regular, represent, surge
from tests.factories import operator, person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def alert_of(op) -> Alert:
    return Alert.objects.get(operator=op)


def evaluate(op, now=LOOKED) -> str:
    return services.alert_evaluate(alert_id=alert_of(op).pk, now=now).state


# --- one voice per person and alert ---


def test_a_person_has_one_live_voice_per_alert():
    op, somebody = operator(), person()

    first = press(op, account=somebody, network="home")
    second = press(op, account=somebody, network="work")

    assert (first.again, second.again) == (False, True)
    assert first.voice == second.voice


def test_a_person_may_raise_each_subject():
    op, somebody = operator(), person()

    press(op, account=somebody, tile=Tile.REMOVED)
    press(op, account=somebody, tile=Tile.DATA)

    assert Voice.objects.live().count() == 2


def test_without_an_account_a_browser_has_one_live_voice():
    op = operator()

    first, second = press(op, browser="mine"), press(op, browser="mine", network="net-2")

    assert second.again
    assert second.voice == first.voice


def test_who_pressed_before_signing_in_speaks_once():
    op, somebody = operator(), person()
    press(op, browser="mine")

    press(op, browser="mine", account=somebody)

    assert [voice.account for voice in Voice.objects.live()] == [somebody]


def test_who_signs_out_in_the_same_browser_still_speaks_once():
    op = operator()
    press(op, browser="mine", account=person())

    assert press(op, browser="mine").again


def test_two_people_of_one_browser_with_accounts_both_speak():
    op = operator()

    press(op, browser="kitchen", account=person())

    assert not press(op, browser="kitchen", account=person()).again


def test_the_database_itself_refuses_a_second_live_voice():
    op, somebody = operator(), person()
    voice = press(op, account=somebody).voice
    voice.pk, voice.reference, voice.token = None, "other", "other"

    with pytest.raises(IntegrityError), transaction.atomic():
        voice.save(force_insert=True)


def test_one_browser_cannot_be_followed_from_one_alert_to_another():
    op = operator()
    one = press(op, browser="mine", tile=Tile.DATA).voice
    two = press(op, browser="mine", tile=Tile.FAKE).voice

    assert one.browser != two.browser


def test_a_voice_taken_back_stops_counting_and_returns_at_its_first_hour():
    op = operator()
    voice = press(op, browser="mine").voice
    services.voice_withdraw(voice=voice, now=NOON + HOUR)

    again = press(op, browser="mine", now=NOON + 2 * HOUR)

    assert again.again
    assert again.voice.raised_at == NOON
    assert Voice.objects.live().count() == 1


def test_a_voice_is_taken_back_once():
    voice = press(operator()).voice
    services.voice_withdraw(voice=voice, now=NOON)

    with pytest.raises(NotNow):
        services.voice_withdraw(voice=voice, now=NOON)


def test_words_too_long_are_refused_with_both_numbers(english):
    with pytest.raises(BadInput, match="2001 characters; at most 2000"):
        press(operator(), words="a" * 2001)


# --- limits and independence ---


def test_beyond_five_a_day_from_one_network_voices_are_kept_and_say_why(english):
    op = operator()
    raised = [press(op, browser=f"b{n}", network="same").voice for n in range(7)]

    kept = [Voice.objects.get(pk=v.pk) for v in raised]

    assert [v.over_limit for v in kept] == [False] * 5 + [True] * 2
    assert Voice.objects.live().count() == 7
    assert kept[6].discount == Discount.DAILY
    assert selectors.alerts.voice_reason(kept[6], "en").startswith("7th voice without an account from this network")


def test_the_daily_five_count_over_all_operators_and_start_again_the_next_day():
    for number in range(5):
        press(operator(), network="same", browser=str(number))

    today = press(operator(), network="same", browser="x").voice
    tomorrow = press(operator(), network="same", browser="y", now=NOON + timedelta(days=1, minutes=1)).voice

    assert today.over_limit
    assert not tomorrow.over_limit


def test_members_are_not_held_to_the_limit_of_visitors():
    op = operator()
    for _ in range(7):
        press(op, account=person(), network="campus")

    assert not Voice.objects.filter(over_limit=True).exists()


def test_sixty_visitors_of_three_networks_are_at_most_three_independent_voices():
    op = operator()
    for number in range(60):
        press(op, browser=str(number), network=f"net-{number % 3}")

    evaluate(op)

    assert Voice.objects.live().count() == 60
    assert Voice.objects.filter(discount="").count() <= 3
    assert alert_of(op).state == AlertState.CALM


def test_copied_words_count_once_and_say_so(english):
    op, words = operator(), "My one-star review of the garage vanished overnight and nobody told me why or how."
    for number in range(4):
        press(op, browser=str(number), network=f"net-{number}", words=words, now=NOON + timedelta(minutes=number))

    assert evaluate(op, NOON + HOUR) == AlertState.CALM
    last = Voice.objects.order_by("-pk").first()
    assert "nearly the same text" in selectors.alerts.voice_reason(last, "en")


# --- states ---


def test_the_state_goes_from_calm_to_possible_to_confirmed(settle):
    op, states = operator(), []
    crowd(op, 5)

    for part, (visitors, members) in enumerate([(4, 0), (6, 0), (6, 7), (6, 8)]):
        for number in range(visitors):
            press(op, browser=str(number), network=f"net-{number}", now=NOON + part * HOUR / 4)
        for number in range(members):
            press(op, account=regular(op), network=f"home-{part}-{number}", now=NOON + part * HOUR / 4)
        settle(NOON + part * HOUR / 4)
        states.append(evaluate(op, LOOKED + part * HOUR / 4))

    assert states == ["calm", "possible", "possible", "confirmed"]


def test_members_who_said_nothing_there_before_confirm_nothing():
    op = operator()
    for number in range(30):
        account = person()
        type(account).objects.filter(pk=account.pk).update(joined_at=NOON - number * HOUR)
        press(op, account=account, network=f"new-{number}")

    assert evaluate(op) == AlertState.POSSIBLE


def test_accounts_made_together_count_once_and_say_so(english):
    op = operator()
    for number in range(7):
        press(op, account=person(), network=f"new-{number}", now=NOON + timedelta(seconds=number))

    assert evaluate(op) == AlertState.CALM
    assert alert_of(op).under_review
    assert "both accounts were made within" in selectors.alerts.voice_reason(Voice.objects.last(), "en")


def test_visitors_without_an_account_never_confirm_alone():
    op = operator()
    surge(op, visitors=30, members=0)

    assert evaluate(op) == AlertState.POSSIBLE


def test_the_window_slides_and_an_alert_calms_down_by_itself():
    op = operator()
    surge(op)
    evaluate(op)

    services.alerts_watch(now=NOON + timedelta(hours=31))

    assert alert_of(op).state == AlertState.CALM
    assert list(StateChange.objects.values_list("state", flat=True)) == ["confirmed", "calm"]


def test_a_state_waits_until_the_voice_that_made_it_hides_among_five():
    op = operator()
    surge(op, members=12, visitors=0)
    Voice.objects.filter(pk__in=Voice.objects.order_by("pk")[:10]).update(raised_at=NOON - HOUR / 2)
    Event.objects.all().delete()

    assert evaluate(op, LOOKED) == AlertState.CALM
    press(op, browser="b", network="b", now=NOON + timedelta(minutes=18))
    for number in range(3):
        press(op, browser=f"c{number}", network=f"c{number}", now=NOON + timedelta(minutes=18))
    assert evaluate(op, NOON.replace(minute=30)) == AlertState.CONFIRMED


def test_applying_the_rule_again_changes_nothing_and_logs_nothing_twice():
    op = operator()
    surge(op)

    evaluate(op)
    evaluate(op)
    sequencer.seal(now=NOON)

    assert LogEntry.objects.filter(kind="alert.state").count() == 1


def test_a_confirmed_alert_is_to_be_answered_within_72_hours():
    op = operator()
    represent(op)
    surge(op, members=0, visitors=6)
    evaluate(op)
    assert alert_of(op).answer_due_at == LOOKED + timedelta(days=25)

    surge(op, visitors=0)
    evaluate(op)

    assert alert_of(op).answer_due_at == LOOKED + timedelta(hours=72)


def test_an_operator_nobody_answers_for_has_sixty_days():
    op = operator()
    surge(op, members=0, visitors=6)
    evaluate(op)

    assert alert_of(op).answer_due_at == LOOKED + timedelta(days=60)


def test_a_state_document_holds_no_figure_and_the_log_holds_its_digest(client):
    op = operator()
    surge(op)
    evaluate(op)
    sequencer.seal(now=NOON)
    alert = alert_of(op)

    body = client.get(reverse("accountability:state_body", args=[op.slug, alert.reference, 1])).content
    leaf = client.get("/api/log/?kind=alert.state").json()["results"][0]

    assert leaf["body_sha256"] == hashlib.sha256(body).hexdigest()
    assert not {b"voices", b"independent", b"members"} & set(body.replace(b'"', b" ").split())
    assert leaf["commitment"]


def test_ninety_calm_days_close_an_alert_and_the_next_voice_opens_another():
    op = operator()
    press(op, browser="a")
    later = NOON + timedelta(days=91)
    services.alert_close_forgotten(now=later)

    press(op, browser="a", now=later)

    assert Alert.objects.filter(operator=op).count() == 2
    assert Alert.objects.open().count() == 1


# --- batches ---


def test_one_and_two_voices_are_fewer_than_three_for_ever(client, english):
    op = operator()
    crowd(op)
    press(op, browser="a", network="1")
    press(op, browser="b", network="2")

    services.tallies_publish(now=NOON + timedelta(days=300))

    assert not Tally.objects.exists()
    page = client.get(f"/en/o/{op.slug}/").content.decode()
    assert "Zero, one or two look the same here" in page


def test_three_voices_appear_when_their_hour_is_over_and_not_before():
    op = operator()
    crowd(op)
    surge(op, members=0)

    assert services.tallies_publish(now=NOON + timedelta(minutes=50)) == 0
    assert services.tallies_publish(now=NOON + HOUR) == 1
    tally = Tally.objects.get()
    assert (tally.new, tally.raw, tally.independent) == (3, 3, 3)
    assert tally.until == NOON.replace(minute=0) + HOUR


def test_a_batch_waits_while_too_few_people_hide_its_voices():
    op = operator()
    surge(op, members=0)

    assert services.tallies_publish(now=NOON + HOUR) == 0


def test_a_published_batch_is_never_computed_again():
    op = operator()
    crowd(op)
    surge(op, members=0)
    services.tallies_publish(now=NOON + HOUR)
    services.voice_withdraw(voice=Voice.objects.first(), now=NOON + HOUR)

    services.tallies_publish(now=NOON + 2 * HOUR)

    assert Tally.objects.get().raw == 3


def test_later_voices_make_later_batches_and_the_total_grows():
    op = operator()
    crowd(op)
    surge(op, members=0)
    services.tallies_publish(now=NOON + HOUR)
    surge(op, visitors=0, members=3, now=NOON + 3 * HOUR)

    services.tallies_publish(now=NOON + 5 * HOUR)

    assert list(Tally.objects.values_list("number", "new", "raw")) == [(1, 3, 3), (2, 3, 6)]
    assert set(Voice.objects.values_list("tally__number", flat=True)) == {1, 2}


def test_every_tally_is_in_the_log_and_their_sum_is_what_the_page_shows(client):
    op = operator()
    crowd(op)
    surge(op)
    evaluate(op)
    services.tallies_publish(now=NOON + HOUR)
    sequencer.seal(now=NOON + HOUR)
    alert = alert_of(op)

    body = client.get(reverse("accountability:tally_body", args=[op.slug, alert.reference, 1])).json()

    assert client.get("/api/log/?kind=alert.tally").json()["results"][0]["object"] == alert.reference
    assert body["raw"] == selectors.alert_page(alert, now=NOON + HOUR).row.raw == 15


# --- filings and receipts ---


def test_a_voice_is_sealed_without_operator_and_hour_and_its_receipt_opens_it(client):
    op = operator("voix-de-table")
    voices = [press(op, browser=str(n), network=str(n), words="mine").voice for n in range(3)]
    sequencer.seal(now=NOON)

    leaves = [bytes(e.leaf) for e in LogEntry.objects.filter(kind="sealed")]
    receipt = client.get(f"/en/log/receipt/{voices[0].token}/").content.decode()

    assert len(leaves) == 3
    assert all(b"voix" not in leaf and b"removed" not in leaf and b"hour" not in leaf for leaf in leaves)
    assert "RB-" + voices[0].reference[:9].upper() in receipt
    assert "Voix-De-Table" in receipt


def test_a_members_voice_is_opened_by_the_members_own_export():
    somebody = person()
    press(operator(), account=somebody)

    assert Opening.objects.filter(owner=somebody.personas.get().reference).count() == 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_receipt_speaks_both_languages(client, language):
    voice = press(operator(), words="Ce qui est arrivé").voice

    with override(language):
        page = client.get(reverse("ledger:receipt", args=[voice.token])).content.decode()

    assert ("Your alert is recorded." if language == "en" else "Votre alerte est enregistrée.") in page
    assert "Ce qui est arrivé" in page


# --- the page: no account, no script ---


def send(client, op, **data):
    return client.post(f"/en/o/{op.slug}/red/", data)


def test_a_visitor_without_account_and_script_gets_a_receipt_at_once(client, english):
    op = operator()

    assert client.get(f"/en/o/{op.slug}/red/").status_code == 200
    answer = send(client, op, tile="removed", words="Nobody told me why.")

    assert answer.status_code == 302
    assert "Your alert is recorded." in client.get(answer["Location"]).content.decode()


def test_no_tile_is_chosen_beforehand_and_none_sent_is_a_sentence(client, english):
    op = operator()
    empty = client.get(f"/en/o/{op.slug}/red/").content.decode()

    answer = send(client, op, words="only words")

    assert "checked" not in empty.split("<form")[1]
    assert answer.status_code == 422
    assert "Choose the tile nearest" in answer.content.decode()
    assert "only words" in answer.content.decode()
    assert not Voice.objects.exists()


def test_the_same_browser_pressing_again_is_told_so_and_gets_its_receipt(client, english):
    op = operator()
    first = send(client, op, tile="removed")

    second = send(client, op, tile="removed")

    assert second["Location"] == first["Location"]
    assert "You had raised this already" in client.get(second["Location"]).content.decode()


def test_a_double_click_is_one_voice(client):
    op = operator()
    data = {"tile": "data", "idempotency_key": "3c6ff2bd-8cf7-4fd0-8f3a-9f0f6f7f8a11"}

    first, second = send(client, op, **data), send(client, op, **data)

    assert first["Location"] == second["Location"]
    assert Voice.objects.count() == 1


@pytest.mark.parametrize("words", ["\x00", "a\u202eb", "x" * 5000])
def test_what_cannot_be_stored_comes_back_with_a_sentence(client, words):
    op = operator()

    assert send(client, op, tile="data", words=words).status_code == 422
    assert not Voice.objects.exists()


def test_a_forwarded_address_counts_only_when_a_trusted_proxy_says_it(client, settings):
    op = operator()
    send(client, op, tile="data")
    client.cookies.clear()
    client.post(f"/en/o/{op.slug}/red/", {"tile": "data"}, headers={"x-forwarded-for": "203.0.113.9"})
    assert Voice.objects.values("network").distinct().count() == 1

    settings.TRUSTED_PROXIES = [ipaddress.ip_network("127.0.0.0/8")]
    client.cookies.clear()
    client.post(f"/en/o/{op.slug}/red/", {"tile": "data"}, headers={"x-forwarded-for": "203.0.113.9"})

    assert Voice.objects.values("network").distinct().count() == 2


def test_a_receipt_takes_its_voice_back(client, english):
    voice = press(operator()).voice
    address = reverse("accountability:withdraw", args=[voice.alert.operator.slug, voice.token])

    assert "Take this alert back?" in client.get(address).content.decode()
    answer = client.post(address)

    assert "You took your alert back." in client.get(answer["Location"]).content.decode()
    assert not Voice.objects.live().exists()


def test_somebody_elses_link_takes_nothing_back(client):
    op = operator()
    voice = press(op).voice

    assert client.post(f"/en/o/{op.slug}/red/receipt/guess/").status_code == 404
    assert client.post(f"/en/o/{operator().slug}/red/receipt/{voice.token}/").status_code == 404
    assert Voice.objects.live().exists()


def test_neither_the_representative_nor_the_public_sees_exact_figures_or_words(client, english):
    op = operator()
    boss = represent(op)
    surge(op)
    press(op, browser="w", network="w", words="a secret of mine")
    evaluate(op)
    alert = alert_of(op)

    for account in (None, boss):
        if account:
            client.force_login(account)
        page = client.get(f"/en/o/{op.slug}/alert/{alert.reference}/").content.decode()
        assert "a secret of mine" not in page
        assert "Fewer than 3 voices published" in page
        assert "Confirmed alert" in page


def test_news_that_comes_late_never_rewrites_what_was_said_since(settle):
    op = operator()
    surge(op)
    evaluate(op, NOON + HOUR)
    services.alerts_watch(now=NOON + timedelta(days=2))

    settle(NOON + timedelta(days=2))

    assert list(StateChange.objects.values_list("state", flat=True)) == ["confirmed", "calm"]
