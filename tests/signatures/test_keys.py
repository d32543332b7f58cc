import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from apps.signatures import keys
from apps.signatures.errors import BadKey

SEED = bytes(range(32))
DID = "did:key:z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"


def test_a_new_key_comes_back_from_its_pem():
    pem = keys.create()

    assert keys.to_pem(keys.load(pem)) == pem
    assert keys.create() != pem


def test_a_key_has_one_name():
    public = keys.from_seed(SEED).public_key()

    assert keys.did(public) == DID
    assert keys.raw(keys.from_did(keys.did_method(public))) == keys.raw(public)
    assert keys.public_pem(public).startswith("-----BEGIN PUBLIC KEY-----")


@given(st.binary(max_size=60))
def test_base58_gives_back_the_same_bytes(data):
    assert keys.from_base58(keys.base58(data)) == data


@pytest.mark.parametrize(
    "text", ["", "u6Mk", "z0OIl", "z" + "1" * 300, "zQ3s", "z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvV"]
)
def test_what_is_not_a_key_is_refused(text):
    with pytest.raises(BadKey):
        keys.from_multibase(text)


@pytest.mark.parametrize("name", ["did:web:example.org", DID + "#z6Mkother", "z6Mk", ""])
def test_only_a_name_that_is_its_own_key_is_read(name):
    with pytest.raises(BadKey):
        keys.from_did(name)


def test_a_pem_of_another_kind_is_refused():
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

    for pem in (other, b"nothing", keys.public_pem(keys.from_seed(SEED).public_key()).encode()):
        with pytest.raises(BadKey):
            keys.load(pem)
