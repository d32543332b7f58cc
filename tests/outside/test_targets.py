from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.outside import Budget, Client, NotAllowed, Why, targets

REFUSED = {
    Why.SCHEME: "http://forum.example.org/ ftp://forum.example.org/ file:///etc/passwd gopher://a.example.org:70/_x "
    "javascript://a.example.org/%0aalert(1) data://a.example.org/x",
    Why.PORT: "https://forum.example.org:22/ https://forum.example.org:8443/ https://forum.example.org:80/",
    Why.CREDENTIALS: "https://forum.example.org@127.0.0.1/ https://a:b@forum.example.org/ https://@forum.example.org/",
    Why.LITERAL: "https://127.0.0.1/ https://8.8.8.8/ https://[::1]/ https://[2606:4700::1]/ https://[::ffff:7f00:1]/",
    Why.LOCAL_NAME: "https://localhost/ https://redis/ https://a.localhost/ https://printer.local/ https://x.internal/ "
    "https://x.onion/ https://1.0.0.127.in-addr.arpa/ https://nothing.invalid/",
    Why.ADDRESS: "https:// https:///x forum.example.org //forum.example.org/ https:/forum.example.org/ https://127.1/ "
    "https://0x7f000001/ https://2130706433/ https://017700000001/ https://0177.0.0.1/ https://127.0.0.1.5/ "
    "https://1.2.3.0x4/ https://[::1 https://[fe80::1%25eth0]/ https://[0:0:0:0:0:0:0:1]/ https://forum.example.org:0/ "
    "https://forum.example.org:99999/ https://forum.example.org:/ https://forum.example.org:4४३/ "
    "https://example.org\\@evil.example/ https://exa%6dple.org/ https://example.org./ "
    "https://.example.org/ https://a..example.org/ https://-a.example.org/ https://foruḿ.example.org/ "
    "https://example。org/ https://example.org/%zz https://example.org/<x> https://" + "a" * 3000 + ".example/",
}
CASES = [(why, url) for why, urls in REFUSED.items() for url in urls.split()]
CASES += [(Why.ADDRESS, "https://ex ample.org/"), (Why.ADDRESS, "https://example.org/\n"), (Why.ADDRESS, "")]


@pytest.mark.parametrize(("why", "url"), CASES, ids=lambda part: str(part)[:60])
def test_an_address_that_could_mean_something_else_is_not_asked(why, url):
    def never(host, port, seconds):
        raise AssertionError("the name was asked for")

    with pytest.raises(NotAllowed) as refused:
        Client(resolve=never).fetch(url, budget=Budget())

    assert refused.value.why == why
    assert refused.value.sentence


def test_an_address_is_read_in_its_parts():
    target = targets.read("HTTPS://Forum.Example.org:443/a/b?c=d&e#f")

    assert target.origin == ("https", "forum.example.org", 443)
    assert (target.authority, target.request_target, target.fragment) == ("forum.example.org", "/a/b?c=d&e", "#f")
    assert target.url == "https://forum.example.org/a/b?c=d&e"


@pytest.mark.parametrize("url", ["https://localhost:8443/", "http://localhost:8101/", "http://127.0.0.1:8101/"])
def test_only_the_exact_pair_of_the_settings_is_reached_besides(url):
    also = frozenset({"localhost:8101"})
    if targets.read(url).pair in also:
        targets.check_reachable(targets.read(url), also)
    else:
        with pytest.raises(NotAllowed):
            targets.check_reachable(targets.read(url), also)


@given(st.text(max_size=60))
@example("https://[")
@example("https://[v1.x]/")
@example("https://a.b:٣/")
def test_no_text_breaks_the_reader(text):
    for candidate in (text, f"https://{text}", f"https://example.org/{text}"):
        with suppress(NotAllowed):
            target = targets.read(candidate)
            assert targets.read(target.url).origin == target.origin


@given(st.text(max_size=60))
def test_no_redirect_breaks_the_reader(text):
    base = targets.read("https://example.org/a")
    with suppress(NotAllowed):
        assert targets.follow(base, text).scheme in {"http", "https"}
