"""Ed25519 keys: kept as PEM, named as `did:key`, written as multibase.

Why: a key is a file of the site (PEM, PKCS8), a name others can check without asking us (did:key), and a line in an
actor or a controller document (Multikey). No key is ever printed, and none is read from the network here.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from apps.signatures.errors import BadKey

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PUBLIC, _PRIVATE = b"\xed\x01", b"\x80\x26"  # multicodec: ed25519-pub, ed25519-priv
_LONGEST = 200  # characters of a multibase text we read

PrivateKey = Ed25519PrivateKey
PublicKey = Ed25519PublicKey


def create() -> bytes:
    """A new private key, as PEM to be kept."""
    return to_pem(Ed25519PrivateKey.generate())


def to_pem(key: PrivateKey) -> bytes:
    """The private key as PEM (PKCS8, without a password)."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def load(pem: bytes) -> PrivateKey:
    """The private key from its PEM."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as wrong:
        raise BadKey("This is not a private key in PEM.") from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey("This private key is not Ed25519.")
    return key


def from_seed(seed: bytes) -> PrivateKey:
    """The private key of a 32-byte seed: for test vectors."""
    if len(seed) != 32:
        raise BadKey("A seed has 32 bytes.")
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_pem(key: PublicKey) -> str:
    """The public key as PEM, as actors show it."""
    encoding = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, encoding).decode()


def raw(key: PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def to_multibase(key: PublicKey) -> str:
    """The public key as a Multikey text: `z6Mk…`."""
    return "z" + base58(_PUBLIC + raw(key))


def from_multibase(text: str) -> PublicKey:
    """The public key from its Multikey text."""
    return Ed25519PublicKey.from_public_bytes(_tagged(text, _PUBLIC))


def private_to_multibase(key: PrivateKey) -> str:
    """The private key as a Multikey text (`z3u2…`): one line that its owner keeps."""
    return "z" + base58(_PRIVATE + key.private_bytes_raw())


def private_from_multibase(text: str) -> PrivateKey:
    """The private key from its Multikey text."""
    return Ed25519PrivateKey.from_private_bytes(_tagged(text, _PRIVATE))


def did(key: PublicKey) -> str:
    """The key as a name: `did:key:z6Mk…`."""
    return f"did:key:{to_multibase(key)}"


def did_method(key: PublicKey) -> str:
    """The verification method of that name, as proofs cite it."""
    return f"{did(key)}#{to_multibase(key)}"


def from_did(method: str) -> PublicKey:
    """The public key a `did:key` name or method says; nobody is asked."""
    name, _, fragment = method.partition("#")
    if not name.startswith("did:key:") or (fragment and fragment != name.removeprefix("did:key:")):
        raise BadKey("This is not a did:key name.")
    return from_multibase(name.removeprefix("did:key:"))


def verify(key: PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether the signature is of this message by this key."""
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def base58(data: bytes) -> str:
    """Base58 (Bitcoin's alphabet), as multibase `z` writes it."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _ALPHABET[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def from_base58(text: str) -> bytes:
    """The bytes of a base58 text."""
    if len(text) > _LONGEST:
        raise BadKey("This base58 text is too long.")
    number = 0
    for letter in text:
        digit = _ALPHABET.find(letter)
        if digit < 0:
            raise BadKey("This is not base58.")
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def from_multibase_bytes(text: str) -> bytes:
    """The bytes of a multibase text that begins with `z`."""
    if not text.startswith("z"):
        raise BadKey("Only multibase of kind z (base58) is read.")
    return from_base58(text[1:])


def _tagged(text: str, tag: bytes) -> bytes:
    data = from_multibase_bytes(text)
    if not data.startswith(tag) or len(data) != 34:
        raise BadKey("This multibase text is not an Ed25519 key.")
    return data[2:]
