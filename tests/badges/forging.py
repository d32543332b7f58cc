"""A body of another site that issues badges, and everything somebody could do to one."""

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from apps.badges.verifying import Unreachable
from apps.signatures import credentials, documents, keys, linked
from apps.signatures.keys import PrivateKey

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SITE = "https://far.example"
LIST = f"{SITE}/credentials/badges/roads/status"
HERE = "https://here.example/ap/s/velo"
Document = dict[str, Any]


@dataclass
class Issuer:
    """It signs, keeps a list, and answers or not."""

    key: PrivateKey = field(default_factory=lambda: keys.load(keys.create()))
    taken_back: set[int] = field(default_factory=set)
    silent: bool = False
    more: dict[str, Document] = field(default_factory=dict)
    name: str = ""
    at: datetime = NOW
    asked: list[str] = field(default_factory=list)

    @property
    def called(self) -> str:
        return self.name or keys.did(self.key.public_key())

    def fetch(self, address: str) -> Document:
        self.asked.append(address)
        if self.silent:
            raise Unreachable("no_connection")
        if address == LIST:
            made = credentials.status_list(LIST, "revocation", self.taken_back, since=self.at, key=self.key)
            return made if not self.name else self._renamed(made)
        if address not in self.more:
            raise Unreachable("HTTP 404")
        return self.more[address]

    def _renamed(self, made: Document) -> Document:
        told = {name: value for name, value in made.items() if name != "proof"} | {"issuer": self.called}
        return documents.sign(told, self.key, at=self.at, method=f"{self.called}#key-1")

    def badge(self, place: int = 7, *, rdfc: bool = False, bound: dict[str, str] | None = None, **changed) -> Document:
        """One of theirs; `changed` replaces parts before it is signed."""
        told = {**_badge(self.called, place), **changed}
        told = {name: value for name, value in told.items() if value is not None}
        if rdfc:
            return linked.sign(told, self.key, at=NOW)
        method = f"{self.called}#key-1" if self.name else None
        return documents.sign(told, self.key, at=NOW, bound=bound, method=method)


def _badge(issuer: str, place: int) -> Document:
    return {
        "@context": [linked.CREDENTIALS, linked.BADGES],
        "id": f"{SITE}/credentials/badge/abcd",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Recognised on food",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Slow Roads", "url": f"{SITE}/ap/s/roads"},
        "validFrom": "2026-11-20T00:00:00Z",
        "validUntil": "2026-11-27T00:00:00Z",
        "credentialSubject": {
            "id": f"{SITE}/ap/p/k7qx",
            "type": ["AchievementSubject"],
            "activityStartDate": "2026-03-01T00:00:00Z",
            "achievement": {
                "id": f"{SITE}/s/roads/statuses/",
                "type": ["Achievement"],
                "achievementType": "ext:EarnedStatus",
                "name": "Recognised on food",
                "description": "By their own activity.",
                "criteria": {"narrative": "earned_status 2.0"},
                "humanCode": "recognised",
                "fieldOfStudy": "food",
            },
        },
        "credentialStatus": [credentials.entry(LIST, place, "revocation")],
    }


def mutations(document: Document, chance: random.Random) -> Iterator[Document]:
    """Copies without end, each changed in one place: a letter, a value, a name, a part taken out or put in."""
    while True:
        changed = copy.deepcopy(document)
        holder, name = chance.choice(list(_places(changed)))
        how = chance.randrange(4)
        if how == 0:
            del holder[name]
        elif how == 1 and isinstance(holder, dict):
            holder[f"{name}x"] = holder.pop(name)
        elif how == 2 and isinstance(holder, dict):
            holder["added"] = chance.choice(["", 1, True, None, [], "valid"])
        else:
            holder[name] = _other(holder[name], chance)
        if changed != document:
            yield changed


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for name, part in list(value.items()) if isinstance(value, dict) else list(enumerate(value)):
        yield value, name
        if isinstance(part, dict | list):
            yield from _places(part)


def _other(value: Any, chance: random.Random) -> Any:
    if not isinstance(value, str) or not value:
        return chance.choice(["other", 7, None, [value], {"id": value}])
    at = chance.randrange(len(value))
    return value[:at] + chance.choice("aZ9~é\u0301 ") + value[at + chance.randrange(2) :]


def days(number: float) -> datetime:
    return NOW + timedelta(days=number)
