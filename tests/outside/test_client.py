import gzip
import socket
import time
import zlib

import pytest
from django.core import checks
from django.test import override_settings

from apps.outside import Budget, Client, NoAnswer, NotAllowed, Outgoing, TooMuch, Validators, Why, client
from apps.outside.names import resolve
from tests.outside.conftest import say


def refused(kind, act, *args, **kwargs):
    with pytest.raises(kind) as caught:
        act(*args, **kwargs)
    return caught.value.why


def test_a_page_is_fetched_by_its_name_from_the_number_that_was_checked(peer, to_peer):
    answer = to_peer.fetch(peer.url("/a?b=c"), budget=Budget(), accept="application/activity+json")

    method, path, headers, _ = peer.asked[0]
    assert (answer.status, answer.body) == (200, b"hello")
    assert (method, path) == ("GET", "/a?b=c")
    assert headers["host"] == f"peer.test:{peer.port}"
    assert headers["accept"] == "application/activity+json"
    assert set(headers) == {"host", "accept", "user-agent", "accept-encoding"}


def test_the_name_is_asked_once_so_a_second_answer_changes_nothing(peer):
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    rebinding = Client(frozenset({f"peer.test:{peer.port}"}), resolve=lambda *given: next(answers))

    assert rebinding.fetch(peer.url(), budget=Budget()).status == 200
    assert next(answers) == ["127.0.0.2"]


def test_no_proxy_of_the_environment_is_asked(peer, to_peer, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert to_peer.fetch(peer.url(), budget=Budget()).status == 200


def test_what_is_posted_arrives_once_with_the_signature_of_this_request(peer, to_peer):
    seen = []

    def sign(request: Outgoing):
        seen.append(request)
        return {"signature": "signed"}

    to_peer.post(peer.url("/inbox"), b'{"a":1}', content_type="application/activity+json", budget=Budget(), sign=sign)

    method, path, headers, body = peer.asked[0]
    assert (method, path, body, headers["signature"]) == ("POST", "/inbox", b'{"a":1}', "signed")
    assert seen[0].headers["host"] == headers["host"]
    assert len(peer.asked) == 1


def test_a_redirect_is_followed_with_every_check_made_anew(peer, to_peer):
    def answer(handler):
        if handler.path == "/old":
            say(handler, 302, location="/new")
        else:
            say(handler, 200, b"found")

    peer.answer = answer
    found = to_peer.fetch(peer.url("/old"), budget=Budget(), sign=lambda request: {"x-signed": request.url})

    assert (found.url, found.hops, found.body) == (peer.url("/new"), (peer.url("/old"),), b"found")
    assert peer.asked[1][2]["x-signed"] == peer.url("/new")


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://127.0.0.1:6379/", Why.SCHEME),
        ("https://127.0.0.1/", Why.LITERAL),
        ("https://inside.example.org/", Why.NOT_PUBLIC),
        ("https://metadata.internal/", Why.LOCAL_NAME),
        ("//user:pass@forum.example.org/", Why.CREDENTIALS),
        ("file:///etc/passwd", Why.SCHEME),
        ("https://a\\b/", Why.REDIRECT),
        ("", Why.REDIRECT),
    ],
)
def test_a_redirect_into_the_house_is_refused(peer, to_peer, location, why):
    peer.answer = lambda handler: say(handler, 301, location=location)

    assert refused(NotAllowed, to_peer.fetch, peer.url(), budget=Budget()) == why


def test_redirects_end(peer, to_peer):
    peer.answer = lambda handler: say(handler, 307, location="/again")

    assert refused(TooMuch, to_peer.fetch, peer.url(), budget=Budget()) == Why.HOPS
    assert len(peer.asked) == 4


def test_what_is_posted_is_not_sent_elsewhere(peer, to_peer):
    peer.answer = lambda handler: say(handler, 308, location="/other")

    assert refused(NotAllowed, to_peer.post, peer.url(), b"x", content_type="a/b", budget=Budget()) == Why.REDIRECT


@pytest.mark.parametrize("said", [True, False])
def test_an_answer_larger_than_the_limit_is_put_down(peer, to_peer, said):
    def answer(handler):
        handler.send_response(200)
        if said:
            handler.send_header("content-length", str(2_000_000))
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.wfile.write(b"x" * 2_000_000)

    peer.answer = answer
    assert refused(TooMuch, to_peer.fetch, peer.url(), budget=Budget()) == Why.LARGE


def test_a_packed_answer_is_unpacked(peer, to_peer):
    peer.answer = lambda handler: say(handler, 200, gzip.compress(b"words " * 1000, mtime=0), content_encoding="gzip")

    assert to_peer.fetch(peer.url(), budget=Budget()).body == b"words " * 1000


def test_an_answer_without_a_body_may_say_that_it_is_packed(peer, to_peer):
    peer.answer = lambda handler: say(handler, 202, b"", content_encoding="gzip")

    assert to_peer.post(peer.url(), b"{}", content_type="a/b", budget=Budget()).status == 202


