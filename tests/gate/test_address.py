"""Who is believed about an address, and what is kept of it."""

import ipaddress
from datetime import UTC, datetime

from django.test import RequestFactory

from apps.gate.address import client_address, network_digest

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def request(peer, forwarded=""):
    return RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded} if forwarded else {})


def test_a_forwarded_address_is_not_believed_by_default():
    assert str(client_address(request("203.0.113.9", "198.51.100.7"))) == "203.0.113.9"


def test_a_trusted_proxy_is_believed_for_the_hop_it_saw(settings):
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]

    assert str(client_address(request("10.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2"))) == "198.51.100.7"


def test_a_forged_hop_before_a_trusted_proxy_counts_for_nothing(settings):
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]

    assert str(client_address(request("10.0.0.1", "not an address"))) == "10.0.0.1"


def test_only_the_block_is_digested_and_next_month_it_is_another():
    one, neighbour, other = request("203.0.113.9"), request("203.0.113.200"), request("203.0.114.9")

    assert network_digest(one, now=NOW) == network_digest(neighbour, now=NOW)
    assert network_digest(one, now=NOW) != network_digest(other, now=NOW)
    assert network_digest(one, now=NOW) != network_digest(one, now=NOW.replace(month=12))
