import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.outside import Budget, Client, NotAllowed, Why
from apps.outside.addresses import is_public
from tests.outside.conftest import say

CLOSED_LINES = (
    "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1",
    "100.127.255.254 127.0.0.1 127.1.2.3 169.254.0.1 169.254.169.254",
    "172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1",
    "192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.175.48.1",
    "198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1",
    "224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255",
    ":: ::1 ::127.0.0.1 ::7f00:1",
    "::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::1 100::1",
    "100:0:0:1::1 2001::1 2001:0:7f00:1::1 2001:2::1 2001:10::1",
    "2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::",
    "2002:c0a8:101::1 2002:808:808::1 2620:4f:8000::1 3fff::1 4000::1",
    "5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1",
    "2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1 2606:4700::1%eth0",
)
CLOSED = [number for line in CLOSED_LINES for number in line.split()]
OPEN_LINES = (
    "1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 100.128.0.1",
    "126.255.255.255 128.0.0.1 172.15.0.1 172.32.0.1 192.0.1.1",
    "192.167.255.255 198.17.0.1 198.20.0.1 223.255.255.255 ::ffff:8.8.8.8 64:ff9b::808:808",
    "2001:4860:4860::8888 2606:4700:4700::1111 2a00:1450::1 2606:4700::5efe:808:808",
)
OPEN = [number for line in OPEN_LINES for number in line.split()]


@pytest.mark.parametrize("number", CLOSED)
def test_no_number_that_is_not_of_the_world_is_reached_by_any_name(number):
    somewhere = Client(resolve=lambda host, port, seconds: [number])

    with pytest.raises(NotAllowed) as refused:
        somewhere.fetch("https://forum.example.org/inbox", budget=Budget())

    assert refused.value.why == Why.NOT_PUBLIC


@pytest.mark.parametrize("number", CLOSED)
def test_nor_when_it_is_written_in_the_address_itself(number):
    host = f"[{number}]" if ":" in number else number

    with pytest.raises(NotAllowed):
        Client().fetch(f"https://{host}/", budget=Budget())


def test_nor_when_somebody_sends_us_on_to_it(peer):
    """Every number of the table, behind the name a redirect leads to."""
    numbers: list[str] = []
    peer.answer = lambda handler: say(handler, 302, location="https://inside.example.org/")
    redirected = Client(
        frozenset({f"peer.test:{peer.port}"}),
        resolve=lambda host, port, seconds: ["127.0.0.1"] if host == "peer.test" else [numbers[-1]],
    )
    for number in CLOSED:
        numbers.append(number)
        with pytest.raises(NotAllowed) as refused:
            redirected.fetch(peer.url(), budget=Budget())
        assert refused.value.why == Why.NOT_PUBLIC


@pytest.mark.parametrize("number", OPEN)
def test_the_open_internet_is_open(number):
    assert is_public(number)


def test_there_are_enough_numbers_in_the_table():
    assert len(CLOSED) >= 60


@pytest.mark.parametrize("numbers", [["8.8.8.8", "127.0.0.1"], ["2606:4700::1", "fd00::1"], ["10.0.0.1", "1.1.1.1"]])
def test_one_closed_number_among_open_ones_refuses_the_name(numbers):
    with pytest.raises(NotAllowed) as refused:
        Client(resolve=lambda host, port, seconds: numbers).fetch("https://mixed.example.org/", budget=Budget())

    assert refused.value.why == Why.NOT_PUBLIC


@given(st.ip_addresses(v=4))
def test_whatever_wraps_a_closed_number_is_closed_too(inner):
    number = int(inner)
    wrapped = [ipaddress.IPv6Address(base + number) for base in (0xFFFF << 32, 0x64FF9B << 96)]
    isatap = ipaddress.IPv6Address((0x26064700 << 96) + (0x5EFE << 32) + number)

    assert {is_public(str(one)) for one in (*wrapped, isatap)} == {is_public(str(inner))}
    assert not is_public(str(ipaddress.IPv6Address((0x2002 << 112) + (number << 80))))


@given(st.ip_addresses(v=6))
def test_outside_of_what_is_handed_out_nothing_is_open(address):
    if is_public(str(address)):
        assert address.is_global
        assert address in ipaddress.IPv6Network("2000::/3") or address.ipv4_mapped or str(address).startswith("64:ff9b")
