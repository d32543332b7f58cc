"""Labels as another body signs them, the envelope in which its site announces them, and the lists it publishes."""

from datetime import timedelta
from typing import Any

from apps.base import clock
from apps.signatures import documents, keys, linked, status_lists
from apps.signatures.documents import moment
from tests.federation.world import Somebody

KEY = keys.load(keys.create())
Document = dict[str, Any]


def label(about: str, *, site: str = "https://label.example", key=KEY, days: int = 300, ago: int = 10) -> Document:
    """As that body signed it."""
    given, name = clock.now() - timedelta(days=ago), f"{site}/l/1"
    lists = [
        {"type": "BitstringStatusListEntry", "statusPurpose": purpose, "statusListIndex": "7",
         "statusListCredential": f"{site}/lists/{purpose}"}
        for purpose in ("revocation", "suspension")
    ]  # fmt: skip
    document = {
        "@context": [linked.CREDENTIALS, linked.BADGES],
        "id": name,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": keys.did(key.public_key()), "type": ["Profile"], "name": "Fair Forums", "url": site},
        "validFrom": moment(given),
        "validUntil": moment(given + timedelta(days=days)),
        "credentialSubject": {"id": about, "type": ["AchievementSubject"],
                              "achievement": {"id": f"{site}/a", "type": ["Achievement"], "name": "Fair moderation",
                                              "description": "Looked at.", "criteria": {"narrative": "All."}}},
        "credentialStatus": lists,
    }  # fmt: skip
    return documents.sign(document, key, at=given)


def change(purpose: str = "suspension", holds: bool = True, why: str = "Looked into.") -> Document:
    return {"trust:purpose": purpose, "trust:holds": holds, "trust:by": "Board", "summaryMap": {"en": why},
            "published": "2026-11-20T10:00:00Z"}  # fmt: skip


def envelope(body: Somebody, credential: Document, *changes: Document, **more: Any) -> Document:
    held = [one["trust:purpose"] for one in changes if one["trust:holds"]]
    state = "revoked" if "revocation" in held else "suspended" if changes and changes[-1]["trust:holds"] else "valid"
    document = {
        "id": f"{body.site}/envelopes/1",
        "type": "trust:Label",
        "attributedTo": body.uri,
        "object": credential["credentialSubject"]["id"],
        "trust:state": state,
        "trust:changes": [*changes],
        "trust:credential": credential,
        **more,
    }
    return body.prove(document)


def lists(site: str, *, set_: tuple[str, ...] = (), key=KEY) -> dict[str, Document]:
    """What that body publishes, in the one form of proof or the other."""
    found = {}
    for purpose, sign in (("revocation", documents.sign), ("suspension", linked.sign)):
        at = f"{site}/lists/{purpose}"
        subject = {"id": f"{at}#list", "type": "BitstringStatusList", "statusPurpose": purpose,
                   "encodedList": status_lists.encode([7] if purpose in set_ else [])}  # fmt: skip
        document = {"@context": [linked.CREDENTIALS], "id": at, "issuer": keys.did(key.public_key()),
                    "type": ["VerifiableCredential", "BitstringStatusListCredential"], "credentialSubject": subject,
                    "validFrom": moment(clock.now())}  # fmt: skip
        found[f"/lists/{purpose}"] = sign(document, key, at=clock.now())
    return found
