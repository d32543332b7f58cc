"""Whoever asks another site holds nothing: no request leaves inside a transaction."""

import pytest
from django.db import transaction
from structlog.testing import capture_logs

from apps.outside import Budget
from apps.outside.between import AskedInside, is_inside

pytestmark = pytest.mark.django_db


def ask(to_peer, peer):
    return to_peer.fetch(peer.url("/a?b=c"), budget=Budget()).status


def tell(to_peer, peer):
    return to_peer.post(peer.url("/a?b=c"), b"{}", content_type="application/json", budget=Budget()).status


@pytest.mark.parametrize("act", [ask, tell])
def test_inside_a_transaction_nobody_is_asked_nor_told(peer, to_peer, act):
    assert act(to_peer, peer) == 200
    peer.asked.clear()

    with transaction.atomic(), pytest.raises(AskedInside):
        act(to_peer, peer)
    assert peer.asked == []
    assert act(to_peer, peer) == 200


@pytest.mark.parametrize("act", [ask, tell])
def test_on_a_real_site_it_is_noted_and_whoever_waits_is_answered(peer, to_peer, act, settings):
    settings.ASKS_STRICTLY = False
    with transaction.atomic(), capture_logs() as noted:
        assert act(to_peer, peer) == 200
    assert [(line["event"], line["host"]) for line in noted] == [
        ("asked_inside_a_transaction", [f"peer.test:{peer.port}"])
    ]


def test_what_a_test_wraps_around_itself_is_no_transaction_of_ours():
    assert not is_inside()
    with transaction.atomic():
        assert is_inside()
    assert not is_inside()
