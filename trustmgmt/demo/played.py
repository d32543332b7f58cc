"""Other sites, played: what stands there is a table, what they say is signed with keys of their own.

Nothing is asked of the network: they are invented, and `.example` is a name that nobody can have. What they send goes
through the same door as anybody's, and what is asked of them through the same readers.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import count
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from apps.federation.addresses import PUBLIC, our_host, uri
from apps.federation.documents.actors import moment
from apps.federation.documents.context import CONTEXT
from apps.federation.knocking import FORMS, OLDER
from apps.federation.services.inbox import process_due, take_in
from apps.outside import Answer, Budget, Client, NoAnswer, Outgoing, Why
from apps.outside.client import Sign
from apps.outside.targets import Target
from apps.signatures import documents, keys
from apps.signatures.keys import PrivateKey
from apps.signatures.requests import Message

Document = dict[str, Any]
ACTIVITY = "application/activity+json"
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Table(Client):
    """A client that opens no socket: addresses and what stands there; who keeps silent."""

    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)

    def hop(self, request: Outgoing, target: Target, budget: Budget, sign: Sign | None) -> Answer:
        """What stands at this address, or that nothing does; what is sent is taken, except where nobody answers."""
        if request.method == "POST":
            return self._taken(request.url, target.authority)
        if request.url not in self.pages:
            return Answer(request.url, 404, {}, b"")
        kind, body = self.pages[request.url]
        return Answer(request.url, 200, {"content-type": kind}, body)

    def _taken(self, url: str, host: str) -> Answer:
        if host in self.silent:
            raise NoAnswer(Why.NO_CONNECTION)
        return Answer(url, 202, {}, b"")

    def show(self, url: str, document: Document | str, kind: str = ACTIVITY) -> None:
        """From now on this stands there."""
        text = document if isinstance(document, str) else json.dumps(document)
        self.pages[url] = (kind, text.encode())


@dataclass
class Site:
    """One of them: its host, and the two keys that all who live there share in this play."""

    host: str
    language: str
    table: Table

    @cached_property
    def rsa(self) -> RSAPrivateKey:
        """Signs requests."""
        return generate_private_key(65537, 2048)

    @cached_property
    def ed25519(self) -> PrivateKey:
        """Signs documents."""
        return keys.load(keys.create())

    def at(self, path: str) -> str:
        """The name of something there."""
        return f"https://{self.host}/{path}"

    def somebody(self, handle: str, name: str, kind: str = "Person", **more: Any) -> "Actor":
        """Somebody, or some group, who lives there: shown under their name, and found by it."""
        actor = Actor(self, self.at(f"u/{handle}"), handle)
        self.table.show(actor.uri, actor.document(kind, name, **more))
        account = f"acct:{handle}@{self.host}"
        links = [{"rel": "self", "type": ACTIVITY, "href": actor.uri}]
        place = self.at(f".well-known/webfinger?resource=acct%3A{handle}%40{self.host}")
        self.table.show(place, {"subject": account, "links": links}, "application/jrd+json")
        return actor


@dataclass(frozen=True, slots=True)
class Actor:
    """Who speaks there."""

    site: Site
    uri: str
    handle: str

    def document(self, kind: str, name: str, **more: Any) -> Document:
        """As their site describes them."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        pem = self.site.rsa.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
        edwards = {
            "id": f"{self.uri}#ed25519-key",
            "type": "Multikey",
            "controller": self.uri,
            "publicKeyMultibase": keys.to_multibase(self.site.ed25519.public_key()),
        }
        return {
            "@context": CONTEXT,
            "id": self.uri,
            "type": kind,
            "preferredUsername": self.handle,
            "name": name,
            "inbox": f"{self.uri}/inbox",
            "followers": f"{self.uri}/followers",
            "endpoints": {"sharedInbox": self.site.at("inbox")},
            "publicKey": {"id": f"{self.uri}#main-key", "owner": self.uri, "publicKeyPem": pem},
            "assertionMethod": [edwards],
            **more,
        }

    def writes(self, space: str, text: str, *, at: datetime, **more: Any) -> Document:
        """Something they wrote, for a space of ours or of theirs."""
        where = self.site.at(f"post/{next(_numbers)}")
        paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        said = {"contentMap": {self.site.language: paragraphs}, "published": moment(at), "to": [space, PUBLIC]}
        return {"id": where, "type": "Page", "attributedTo": self.uri, "url": where, **said, **more}

    def proves(self, document: Document, *, at: datetime) -> Document:
        """With a proof of theirs inside."""
        whole = {"@context": CONTEXT, **document, "attributedTo": self.uri}
        return documents.sign(whole, self.site.ed25519, at=at, method=f"{self.uri}#ed25519-key")

    def sends(self, kind: str, thing: Any, *, now: datetime, **more: Any) -> None:
        """A signed message of theirs, through our door, and worked off."""
        activity = {"id": self.site.at(f"activity/{next(_numbers)}"), "type": kind, "actor": self.uri, "object": thing}
        body = json.dumps({"@context": CONTEXT, **activity, **more}).encode()
        usual = {"host": our_host(), "content-type": ACTIVITY}
        bare = Message("POST", uri("inbox"), usual, body)
        signed = FORMS[OLDER](bare, self.site.rsa, key_id=f"{self.uri}#main-key", at=now)
        take_in(Message("POST", uri("inbox"), {**usual, **signed}, body), now=now)
        process_due(now=now)
