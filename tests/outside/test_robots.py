import pytest

from apps.outside import Budget, robots
from tests.outside.conftest import say

TEXT = "User-agent: *\nDisallow: /private/\nCrawl-delay: 5\n\nUser-agent: trustmgmt\nDisallow: /t/\nAllow: /t/open/\n"


def test_a_site_that_says_no_is_not_read():
    wishes = robots.read(TEXT)

    assert not wishes.allows("https://forum.example/t/1.json")
    assert wishes.allows("https://forum.example/t/open/1.json")
    assert robots.read("User-agent: *\nCrawl-delay: 900").pause == 60


@pytest.mark.parametrize("text", ["", "\0\xff nonsense: \n:::", "Disallow: *" * 10_000, "<html>"])
def test_nonsense_wishes_nothing(text):
    assert robots.read(text).allows("https://forum.example/latest.json")


@pytest.mark.parametrize(("status", "allowed"), [(200, False), (404, True), (401, True), (500, False), (429, False)])
def test_a_site_in_trouble_is_left_alone(peer, to_peer, status, allowed):
    peer.answer = lambda handler: say(handler, status, TEXT.encode())

    assert robots.ask(to_peer, peer.url("/t/1"), budget=Budget()).allows(peer.url("/t/1")) is allowed
    assert peer.asked[0][1] == "/robots.txt"
