"""A label that another body gave, read from its file: an Open Badge 3.0, or any Verifiable Credential 2.0 of somebody.

What is believed: the words, when the issuer's key signed them; that the issuer is the body whose site publishes the
lists of what was suspended and revoked, when the same key signed those. A name in the file is only a name: the site is
shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.base.models import clean_text, validate_text
from apps.labels.states import Purpose
from apps.outside import OutsideError
from apps.outside.targets import read as read_address
from apps.signatures import credentials, keys, linked, status_lists
from apps.signatures.canonical import canonical
from apps.signatures.credentials import Entry
from apps.signatures.errors import BadKey, SignatureRefused

Document = dict[str, Any]
LARGEST = 200_000  # bytes
LONGEST_NAME = 120


class Flaw(StrEnum):
    """Why a label is not taken: a code for rows and counts."""

    FORM = "form"
    LARGE = "large"
    ISSUER = "issuer"
    SITE = "site"
    SUBJECT = "subject"
    PROOF = "proof"
    EARLY = "early"
    ENDED = "ended"
    LISTS = "lists"
    ORDER = "order"
    MANY = "many"


SENTENCES = {
    Flaw.FORM: _("This is not a label in a form we read: Open Badges 3.0, or a Verifiable Credential 2.0, as JSON."),
    Flaw.LARGE: _("The file is larger than we read (200,000 bytes)."),
    Flaw.ISSUER: _("Its issuer is not named by the key that signed it (did:key), or is another than before."),
    Flaw.SITE: _("Its issuer, its address and its public lists are not of one site."),
    Flaw.SUBJECT: _("It is about somebody else than it is shown for, or about nobody we know."),
    Flaw.PROOF: _("Its signature does not hold: other words were signed, or somebody else signed them."),
    Flaw.EARLY: _("It holds from a day to come."),
    Flaw.ENDED: _("Its last day has passed."),
    Flaw.LISTS: _("It names no public list that says whether it was revoked: nobody could see that it was taken back."),
    Flaw.ORDER: _("It does not follow what was said before of this label: it is older, or tells another story."),
    Flaw.MANY: _("This body has given more labels about the same operator than we keep."),
}


class BadLabel(Exception):
    """It is not taken; `flaw` says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class LabelFile:
    """What a file says, once its signature was found to hold."""

    uri: str
    issuer: str
    issuer_name: str
    host: str
    subject: str
    name: str
    valid_from: datetime
    valid_until: datetime | None
    entries: tuple[Entry, ...]
    document: Document


def host_of(address: str) -> str:
    """Host and port, as sites know each other; empty for what is no address."""
    try:
        return read_address(address).authority
    except OutsideError:
        return ""


def read(document: object) -> LabelFile:
    """Raises BadLabel. That its last day passed is not looked at here: what was taken while it held stays."""
    if not isinstance(document, dict):
        raise BadLabel(Flaw.FORM)
    try:
        if len(canonical(document)) > LARGEST:
            raise BadLabel(Flaw.LARGE)
    except SignatureRefused as wrong:
        raise BadLabel(Flaw.FORM) from wrong
    _check_form(document)
    issuer, issuer_name, issuer_site = _issuer(document.get("issuer"))
    entries = _entries(document.get("credentialStatus"))
    found = LabelFile(
        uri=_text(document.get("id"), Flaw.FORM),
        issuer=issuer,
        issuer_name=issuer_name,
        host=host_of(entries[0].address),
        subject=_subject(document.get("credentialSubject")),
        name=_name(document),
        valid_from=_moment(document.get("validFrom")),
        valid_until=_moment(document["validUntil"]) if "validUntil" in document else None,
        entries=entries,
        document=document,
    )
    _check_one_site(found, issuer_site)
    check_proof(document, issuer)
    return found


def check_proof(document: Mapping[str, Any], issuer: str) -> None:
    """One proof, of either suite, by the key that names the issuer. Raises BadLabel."""

    try:
        credentials.check_proof(document, key_of=credentials.key_named(issuer))
    except SignatureRefused as wrong:
        raise BadLabel(Flaw.PROOF) from wrong


def _check_form(document: Document) -> None:
    contexts, kinds = _listed(document.get("@context")), _listed(document.get("type"))
    if contexts[:1] != [linked.CREDENTIALS] or "VerifiableCredential" not in kinds:
        raise BadLabel(Flaw.FORM)


def _check_one_site(found: LabelFile, issuer_site: str) -> None:
    """All that is an address is of the one site that publishes the lists."""
    said = [entry.address for entry in found.entries] + [site for site in (issuer_site,) if site]
    said += [found.uri] if "://" in found.uri else []
    if not found.host or {host_of(address) for address in said} != {found.host}:
        raise BadLabel(Flaw.SITE)


def _issuer(value: object) -> tuple[str, str, str]:
    """Its key, its name, its site."""
    told = value if isinstance(value, dict) else {"id": value}
    named = told.get("id")
    try:
        keys.from_did(str(named))
    except (BadKey, SignatureRefused) as wrong:
        raise BadLabel(Flaw.ISSUER) from wrong
    site = told.get("url")
    return str(named), _shown(told.get("name")), site if isinstance(site, str) else ""


def _subject(value: object) -> str:
    named = value.get("id") if isinstance(value, dict) else None
    return _text(named, Flaw.SUBJECT)


def _name(document: Document) -> str:
    subject = document.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    named = achievement.get("name") if isinstance(achievement, dict) else None
    return _shown(named) or _shown(document.get("name"))


def _entries(value: object) -> tuple[Entry, ...]:
    try:
        found = credentials.entries(value, Purpose.values)
    except SignatureRefused as wrong:
        raise BadLabel(Flaw.LISTS) from wrong
    if Purpose.REVOCATION not in {entry.purpose for entry in found}:
        raise BadLabel(Flaw.LISTS)
    return found


def bit_of(entry: Entry, answer: Document, issuer: str, *, now: datetime) -> bool:
    """Whether a list, signed by the issuer of the label, sets its place. Raises BadLabel, BadProof for a bad list."""
    check_proof(answer, issuer)
    told = answer.get("credentialSubject")
    subject = told if isinstance(told, dict) else {}
    signer = answer.get("issuer")
    named = signer.get("id") if isinstance(signer, dict) else signer
    right = (
        "BitstringStatusListCredential" in _listed(answer.get("type"))
        and entry.purpose in _listed(subject.get("statusPurpose"))
        and named == issuer
        and answer.get("id", entry.address) == entry.address
    )
    if not right:
        raise BadLabel(Flaw.LISTS)
    if "validUntil" in answer and _moment(answer["validUntil"]) <= now:
        raise BadLabel(Flaw.ENDED)
    return status_lists.is_set(str(subject.get("encodedList")), entry.place)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: object, flaw: Flaw) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 1000:
        raise BadLabel(flaw)
    return value


def _moment(value: object) -> datetime:
    try:
        read_ = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
    except ValueError:
        read_ = None
    if read_ is None or not 1970 <= read_.year <= 9000:
        raise BadLabel(Flaw.FORM)
    return (read_ if read_.tzinfo else read_.replace(tzinfo=UTC)).astimezone(UTC)


def _shown(value: object) -> str:
    """A name that can be stored and shown without deceiving the eye; else nothing."""
    told = value.get("en") or value.get("fr") if isinstance(value, dict) else value
    cleaned = clean_text(told)[:LONGEST_NAME] if isinstance(told, str) else ""
    try:
        validate_text(cleaned)
    except ValidationError:
        return ""
    return " ".join(cleaned.split())
