from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.signatures import documents, keys
from apps.signatures.errors import BadKey, BadProof

KEY = keys.from_seed(bytes(range(32)))
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DOCUMENT = {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:example:1", "name": "Élan", "level": 3}
SIGNED = documents.sign(DOCUMENT, KEY, at=AT)


def changed(path, value):
    copy = {**SIGNED, "proof": dict(SIGNED["proof"])}
    target = copy["proof"] if path[0] == "proof" else copy
    if value is None:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return copy


def test_the_proof_is_the_one_the_standard_gives():
    """Our own vector; its maker reproduces the W3C ones to the letter."""
    assert SIGNED["proof"] == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-01-02T03:04:05Z",
        "verificationMethod": keys.did_method(KEY.public_key()),
        "proofPurpose": "assertionMethod",
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "proofValue": "z21tkqmAqtEgCN8BvhPREpmhGmGH8peB8LJCYemUDcnnfFn1LaefTAyiaAH696jg9diphaQBU3rJmzYpNHN9S8Q9T",
    }


def test_what_was_signed_is_given_back_without_its_proof():
    assert documents.verify(SIGNED) == DOCUMENT


def test_a_proof_may_stand_beside_its_document():
    documents.verify_beside(DOCUMENT, documents.prove(DOCUMENT, KEY, at=AT))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("level",), 4),
        (("extra",), True),
        (("name",), None),
        (("@context",), ["https://other.example"]),
        (("@context",), None),
        (("proof", "created"), "2026-01-02T03:04:06Z"),
        (("proof", "cryptosuite"), "eddsa-rdfc-2022"),
        (("proof", "type"), "Ed25519Signature2020"),
        (("proof", "proofPurpose"), "authentication"),
        (("proof", "proofValue"), None),
        (("proof", "proofValue"), "z111"),
        (("proof", "proofValue"), "u111"),
        (("proof", "verificationMethod"), "did:web:example.org"),
        (("proof", "verificationMethod"), 7),
        (("proof",), [SIGNED["proof"], SIGNED["proof"]]),
    ],
)
def test_whatever_is_changed_the_proof_no_longer_holds(path, value):
    with pytest.raises(BadProof):
        documents.verify(changed(path, value))


def test_contexts_added_after_signing_by_the_same_order_are_allowed_and_not_covered():
    longer = {**SIGNED, "@context": [*SIGNED["@context"], "https://added.example"]}

    assert documents.verify(longer)["id"] == "urn:example:1"


def test_the_key_is_one_the_caller_trusts():
    other = keys.from_seed(bytes(32))

    def trusted(method):
        if method != "https://example.org/keys/1":
            raise BadKey("Unknown key.")
        return other.public_key()

    signed = documents.sign(DOCUMENT, other, at=AT, method="https://example.org/keys/1")

    assert documents.verify(signed, key_of=trusted) == DOCUMENT
    assert documents.method_of(signed) == "https://example.org/keys/1"
    with pytest.raises(BadProof):
        documents.verify(SIGNED, key_of=trusted)


def test_a_proof_that_has_expired_is_refused():
    proof = {**documents.prove(DOCUMENT, KEY, at=AT), "expires": "2026-02-01T00:00:00Z"}

    with pytest.raises(BadProof, match="expired"):
        documents.verify_beside(DOCUMENT, proof, now=AT + timedelta(days=90))


def test_a_signed_document_is_not_signed_again():
    with pytest.raises(BadProof):
        documents.sign(SIGNED, KEY, at=AT)


@given(
    st.dictionaries(
        st.text(min_size=1).filter(lambda name: name not in ("proof", "@context")), st.text() | st.integers(0, 9)
    )
)
def test_any_document_can_be_signed_and_checked(document):
    assert documents.verify(documents.sign(document, KEY, at=AT)) == document
