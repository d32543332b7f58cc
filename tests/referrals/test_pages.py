"""What people read: the cost before they click, who vouches for them, and nothing about who said no."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.base import clock
from apps.referrals import services
from apps.referrals.models import Referral
from apps.spaces.services import posting_pause
from apps.trust.models import GrantedStatus
from tests.making import make_persona, make_topic
from tests.referrals.world import DAY, village

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return village()


@pytest.fixture
def asking(place):
    return services.asking_open(persona=place.new, space=place.space, topic=None, now=clock.now())


def window(persona):
    client = Client()
    client.force_login(persona.account)
    return client


def read(client, path):
    return " ".join(client.get(path).content.decode().split())


def home(place):
    return f"/en/s/{place.space.slug}/referrals/"


def test_what_it_may_cost_is_said_before_one_clicks(place, asking):
    said = read(window(place.ada), f"{home(place)}for/{asking.reference}/")

    for words in ("a quarter of one unfavourable word", "halves every 180 days", "one level at most", "3 are free"):
        assert words in said
    assert f"I vouch for {place.new.pseudonym}" in said


def test_from_a_link_to_a_status_and_back(place, asking):
    link = f"{home(place)}for/{asking.reference}/"
    for referrer in (place.ada, place.bo):
        window(referrer).post(link, {"said": "yes"})

    mine = read(window(place.new), home(place))
    assert place.ada.pseudonym in mine
    assert place.bo.pseudonym in mine
    assert GrantedStatus.objects.filter(persona=place.new, ended_at=None).exists()

    word = Referral.objects.get(referrer=place.ada)
    window(place.ada).post(f"{home(place)}take-back/", {"referral": word.reference})
    assert not GrantedStatus.objects.filter(persona=place.new, ended_at=None).exists()


def test_a_word_that_waits_again_is_not_said_to_refer(place, asking):
    for referrer in (place.ada, place.bo):
        services.referral_give(referrer=referrer, reference=asking.reference, now=clock.now())
    assert "with another member" in read(window(place.new), home(place))

    word = Referral.objects.get(referrer=place.ada)
    services.referral_withdraw(account=place.ada.account, reference=word.reference, now=clock.now())

    assert "A second member is needed" in read(window(place.new), home(place))
    assert "Waits for a second member" in read(window(place.bo), home(place))


def test_the_page_asks_no_more_of_a_space_with_many_topics(place):
    client = window(place.new)
    make_topic(place.space, "topic")
    client.get(home(place))
    with CaptureQueriesContext(connection) as before:
        client.get(home(place))
    for number in range(8):
        make_topic(place.space, f"topic-{number}")

    with CaptureQueriesContext(connection) as after:
        client.get(home(place))

    assert len(after) == len(before)


def test_a_newcomer_whom_three_referred_in_turn_is_counted_once(place):
    now = clock.now()
    for number in range(12):
        same = {"space": place.space, "referee": place.new, "round": f"round-{number}", "state": "expired"}
        then = now - 9 * DAY
        Referral.objects.create(**same, asked_at=then, given_at=then, carried_at=then, ends_at=now)

    assert Client().get(f"/api/s/{place.space.slug}/referrals/").json()["figures"]["enough"] is False


def test_a_paused_newcomer_reads_that_it_does_not_count_at_the_moment(place, asking):
    for referrer in (place.ada, place.bo):
        services.referral_give(referrer=referrer, reference=asking.reference, now=clock.now())
    posting_pause(persona=place.new, space=place.space, until=clock.now() + DAY, now=clock.now())
    status = GrantedStatus.objects.get()

    assert "does not count at the moment" in read(window(place.new), f"/en/trust/why/{status.reference}/")
    assert window(place.ada).get(f"/en/trust/why/{status.reference}/").status_code == 404


def test_whoever_was_asked_and_said_no_is_shown_like_whoever_has_not_answered(place, asking):
    for other in (place.ada, place.bo):
        services.referral_ask(account=place.new.account, reference=asking.reference, other=other, now=clock.now())
    before = read(window(place.new), home(place)).split("<main")[1].split("csrf")[0]

    window(place.ada).post(f"{home(place)}for/{asking.reference}/", {"said": "no"})

    assert read(window(place.new), home(place)).split("<main")[1].split("csrf")[0] == before


def test_a_name_that_is_not_there_comes_back_beside_its_field(place, asking):
    answer = window(place.new).post(
        home(place), {"act": "name", "asking": asking.reference, "pseudonym": "nobody at all"}
    )

    assert answer.status_code == 404
    assert "Nobody stands under this name" in answer.content.decode()
    assert "nobody at all" in answer.content.decode()


def test_with_two_requests_open_what_is_wrong_with_one_is_not_said_in_the_other(place, asking):
    topic = place.space.topics.first() or make_topic(place.space, "food")
    other = services.asking_open(persona=place.new, space=place.space, topic=topic, now=clock.now())
    sent = {"act": "name", "asking": other.reference, "pseudonym": "nobody at all"}

    told = window(place.new).post(home(place), sent).content.decode()

    assert told.count("Nobody stands under this name") == 1
    assert told.count("nobody at all") == 1
    ids = re.findall(r'<input[^>]* id="([^"]+)"', told)
    assert len(ids) == len(set(ids))


def test_figures_are_public_and_few_are_only_said_to_be_few(place):
    told = Client().get(f"/api/s/{place.space.slug}/referrals/").json()

    assert (told["members_needed"], told["slots"], told["days"]) == (2, 3, 180)
    assert told["figures"]["enough"] is False
    assert told["figures"]["referred"] is None


def test_ten_are_told_with_an_interval(place):
    now = clock.now()
    for number in range(10):
        pair = {"space": place.space, "round": f"round-{number}", "asked_at": now - 9 * DAY, "state": "expired"}
        for _ in range(2):
            Referral.objects.create(
                **pair,
                given_at=now - 9 * DAY,
                carried_at=now - 9 * DAY,
                ends_at=now,
                case="case-1" if number == 0 else "",
                sanctioned_at=now if number == 0 else None,
                betrayed_at=now if number == 0 else None,
            )

    figures = Client().get(f"/api/s/{place.space.slug}/referrals/").json()["figures"]

    assert (figures["referred"], figures["badly"], figures["share"]) == (10, 1, 0.1)
    assert figures["low"] < 0.1 < figures["high"]


def test_a_member_who_may_not_vouch_reads_why(place, asking):
    said = read(window(make_persona("", place.space)), f"{home(place)}for/{asking.reference}/")

    assert "helped at least five people" in said
    assert "0; 5 at least are needed" in said
    assert "referral 1.1" in said
    assert 'href="/en/me/trust/"' in said
    assert "Ask all the same, and keep the answer" in said
    assert 'value="no"' not in said
