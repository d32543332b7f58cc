"""A page weighs little on its way, and its length tells nothing; what others check byte by byte is left as it is."""

import gzip
import re

import pytest

pytestmark = pytest.mark.django_db
PAGE = "/en/signs/"  # the longest that needs nothing to be there


def sent(client, path, encoding="gzip, deflate, br"):
    return client.get(path, headers={"Accept-Encoding": encoding})


def test_a_page_is_packed_for_whoever_can_read_it(client):
    answer, plain = sent(client, PAGE), client.get(PAGE)

    assert answer["Content-Encoding"] == "gzip"
    assert int(answer["Content-Length"]) == len(answer.content) < len(plain.content) / 3
    words = [re.sub(rb'value="[^"]+"', b"", page) for page in (gzip.decompress(answer.content), plain.content)]
    assert words[0] == words[1]  # all but tokens that are new each time
    assert "Accept-Encoding" in answer["Vary"]
    assert "Accept-Encoding" in plain["Vary"]


@pytest.mark.parametrize("encoding", ["", "br", "identity", "gzip;q=0", "gzip;q=0.0, br"])
def test_whoever_cannot_read_it_gets_it_as_it_is(client, encoding):
    assert not sent(client, PAGE, encoding).has_header("Content-Encoding")


def test_what_others_check_byte_by_byte_is_left_as_it_is(client):
    assert not sent(client, "/api/cases/figures/").has_header("Content-Encoding")


def test_the_length_of_the_same_page_is_not_always_the_same(client):
    assert len({len(sent(client, PAGE).content) for _ in range(8)}) > 1
