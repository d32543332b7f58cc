"""The demo: one world, lived through the services, quickly."""

from itertools import count

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from apps.base import clock
from apps.federation.models import Feed, HostWord, InboxItem, Peer, PeerDelivery
from apps.labels.selectors.elsewhere import outside_rows
from apps.labels.selectors.labels import label_rows
from apps.ledger.models import Delivery, LogEntry
from apps.people.models import Account
from apps.spaces.models import Operator
from apps.spaces.permissions import representative_of
from trustmgmt.demo.loader import is_loaded, load
from trustmgmt.demo.people import ACCOUNTS, PASSPHRASE

AT_MOST = 19_900  # queries; the slowest step of a first start


@pytest.mark.django_db
def test_the_demo_is_loaded_once_and_whole(capsys):
    asked = count()

    def counted(execute, sql, params, many, context):
        if "SAVEPOINT" not in sql:  # here a test's own transaction stands around every other
            next(asked)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        load(now=clock.now())
    entries = LogEntry.objects.count()
    call_command("load_demo")

    assert next(asked) <= AT_MOST
    assert is_loaded()
    assert "already here" in capsys.readouterr().out
    assert entries == LogEntry.objects.count() > 0
    assert not Delivery.objects.filter(done_at=None).exists()
    _everybody_can_sign_in()
    _the_platform_has_somebody_who_answers()
    _other_sites_take_part_without_a_network()
    _one_holds_the_label_and_anothers_is_suspended()


def _everybody_can_sign_in():
    request = RequestFactory().post("/")
    for demo in ACCOUNTS:
        assert authenticate(request, username=demo.pseudonym, password=PASSPHRASE), demo.pseudonym


def _the_platform_has_somebody_who_answers():
    platform = Operator.objects.get(slug=settings.PLATFORM_OPERATOR)
    desk = Account.objects.get(username="platform.desk")

    assert platform.claimed
    assert representative_of(desk, platform, now=clock.now()).real_name == "Colette Vasseur"


def _other_sites_take_part_without_a_network():
    """They are played: each message of theirs came through the door, and only who keeps silent is still waited for."""
    assert {peer.host: peer.state for peer in Peer.objects.all()} == {
        "bargains.example": "limited",
        "commons.saltpath.example": "allowed",
        "forum.lavoie.example": "allowed",
        "labels.openledger.example": "allowed",
        "quais.example": "allowed",
    }
    refused = InboxItem.objects.exclude(state="done").order_by("reason").values_list("reason", flat=True)
    assert [reason.split(" ")[0] for reason in refused] == ["A", "The"]  # stars that got lost, a line turned round
    assert set(PeerDelivery.objects.filter(done_at=None).values_list("peer__host", flat=True)) == {"quais.example"}
    assert set(HostWord.objects.values_list("kind", flat=True)) == {"first", "closed", "warned"}
    assert dict(Feed.objects.values_list("host", "taken")) == {"oldhouse.example": 5, "carnet-de-tables.example": 0}


def _one_holds_the_label_and_anothers_is_suspended():
    now = clock.now()
    assert {row.operator: row.state for row in label_rows(now=now)} == {
        "slow-roads": "valid", "mutuelle-des-routes": "suspended",
    }  # fmt: skip
    assert [(row.host, row.about, row.state) for row in outside_rows(now=now)] == [
        ("labels.openledger.example", "trustmgmt", "valid")
    ]
