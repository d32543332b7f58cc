"""What a badge claims, and its limits: for whom, from when, until when. Read only after its proof was found to hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from apps.badges.issuing import Issuer
from apps.badges.sites import last_part
from apps.base.models import clean_text, validate_text
from apps.signatures.credentials import listed, read_moment
from apps.signatures.errors import BadProof

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says what of whom. Names are theirs; only `site` and `issuer` were checked."""

    issuer: str  # the name of the key, or of the body
    site: str  # the host that answers for it
    space: str  # as it is named in addresses there
    topic: str
    level: str
    since: datetime
    until: datetime | None
    subject: str  # the opaque name of whom it is about
    uri: str = ""  # the badge's own name
    title: str = ""
    issuer_name: str = ""
    challenge: str = ""  # the question it answers; empty for one that was published
    basis: str = ""  # "earned" for what can be converted elsewhere


@dataclass(frozen=True, slots=True)
class Limits:
    """For whom and when."""

    domains: tuple[str, ...]
    begins: datetime
    ends: tuple[datetime, ...]


def claim_of(document: Mapping[str, Any], issuer: Issuer) -> Claim:
    """Raises BadProof for a badge about nobody, or from no day."""
    subject = _object(document.get("credentialSubject"))
    named, achieved = subject.get("id"), _object(subject.get("achievement"))
    if not isinstance(named, str) or not 0 < len(named) <= 1000:
        raise BadProof("It is about nobody.")
    begins = read_moment(document.get("validFrom"))
    return Claim(
        issuer=issuer.name,
        site=issuer.site,
        space=_shown(last_part(issuer.page)),
        topic=_shown(achieved.get("fieldOfStudy")),
        level=_shown(achieved.get("humanCode")),
        since=read_moment(subject["activityStartDate"]) if "activityStartDate" in subject else begins,
        until=read_moment(document["validUntil"]) if "validUntil" in document else None,
        subject=named,
        uri=_shown(document.get("id"), 1000),
        title=_shown(achieved.get("name")) or _shown(document.get("name")),
        issuer_name=_shown(issuer.called),
        challenge=_shown(_object(document.get("proof")).get("challenge")),
        basis="earned" if achieved.get("achievementType") == "ext:EarnedStatus" else "",
    )


def limits_of(document: Mapping[str, Any]) -> Limits:
    """From the document and from its proof; both are signed."""
    proof = _object(document.get("proof"))
    domains = [one for one in listed(proof.get("domain")) if one is not None]
    if not all(isinstance(one, str) for one in domains):
        raise BadProof("It is for nobody that can be named.")
    ends = [part[name] for part, name in ((document, "validUntil"), (proof, "expires")) if name in part]
    return Limits(tuple(domains), read_moment(document.get("validFrom")), tuple(map(read_moment, ends)))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _shown(value: object, most: int = LONGEST) -> str:
    """Words that can be stored and shown without deceiving the eye; else nothing."""
    told = value.get("en") or value.get("fr") if isinstance(value, dict) else value
    cleaned = clean_text(told)[:most] if isinstance(told, str) else ""
    try:
        validate_text(cleaned)
    except ValidationError:
        return ""
    return " ".join(cleaned.split())
