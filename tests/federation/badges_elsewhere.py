"""A space of another site that issues badges: its key, its list, its actor; nothing of it needs a network."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from apps.algorithms.conversion import Table
from apps.badges.sites import Unreachable
from apps.base import clock
from apps.federation.models import Home, RemoteActor
from apps.federation.services.recognising import table_publish_elsewhere
from apps.people.models import Persona
from apps.signatures import credentials, documents, keys, linked
from apps.signatures.documents import moment
from apps.spaces.models import Space
from tests.factories import trust_manager
from tests.federation.world import HERE, Somebody
from tests.making import make_persona, make_space, make_topic

HOST = "there.example"
LIST = f"https://{HOST}/credentials/badges/inns/status"
STEPS = ("known", "recognised", "trusted")


@dataclass
class Issuer:
    """The space `inns` at there.example."""

    space: Somebody = field(default_factory=lambda: Somebody(f"https://{HOST}/ap/s/inns", "Group"))
    person: Somebody = field(default_factory=lambda: Somebody(f"https://{HOST}/ap/p/abcd-efgh-jkmn-pqrs", "Person"))
    over: set[int] = field(default_factory=set)
    silent: bool = False
    own_key: keys.PrivateKey | None = None  # of the person, shown at their name

    def shown(self) -> dict[str, Any]:
        scale = [{"type": "trust:Step", "trust:code": code, "nameMap": {"en": code, "fr": code}} for code in STEPS]
        return self.space.document(**{"trust:scale": scale, "name": "Inns"})

    def badge(self, *, place: int = 7, level: str = "recognised", now: datetime | None = None, **more: Any):
        """As ours are written (docs/FEDERATION.md)."""
        now, key = now or clock.now(), self.space.ed25519
        achievement = {
            "id": f"{self.space.uri}#{level}", "type": ["Achievement"], "achievementType": "ext:EarnedStatus",
            "name": "Recognised", "description": "x", "criteria": {"narrative": "x"}, "humanCode": level,
            "fieldOfStudy": "food",
        }  # fmt: skip
        said = {
            "@context": [linked.CREDENTIALS, linked.BADGES],
            "id": f"https://{HOST}/credentials/badge/{place}",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Recognised",
            "issuer": {"id": keys.did(key.public_key()), "type": ["Profile"], "name": "Inns", "url": self.space.uri},
            "validFrom": moment(now - timedelta(hours=1)),
            "validUntil": moment(now + timedelta(days=7)),
            "credentialSubject": {"id": self.person.uri, "type": ["AchievementSubject"], "achievement": achievement},
            "credentialStatus": [credentials.entry(LIST, place, "revocation")],
        }
        return documents.sign({**said, **more}, key, at=now)

    def fetch(self, address: str) -> dict[str, Any]:
        """What its site answers; nothing while it is silent."""
        if self.silent or address != LIST:
            raise Unreachable("silent")
        now = clock.now()
        return credentials.status_list(
            LIST, "revocation", self.over, since=now - timedelta(minutes=1), key=self.space.ed25519,
            until=now + timedelta(minutes=30),
        )  # fmt: skip


@dataclass
class Between:
    """A space here, its table, and somebody who lives at both sites."""

    issuer: Issuer
    space: Space
    me: Persona
    manager: Any


def make_between(quota: int = 5) -> Between:
    """`recognised` there counts as `known` here, on food."""
    issuer, space = Issuer(), make_space("slow-roads")
    make_topic(space, "food")
    manager, _mandate = trust_manager(space)
    draft = Table((("recognised", "known"),), (("food", "food"),), "known", quota, 90)
    table_publish_elsewhere(account=manager, space=space, shown=issuer.shown(), draft=draft, now=clock.now())
    me = make_persona("walker", space)
    lives_at(me, issuer.person)
    return Between(issuer, space, me, manager)


def lives_at(me: Persona, there: Somebody) -> RemoteActor:
    """Each names the other."""
    actor = there.known(alsoKnownAs=[f"{HERE}/ap/p/{me.reference}"])
    Home.objects.get_or_create(persona=me, actor=actor, defaults={"since": clock.now()})
    return actor


def mutated(document: dict[str, Any], way: int) -> dict[str, Any]:
    """One thing changed, somewhere else each time."""
    changed, leaves = deepcopy(document), []

    def walk(part: Any) -> None:
        for key in part if isinstance(part, dict) else range(len(part)):
            if isinstance(part[key], dict | list):
                walk(part[key])
            else:
                leaves.append((part, key))

    walk(changed)
    part, key = leaves[way % len(leaves)]
    text = str(part[key])
    at = (way // len(leaves)) % max(1, len(text))
    part[key] = text[:at] + ("x" if text[at : at + 1] != "x" else "y") + text[at + 1 :]
    return changed