def test_a_bomb_is_put_down_while_it_grows(peer, to_peer):
    bomb = gzip.compress(bytes(50_000_000), mtime=0)
    peer.answer = lambda handler: say(handler, 200, bomb, content_encoding="gzip")

    assert len(bomb) < 100_000
    assert refused(TooMuch, to_peer.fetch, peer.url(), budget=Budget()) == Why.LARGE


@pytest.mark.parametrize(
    ("body", "encoding", "why"),
    [
        (b"x", "br", Why.ENCODING),
        (gzip.compress(b"x", mtime=0), "gzip, gzip", Why.ENCODING),
        (zlib.compress(b"x"), "deflate", Why.ENCODING),
        (b"not gzip", "gzip", Why.ENCODING),
        (gzip.compress(b"x", mtime=0) + b"tail", "gzip", Why.ENCODING),
        (gzip.compress(b"words" * 100, mtime=0)[:-5], "gzip", Why.BROKEN),
    ],
)
def test_a_packing_we_cannot_trust_is_refused(peer, to_peer, body, encoding, why):
    peer.answer = lambda handler: say(handler, 200, body, content_encoding=encoding)

    assert refused(NoAnswer, to_peer.fetch, peer.url(), budget=Budget()) == why


def test_bytes_that_drip_end_with_the_deadline(peer, to_peer):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("content-length", "1000")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    peer.answer = drip
    begun = time.monotonic()
    hurried = Client(to_peer.also, resolve=to_peer.resolve, seconds=0.3)

    assert refused(TooMuch, hurried.fetch, peer.url(), budget=Budget()) == Why.SLOW
    assert time.monotonic() - begun < 1.5


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx",
        b"",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 40_000,
    ],
)
def test_an_answer_not_in_the_form_of_the_web_is_no_answer(peer, to_peer, raw):
    def answer(handler):
        handler.wfile.write(raw)
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_WR)
        handler.close_connection = True

    peer.answer = answer
    assert refused(NoAnswer, to_peer.fetch, peer.url(), budget=Budget()) == Why.BROKEN


def test_nobody_at_the_door_and_nobody_of_that_name():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        alone = Client(frozenset({f"gone.test:{port}"}), resolve=lambda *given: ["127.0.0.1"])
        assert refused(NoAnswer, alone.fetch, f"http://gone.test:{port}/", budget=Budget()) == Why.NO_CONNECTION

    assert refused(NoAnswer, resolve, "a" * 70 + ".example", 443, 1) == Why.NO_NAME
    assert NoAnswer(Why.NO_NAME).later
    assert not NotAllowed(Why.PORT).later


def test_a_resolver_that_never_answers_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **more: time.sleep(0.5) or [])

    begun = time.monotonic()
    assert refused(NoAnswer, resolve, "slow.example.org", 443, 0.1) == Why.NO_NAME
    assert time.monotonic() - begun < 0.4


def test_one_message_has_one_purse(peer, to_peer):
    budget = Budget(fetches=2, depth=1)
    to_peer.fetch(peer.url(), budget=budget)
    to_peer.fetch(peer.url(), budget=budget.deeper())

    assert refused(TooMuch, to_peer.fetch, peer.url(), budget=budget) == Why.FETCHES
    assert refused(TooMuch, budget.deeper().deeper) == Why.DEPTH
    assert len(peer.asked) == 2


def test_bytes_and_time_are_of_the_purse_too(peer, to_peer):
    small = Budget(bytes=7)
    assert to_peer.fetch(peer.url(), budget=small).body == b"hello"
    assert refused(TooMuch, to_peer.fetch, peer.url(), budget=small) == Why.LARGE

    moment = iter([0.0, 100.0])
    late = Budget(seconds=60, clock=lambda: next(moment))
    assert refused(TooMuch, to_peer.fetch, peer.url(), budget=late) == Why.SLOW


def test_a_server_is_asked_only_for_what_is_new(peer, to_peer):
    peer.answer = lambda handler: say(handler, 200, b"x", etag='"7"', last_modified="Sat, 21 Nov 2026 19:30:55 GMT")
    first = to_peer.fetch(peer.url(), budget=Budget())
    peer.answer = lambda handler: say(handler, 304)
    second = to_peer.fetch(peer.url(), budget=Budget(), known=first.validators)

    assert peer.asked[1][2]["if-none-match"] == '"7"'
    assert second.unchanged
    assert Validators("a\r\nb").headers() == {}


def test_a_line_end_in_a_header_is_never_sent(peer, to_peer):
    act = to_peer.fetch
    assert refused(NotAllowed, act, peer.url(), budget=Budget(), accept="a\r\nx: y") == Why.HEADER
    assert peer.asked == []


@override_settings(REACH_ALSO=frozenset({"localhost:8101"}))
def test_extra_addresses_never_pass_the_check_for_deployment():
    found = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)

    assert "outside.E001" in [message.id for message in found]
    assert client().also == {"localhost:8101"}


def test_by_default_there_are_none(settings):
    assert frozenset() == settings.REACH_ALSO
    assert client().agent.startswith("trustmgmt (+http")
