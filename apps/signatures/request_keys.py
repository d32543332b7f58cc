"""The keys that sign requests: RSA, Ed25519, P-256. The key says the algorithm; what a request says must agree.

Why: a verifier that believes the label can be made to read one kind of key as another.
"""

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from apps.signatures.errors import BadKey

Public = RSAPublicKey | Ed25519PublicKey | EllipticCurvePublicKey
Private = RSAPrivateKey | Ed25519PrivateKey | EllipticCurvePrivateKey

RSA, ED25519, P256 = "rsa-v1_5-sha256", "ed25519", "ecdsa-p256-sha256"  # the names of RFC 9421
RSA_BITS = (2_048, 4_096)  # shorter proves nothing, longer costs us more than the sender
LONGEST_PEM = 4_000


def read_pem(text: str) -> Public:
    """The public key an actor shows."""
    if len(text) > LONGEST_PEM:
        raise BadKey("This PEM is too long.")
    try:
        key = serialization.load_pem_public_key(text.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as wrong:
        raise BadKey("This is not a public key in PEM.") from wrong
    if isinstance(key, RSAPublicKey) and not RSA_BITS[0] <= key.key_size <= RSA_BITS[1]:
        raise BadKey(f"An RSA key has {RSA_BITS[0]} to {RSA_BITS[1]} bits, not {key.key_size}.")
    if isinstance(key, EllipticCurvePublicKey) and not isinstance(key.curve, SECP256R1):
        raise BadKey("Of the elliptic curves only P-256 is read.")
    if not isinstance(key, RSAPublicKey | Ed25519PublicKey | EllipticCurvePublicKey):
        raise BadKey("This kind of key signs no requests.")
    return key


def algorithm(key: Public | Private) -> str:
    """The one algorithm of this kind of key."""
    if isinstance(key, RSAPublicKey | RSAPrivateKey):
        return RSA
    return ED25519 if isinstance(key, Ed25519PublicKey | Ed25519PrivateKey) else P256


def make(key: Private, base: bytes) -> bytes:
    """The signature of these bytes."""
    if isinstance(key, RSAPrivateKey):
        return key.sign(base, padding.PKCS1v15(), hashes.SHA256())
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(base)
    r, s = decode_dss_signature(key.sign(base, ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def holds(key: Public, signature: bytes, base: bytes) -> bool:
    """Whether the signature is of these bytes by this key."""
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature, base, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, Ed25519PublicKey):
            key.verify(signature, base)
        else:
            key.verify(_der(signature), base, ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def _der(signature: bytes) -> bytes:
    if len(signature) != 64:
        raise ValueError("A P-256 signature has 64 bytes.")
    return encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
