import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.signatures.commitments import commit, commit_with, opens
from apps.signatures.errors import SignatureRefused

payloads = st.dictionaries(st.text(), st.text() | st.integers(0, 100), max_size=4)


@given(payloads, payloads)
def test_a_commitment_opens_with_its_own_payload_only(payload, other):
    made, another = commit(payload), commit(other)

    assert opens(made.commit, made.key, made.payload)
    assert not opens(made.commit, another.key, made.payload)
    assert opens(made.commit, made.key, another.payload) == (made.payload == another.payload)


@given(payloads)
def test_the_same_payload_never_gives_the_same_commitment(payload):
    assert commit(payload).commit != commit(payload).commit


def test_it_is_hmac_sha256():
    assert commit_with(bytes(32), b"{}") == "22f8eea909400af98adf3681a9f31923ef6b7fcba4abb553d92823a3e9d5c25e"


def test_a_short_key_is_refused():
    with pytest.raises(SignatureRefused):
        commit_with(b"short", b"{}")
    assert not opens("00", b"short", b"{}")
