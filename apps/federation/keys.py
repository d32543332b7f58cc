"""The private keys of our actors: made when first needed, kept in the database under the site's secret.

RSA signs requests, because every peer reads that; Ed25519 signs documents and, for peers that know RFC 9421, requests.
Whoever holds the database alone cannot speak for anybody; a new SECRET_KEY makes new keys.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.conf import settings
from django.db import transaction

from apps.federation.models import ActorKey
from apps.signatures import keys as ed25519
from apps.signatures.keys import PrivateKey
from apps.spaces.models import Space

RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class Keys:
    """One actor's two keys."""

    rsa: RSAPrivateKey
    ed25519: PrivateKey

    @property
    def rsa_public_pem(self) -> str:
        """As `publicKeyPem` shows it."""
        encoding = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.rsa.public_key().public_bytes(serialization.Encoding.PEM, encoding).decode()


def keys_of(owner: str, *, now: datetime) -> Keys:
    """The keys of this actor (a path such as `s/garden`); made when there are none, or when none can be opened."""
    row = ActorKey.objects.filter(owner=owner).first()
    if row is None:
        row = _create(owner, now)
    try:
        return _opened(bytes(row.rsa), bytes(row.ed25519), settings.SECRET_KEY)
    except InvalidToken:
        return _replaced(row, now)


def key_of_space(space: Space, now: datetime) -> PrivateKey:
    """The key of the space's actor: by it the space signs badges too."""
    return keys_of(f"s/{space.slug}", now=now).ed25519


def _create(owner: str, now: datetime) -> ActorKey:
    rsa, edwards = _new()
    row, _first = ActorKey.objects.get_or_create(
        owner=owner, defaults={"rsa": rsa, "ed25519": edwards, "created_at": now}
    )
    return row


@transaction.atomic
def _replaced(row: ActorKey, now: datetime) -> Keys:
    """The secret changed: peers learn the new key when the old one no longer verifies."""
    locked = ActorKey.objects.select_for_update().get(pk=row.pk)
    locked.rsa, locked.ed25519 = _new()
    locked.created_at = now
    locked.save()
    return _opened(bytes(locked.rsa), bytes(locked.ed25519), settings.SECRET_KEY)


def _new() -> tuple[bytes, bytes]:
    box = _box(settings.SECRET_KEY)
    pem = generate_private_key(65537, RSA_BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return box.encrypt(pem), box.encrypt(ed25519.create())


@lru_cache(maxsize=256)
def _opened(rsa: bytes, edwards: bytes, secret: str) -> Keys:
    box = _box(secret)
    # Made by us, and the box has just said that nobody changed it: to prove its primes again takes longer than to sign.
    key = serialization.load_pem_private_key(box.decrypt(rsa), password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise InvalidToken
    return Keys(key, ed25519.load(box.decrypt(edwards)))


@lru_cache(maxsize=2)
def _box(secret: str) -> Fernet:
    derived = hashlib.sha256(b"trustmgmt actor keys\0" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(derived))
