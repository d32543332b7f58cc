"""Who issued a badge, and which keys may sign for them.

Three ways to name an issuer are read: by its key (did:key), then the site is the one whose public list the same key
signed; by its site (did:web); by the address of a document that shows its keys (controlled identifiers, FEP-521a). Keys
of the last two are asked for at that site and nowhere else.
"""

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from apps.badges.sites import Unreachable, host_of
from apps.signatures import credentials, keys
from apps.signatures.credentials import KeyOf
from apps.signatures.errors import BadKey, BadProof
from apps.signatures.keys import PublicKey

Document = dict[str, Any]
MOST_KEYS = 20


@dataclass(frozen=True, slots=True)
class Issuer:
    """Its name, its site, what it calls itself, and how its keys are found."""

    name: str
    site: str
    page: str
    called: str
    key_of: KeyOf


def issuer_of(document: Mapping[str, Any], fetch: Callable[[str], Document]) -> Issuer:
    """Raises BadProof where it is named in no way we read, Unreachable where its keys could not be asked for."""
    name = credentials.issuer_of(document)
    told = document.get("issuer")
    shown = told if isinstance(told, dict) else {}
    page, called = _text(shown.get("url")), _text(shown.get("name"))
    if name.startswith("did:key:"):
        site = _site_of_list(document)
        if page and host_of(page) != site:
            raise BadProof("Its issuer's page and its public list are not of one site.")
        return Issuer(name, site, page, called, credentials.key_named(name))
    address = _web(name) if name.startswith("did:web:") else name
    site = host_of(address)
    if not site or (page and host_of(page) != site):
        raise BadProof("Its issuer is named in a form we do not read.")
    shows = fetch(address)
    return Issuer(name, site, page or address, called, _shown_by(shows, name, address))


def _shown_by(shows: Document, name: str, address: str) -> KeyOf:
    """The keys a document shows, when it is the issuer's own."""
    if shows.get("id") != name:
        raise Unreachable("another issuer")
    found = dict(_keys(shows, name, address))

    def key_of(method: str) -> PublicKey:
        if method not in found:
            raise BadKey("This is not a key that the issuer shows.")
        return found[method]

    return key_of


def _keys(shows: Document, name: str, address: str) -> Iterator[tuple[str, PublicKey]]:
    named = credentials.listed(shows.get("assertionMethod"))[:MOST_KEYS]
    whole = credentials.listed(shows.get("verificationMethod"))[:MOST_KEYS] + named
    may = [one.get("id") if isinstance(one, dict) else one for one in named]
    for one in whole:
        identity = one.get("id") if isinstance(one, dict) else None
        if not isinstance(identity, str) or identity not in may or one.get("controller", name) != name:
            continue
        base = identity.partition("#")[0]
        if base not in {"", name} and host_of(base) != host_of(address):
            continue
        key = _key(one)
        if key is not None:
            yield (name + identity if identity.startswith("#") else identity), key


def _key(shown: Document) -> PublicKey | None:
    """Ed25519 as Multikey or as JWK; nothing else signs what we read."""
    jwk = shown.get("publicKeyJwk")
    try:
        if isinstance(shown.get("publicKeyMultibase"), str):
            return keys.from_multibase(shown["publicKeyMultibase"])
        if isinstance(jwk, dict) and (jwk.get("kty"), jwk.get("crv")) == ("OKP", "Ed25519"):
            text = str(jwk.get("x"))
            return PublicKey.from_public_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (BadKey, ValueError):
        return None
    return None


def _site_of_list(document: Mapping[str, Any]) -> str:
    """A key is no place: what it signs is of the site that publishes its list. Other addresses must agree."""
    entries = credentials.entries(document.get("credentialStatus"), ("revocation", "suspension"))
    said = {host_of(one.address) for one in entries}
    named = document.get("id")
    if isinstance(named, str) and "://" in named:
        said.add(host_of(named))
    if len(said) > 1:
        raise BadProof("Its addresses are not of one site.")
    return next(iter(said), "")


def _web(name: str) -> str:
    """did:web:host%3Aport:path → where its document stands."""
    host, *path = name.removeprefix("did:web:").split(":")
    where = "/".join([unquote(host), *(path or [".well-known"]), "did.json"])
    return f"https://{where}"


def _text(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= 1000 else ""
