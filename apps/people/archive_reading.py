"""Reading a copy that somebody brings from another site: nothing in it is believed before it is checked.

Only two of its files are ever unpacked, each counted while it is, whatever the zip says of its size.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.ledger.site_key import site_key
from apps.outside import Budget, OutsideError, client
from apps.signatures import documents, keys
from apps.signatures.errors import BadKey, BadProof

MOST_BYTES = 12_000_000  # of the zip: what one request may hold
MOST_FILES = 8_000  # an image for each badge
MOST_UNPACKED = 1_000_000_000  # all it says it holds; we unpack two files of it
MANIFEST_BYTES, OUTBOX_BYTES, PIECE = 2_000_000, 64_000_000, 1 << 16
MANIFEST, OUTBOX = "manifest.json", "outbox.json"
UNSIGNED = {MANIFEST, "SHA256SUMS", "SHA256SUMS.sig", "site-key.pem"}
LINK = 0o120000


@dataclass(frozen=True, slots=True)
class Copy:
    """What was checked: the site whose key signed it, whether that site says so itself, and what was written there."""

    site: str
    host: str
    key: str
    confirmed: bool
    account: str
    made_at: datetime
    outbox: list[dict[str, Any]]


def read_copy(file: BinaryIO, *, size: int, now: datetime) -> Copy:
    """Raises BadInput with one sentence that says what is wrong."""
    manifest, key, outbox = _opened(file, OUTBOX, size, OUTBOX_BYTES)
    return _copy(manifest, key, _items(_json(outbox)), now)


def read_json(file: BinaryIO, name: str, *, size: int, most: int, now: datetime) -> dict[str, Any]:
    """One other file of a copy, checked in the same way; nothing where the copy has none. Raises BadInput."""
    manifest, key, content = _opened(file, name, size, most)
    _copy(manifest, key, [], now)
    return _json(content) if content else {}


def _opened(file: BinaryIO, name: str, size: int, most: int) -> tuple[dict[str, Any], Ed25519PublicKey, bytes]:
    """Its manifest, the key that signed it, and one file that the manifest vouches for."""
    if size > MOST_BYTES:
        raise _bad(_("This file is too large: at most %(n)d MB.") % {"n": MOST_BYTES // 1_000_000})
    try:
        with zipfile.ZipFile(file) as zipped:
            names = _checked_names(zipped)
            manifest = _json(_unpacked(zipped, MANIFEST, MANIFEST_BYTES))
            key = _signed_by(manifest)
            _check_listed(manifest, names)
            content = _unpacked(zipped, name, most) if name in names else b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, KeyError, OSError) as wrong:
        raise _bad(_("This is not a copy of a person’s data: it does not open as one.")) from wrong
    if content and hashlib.sha256(content).hexdigest() != manifest["sha256"].get(name):
        raise _bad(_("Its %(name)s is not the one that was signed: somebody changed it.") % {"name": name})
    return manifest, key, content


def _bad(sentence: str) -> BadInput:
    return BadInput({"copy": sentence})


def _checked_names(zipped: zipfile.ZipFile) -> set[str]:
    """No way out of the folder, nothing twice, no link, nothing locked, no bomb."""
    entries = zipped.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_FILES or len(names) != len(entries):
        raise _bad(_("It holds a file twice, or more files than a copy has."))
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _bad(_("It says that it unpacks to more than a copy ever does."))
    for entry in entries:
        parts = entry.filename.split("/")
        outside = entry.filename.startswith("/") or "\\" in entry.filename or ":" in entry.filename or ".." in parts
        if outside or (entry.external_attr >> 16) & 0o170000 == LINK or entry.flag_bits & 1:
            raise _bad(_("It holds a file that would leave its folder, a link, or something locked."))
    return names


def _unpacked(zipped: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Counted while it comes out: what the zip says of its size is not believed."""
    taken = bytearray()
    with zipped.open(name) as file:
        while piece := file.read(PIECE):
            taken += piece
            if len(taken) > most:
                raise _bad(_("Its %(name)s is larger than a copy’s ever is.") % {"name": name})
    return bytes(taken)


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as wrong:
        raise _bad(_("One of its files is not JSON.")) from wrong
    if not isinstance(found, dict):
        raise _bad(_("One of its files is not JSON."))
    return found


def _signed_by(manifest: dict[str, Any]) -> Ed25519PublicKey:
    """The key that signed exactly this manifest."""
    told = {name: value for name, value in manifest.items() if name != "proof"}
    proof = manifest.get("proof")
    try:
        if not isinstance(proof, Mapping):
            raise BadProof("There is no proof.")
        documents.verify_beside(told, proof)
        return keys.from_did(str(proof["verificationMethod"]))
    except (BadProof, BadKey, ValueError, TypeError, RecursionError) as wrong:
        raise _bad(_("Its manifest is not signed, or was changed after it was.")) from wrong


def _check_listed(manifest: dict[str, Any], names: set[str]) -> None:
    digests = manifest.get("sha256")
    if not isinstance(digests, dict) or set(digests) != names - UNSIGNED or OUTBOX not in digests:
        raise _bad(_("Its files are not those that its manifest lists."))


def _items(outbox: dict[str, Any]) -> list[dict[str, Any]]:
    items = outbox.get("orderedItems")
    if not isinstance(items, list):
        raise _bad(_("Its outbox.json holds no list."))
    return [item for item in items if isinstance(item, dict)]


def _copy(manifest: dict[str, Any], key: Ed25519PublicKey, outbox: list[dict[str, Any]], now: datetime) -> Copy:
    site, account = str(manifest.get("site", ""))[:200], str(manifest.get("account", ""))[:64]
    host = _host(site)
    made_at = moment_of(manifest.get("made_at"))
    if not host or made_at is None or made_at > now + timedelta(days=1):
        raise _bad(_("Its manifest does not say which site made it, and when."))
    name = keys.to_multibase(key)
    return Copy(site, host, name, _confirmed(site, name), account, made_at, outbox)


def _host(site: str) -> str:
    try:
        parts = urlsplit(site)
        netloc = parts.netloc if parts.scheme in {"http", "https"} and not parts.username else ""
    except ValueError:
        return ""
    return netloc if netloc.isascii() and len(netloc) <= 100 else ""


def moment_of(value: object) -> datetime | None:
    """A moment with its zone, or nothing."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo is not None and 1970 <= found.year <= 2200 else None


def _confirmed(site: str, key: str) -> bool:
    """Whether the site itself shows this key. Raises BadInput where it shows another one: the copy is forged."""
    ours = site == settings.SITE_URL
    shown = keys.to_multibase(site_key().public_key()) if ours else _shown_by(site)
    if shown and shown != key:
        raise _bad(_("It says it is from %(site)s, but that site signs with another key.") % {"site": site})
    return bool(shown)


def _shown_by(site: str) -> str:
    """The key that the site shows; empty when it does not answer, or is gone."""
    try:
        answer = client().fetch(f"{site.rstrip('/')}/.well-known/site-key.pem", budget=Budget())
        found = serialization.load_pem_public_key(answer.body) if answer.status == 200 else None
    except (OutsideError, ValueError):
        return ""
    return keys.to_multibase(found) if isinstance(found, Ed25519PublicKey) else ""
