"""Somebody on another site: real keys, real signatures, and what they say, without a network."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.http import HttpResponse
from django.test import Client

from apps.base import clock
from apps.federation.documents.context import CONTEXT
from apps.federation.knocking import FORMS
from apps.federation.models import RemoteActor
from apps.federation.services.actors import actor_keep, peer_at
from apps.federation.services.inbox import process_due
from apps.signatures import documents, keys
from apps.signatures.requests import Message

HERE = "https://here.example"
ACTIVITY = "application/activity+json"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
_numbers = count(1)
_RSA = [generate_private_key(65537, 2048) for _ in range(2)]


@dataclass
class Somebody:
    """An actor of another site, with its keys."""

    uri: str
    kind: str = "Person"
    rsa: RSAPrivateKey = field(default_factory=lambda: _RSA[0])
    ed25519: Any = field(default_factory=lambda: keys.load(keys.create()))

    @property
    def host(self) -> str:
        return self.uri.split("/")[2]

    @property
    def site(self) -> str:
        return self.uri.partition("/u/")[0]

    def document(self, **more: Any) -> dict[str, Any]:
        pem = self.rsa.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        multikey = {
            "id": f"{self.uri}#ed25519-key",
            "type": "Multikey",
            "controller": self.uri,
            "publicKeyMultibase": keys.to_multibase(self.ed25519.public_key()),
        }
        return {
            "id": self.uri,
            "type": self.kind,
            "preferredUsername": self.uri.rsplit("/", 1)[-1],
            "inbox": f"{self.uri}/inbox",
            "endpoints": {"sharedInbox": f"{self.site}/inbox"},
            "publicKey": {"id": f"{self.uri}#main-key", "owner": self.uri, "publicKeyPem": pem.decode()},
            "assertionMethod": [multikey],
            **more,
        }

    def known(self, **more: Any) -> RemoteActor:
        """Met before: their keys are here."""
        now = clock.now()
        return actor_keep(self.document(**more), peer=peer_at(self.host, now=now), now=now)

    def says(self, kind: str, thing: Any, **more: Any) -> dict[str, Any]:
        """An activity of theirs."""
        name = f"{self.site}/a/{next(_numbers)}"
        return {"@context": CONTEXT, "id": name, "type": kind, "actor": self.uri, "object": thing, **more}

    def page(self, group: str, **more: Any) -> dict[str, Any]:
        """Something they wrote."""
        return {
            "id": f"{self.site}/o/{next(_numbers)}",
            "type": "Page",
            "attributedTo": self.uri,
            "name": "The fitter came twice",
            "content": "<p>He came <b>twice</b>.</p><p>And charged once.</p>",
            "to": [group, PUBLIC],
            "published": "2026-11-01T10:00:00Z",
            **more,
        }

    def review(self, group: str, value: int = 2, best: int = 5, **more: Any) -> dict[str, Any]:
        """A review, in the envelope of NeoDB and ours."""
        about = {
            "id": "https://there.example/x/9",
            "type": "trust:Subject",
            "name": "Brightwell Boilers",
            "trust:kind": "service",
        }
        rating = {"type": "Rating", "value": value, "best": best, "worst": 1, "withRegardTo": about["id"]}
        return self.page(group, relatedWith=[rating], tag=[about], **more)

    def prove(self, document: dict[str, Any]) -> dict[str, Any]:
        return documents.sign(document, self.ed25519, at=clock.now(), method=f"{self.uri}#ed25519-key")

    def send(
        self,
        document: dict[str, Any],
        *,
        body: bytes | None = None,
        at: datetime | None = None,
        form: str = "cavage",
        **more: Any,
    ):
        """Deliver a signed message through the door."""
        sent = body if body is not None else json.dumps(document).encode()
        return post(sent, self.headers(sent, at=at, form=form), **more)

    def headers(
        self,
        body: bytes,
        *,
        at: datetime | None = None,
        path: str = "/ap/inbox",
        method: str = "POST",
        form: str = "cavage",
    ) -> dict[str, str]:
        message = Message(method, f"{HERE}{path}", {"host": "here.example"}, body)
        return FORMS[form](message, self.rsa, key_id=f"{self.uri}#main-key", at=at or clock.now())


def post(body: bytes, headers: dict[str, str], *, content_type: str = ACTIVITY) -> HttpResponse:
    """The door, as a program knocks at it."""
    return Client(SERVER_NAME="here.example").post(
        "/ap/inbox", body, content_type=content_type, headers={**headers, "host": "here.example"}, secure=True
    )


def somebody(name: str = "alice", host: str = "there.example", kind: str = "Person") -> Somebody:
    return Somebody(f"https://{host}/u/{name}", kind)


def work_off() -> None:
    """Everything that is due."""
    process_due(now=clock.now())
