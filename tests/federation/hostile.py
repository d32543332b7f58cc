"""Messages of hostile peers, by class, and honest ones in as many forms: made from a seed, without a network.

Each class is one way in which a message lies, or tries to be too much; the ids in brackets are those of advisories of
the same class in other systems. A message is a request as it would arrive, with the document of its sender beside it.
"""

import base64
import json
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from apps.signatures import cavage, digests, request_keys, rfc9421
from apps.signatures.requests import Message

# A live site that lies names itself and its target; everybody else tries them on paper.
OURS = os.environ.get("HOSTILE_AGAINST", "https://ours.example")
INBOX = f"{OURS}/ap/inbox"
PEER = "https://peer.example"
EVIL = os.environ.get("HOSTILE_FROM", "https://evil.example")
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
ACTIVITY = "application/activity+json"
SIGNERS = {
    "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ed25519": Ed25519PrivateKey.from_private_bytes(bytes(range(32))),
    "p256": ec.derive_private_key(7, ec.SECP256R1()),
}
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


@dataclass(frozen=True)
class Sent:
    """A request, and the actor's document as its own site shows it."""

    message: Message
    sender: dict
    before: tuple[Message, ...] = ()  # what was sent earlier and taken


@dataclass
class Peer:
    """Somebody who signs, with all that can be got wrong left open."""

    draw: random.Random
    actor: str = f"{EVIL}/users/mallory"
    kind: str = "ed25519"
    number: int = field(default=0)

    def name(self, part: str) -> str:
        self.number += 1
        return f"{self.actor.split('/users/')[0]}/{part}/{self.draw.getrandbits(40)}-{self.number}"

    def document(self, **changes) -> dict:
        pem = SIGNERS[self.kind].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        return {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": self.actor,
            "type": "Person",
            "preferredUsername": self.actor.rsplit("/", 1)[-1],
            "inbox": f"{self.actor}/inbox",
            "publicKey": {"id": f"{self.actor}#main-key", "owner": self.actor, "publicKeyPem": pem},
            **changes,
        }

    def note(self, **changes) -> dict:
        return {
            "id": self.name("notes"), "type": "Note", "attributedTo": self.actor, "to": [PUBLIC],
            "content": f"<p>Said {self.draw.random()}</p>", "published": "2026-11-22T03:00:00Z", **changes,
        }  # fmt: skip

    def review(self, value=4, best=5, worst=1) -> dict:
        about = f"{OURS}/ap/x/aaaa-bbbb-cccc-dddd"
        rating = {"type": "Rating", "value": value, "best": best, "worst": worst, "withRegardTo": about}
        return self.note(type="Page", name="A review", relatedWith=[rating])

    def says(self, kind, thing, **changes) -> dict:
        return {
            "@context": "https://www.w3.org/ns/activitystreams", "id": self.name("acts"), "type": kind,
            "actor": self.actor, "object": thing, "to": [PUBLIC], **changes,
        }  # fmt: skip

    def sends(
        self, document, *, body=None, form=None, key=None, key_id=None, at=None, url=INBOX, media=ACTIVITY
    ) -> Message:
        body = json.dumps(document).encode() if body is None else body
        plain = Message("POST", url, {"host": url.split("/")[2], "content-type": media}, body)
        form = form or self.draw.choice([cavage, rfc9421])
        lines = form.sign(plain, key or SIGNERS[self.kind], key_id=key_id or f"{self.actor}#main-key", at=at or NOW)
        return replace(plain, headers={**plain.headers, **lines})

    def act(self) -> dict:
        """Something harmless that anybody may say."""
        kind = self.draw.choice(["Like", "Dislike", "Follow", "Create", "Update", "Announce", "Flag", "Delete", "Undo"])
        if kind in {"Create", "Update"}:
            return self.says(kind, self.draw.choice([self.note, self.review])())
        if kind == "Undo":
            return self.says(kind, self.says("Like", f"{OURS}/ap/n/1"))
        if kind == "Delete":
            return self.says(kind, self.name("notes"))
        return self.says(kind, f"{OURS}/ap/r/{self.draw.getrandbits(30)}")


def changed(message: Message, **lines) -> Message:
    headers = {**message.headers, **{name.replace("_", "-"): value for name, value in lines.items()}}
    return replace(message, headers={name: value for name, value in headers.items() if value is not None})


def covering(peer: Peer, names: list[str], **lines) -> Message:
    """Signed well, over these parts only."""
    plain = peer.sends(peer.act(), form=cavage)
    whole = changed(plain, signature=None, **{"digest": digests.digest(plain.body), **lines})
    base = cavage._base(whole, names, {})
    made = base64.b64encode(request_keys.make(SIGNERS[peer.kind], base)).decode()
    line = f'keyId="{peer.actor}#main-key",algorithm="hs2019",headers="{" ".join(names)}",signature="{made}"'
    return changed(whole, signature=line)


ALL = ["(request-target)", "host", "date", "digest"]
CLASSES: dict[str, Callable[[Peer], Sent]] = {}


def hostile(make):
    CLASSES[make.__name__] = make
    return make


def sent(peer: Peer, document=None, **more) -> Sent:
    return Sent(peer.sends(document, **more), peer.document())


# --- signatures (V4; Mastodon #37375, owncast#5121, Misskey CVE-2026-28432) ---------------------------------


@hostile
def unsigned(peer):
    return Sent(changed(peer.sends(peer.act()), signature=None, signature_input=None), peer.document())


@hostile
def signed_with_nonsense(peer):
    line = peer.draw.choice(
        ["", "x", 'keyId="a"', "sig1=:AA==:", 'keyId="' + peer.actor + '#main-key",signature="AA=="']
    )
    message = changed(peer.sends(peer.act()), signature=line)
    return Sent(message, peer.document())


@hostile
def body_changed(peer):
    message = peer.sends(peer.act())
    at = peer.draw.randrange(len(message.body))
    body = message.body[:at] + b" " + message.body[at:]
    return Sent(replace(message, body=body), peer.document())


@hostile
def body_and_digest_changed(peer):
    message = peer.sends(peer.act())
    body = json.dumps(peer.act()).encode()
    lines = {"digest": digests.digest(body), "content-digest": digests.content_digest(body)}
    return Sent(replace(changed(message, **lines), body=body), peer.document())


@hostile
def part_not_covered(peer):
    left = peer.draw.choice(ALL)
    return Sent(covering(peer, [name for name in ALL if name != left]), peer.document())


@hostile
def only_little_covered(peer):
    names = peer.draw.choice([["date"], ["host"], ["digest"], ["date", "host"], ["content-type", "date"], []])
    return Sent(covering(peer, names), peer.document())


@hostile
def digest_of_another_body(peer):
    return Sent(covering(peer, ALL, digest=digests.digest(b"another")), peer.document())


@hostile
def digest_of_a_weak_kind(peer):
    line = peer.draw.choice(
        ["MD5=1B2M2Y8AsgTpgAmY7PhCfg==", "unixsum=30637", "", "SHA-256=", "sha=2jmj7l5rSw0yVb/vlWAYkK/YBwk="]
    )
    return Sent(covering(peer, ALL, digest=line), peer.document())


@hostile
def sent_long_ago(peer):
    return sent(peer, peer.act(), at=NOW - timedelta(seconds=peer.draw.randrange(301, 10**7)))


@hostile
def sent_in_the_future(peer):
    return sent(peer, peer.act(), at=NOW + timedelta(seconds=peer.draw.randrange(301, 10**7)))


@hostile
def sent_to_somebody_else(peer):
    there = peer.draw.choice(
        [f"{PEER}/ap/inbox", "https://ours.example.evil.example/ap/inbox", "http://ours.example:8080/ap/inbox"]
    )
    return Sent(replace(peer.sends(peer.act(), url=there), url=INBOX), peer.document())


@hostile
def sent_to_another_path(peer):
    there = f"{OURS}/{peer.draw.choice(['ap/s/garden/inbox', 'ap/inbox/', 'ap/inbox/../x', 'inbox', ''])}"
    return Sent(replace(peer.sends(peer.act(), url=there), url=INBOX), peer.document())


@hostile
def label_of_another_algorithm(peer):
    message = peer.sends(peer.act(), form=cavage)
    label = peer.draw.choice(["rsa-sha256", "hmac-sha256", "rsa-sha1", "none", "ecdsa-sha256", "rsa-sha512"])
    line = message.headers["signature"].replace('algorithm="hs2019"', f'algorithm="{label}"')
    return Sent(changed(message, signature=line), peer.document())


@hostile
def parameters_twice(peer):
    message = peer.sends(peer.act(), form=cavage)
    more = peer.draw.choice(['keyId="https://peer.example/users/anna#main-key"', 'headers="date"', 'signature="AA=="'])
    good = message.headers["signature"]
    return Sent(
        changed(message, signature=peer.draw.choice([f"{good},{more}", f"{more},{good}", f"{good}, {good}"])),
        peer.document(),
    )


@hostile
def another_key(peer):
    return sent(peer, peer.act(), key=OTHER)


@hostile
def key_of_another_kind(peer):
    """The document shows an RSA or a P-256 key; the message is signed with Ed25519."""
    message = peer.sends(peer.act())
    shown = Peer(peer.draw, peer.actor, peer.draw.choice(["rsa", "p256"]))
    return Sent(message, shown.document())


@hostile
def key_of_a_neighbour(peer):
    """The same house, another person's key."""
    neighbour = replace(peer, actor=f"{EVIL}/users/trudy")
    return Sent(peer.sends(peer.act(), key_id=f"{neighbour.actor}#main-key"), peer.document())


@hostile
def key_owned_by_somebody_else(peer):
    shown = peer.document()
    owner = peer.draw.choice([f"{EVIL}/users/trudy", f"{PEER}/users/anna", "", 5, None, [peer.actor]])
    shown["publicKey"] = {
        **shown["publicKey"],
        "owner": owner,
        "id": peer.draw.choice([shown["publicKey"]["id"], f"{PEER}/k"]),
    }
    key_id = shown["publicKey"]["id"]
    if owner in {"", None} if isinstance(owner, str | None) else False:
        shown["publicKey"]["id"] = key_id = f"{PEER}/k"
    return Sent(peer.sends(peer.act(), key_id=key_id), shown)


@hostile
def key_at_another_origin(peer):
    key_id = peer.draw.choice(
        [f"{PEER}/users/anna#main-key", "https://evil.example.peer.example/k", "https://EVIL.example:444/k"]
    )
    shown = peer.document()
    return Sent(peer.sends(peer.act(), key_id=key_id), {**shown, "publicKey": {**shown["publicKey"], "id": key_id}})


@hostile
def sent_again(peer):
    """Word for word: it was taken the first time."""
    message = peer.sends(peer.act())
    return Sent(message, peer.document(), before=(message,))


# --- who speaks (V1, V3; CVE-2024-23832, CVE-2024-37903) ----------------------------------------------------

LOOKALIKES = [
    "https://peer.example/n/1",
    "http://evil.example/n/1",
    "https://evil.example:8443/n/1",
    "https://evil.example.peer.example/n",
    "https://evil.example@peer.example/n/1",
    "https://peer.example/https://evil.example/n",
    "https://evil.example./n/1",
    "https://evil.example\\@peer.example/",
    "https://evіl.example/n/1",
    "https://evil.example%2f@peer.example/n",
    "//evil.example/n",
    "evil.example/n/1",
    "urn:uuid:1",
    "javascript:alert(1)",
    "https://a.evil.example/n/1",
    f"{OURS}/ap/n/1",
]


@hostile
def message_named_elsewhere(peer):
    return sent(peer, {**peer.act(), "id": peer.draw.choice([*LOOKALIKES, 5, None, [], {}])})


@hostile
def spoken_for_somebody_else(peer):
    actor = peer.draw.choice(
        [f"{PEER}/users/anna", f"{OURS}/ap/p/aaaa-bbbb-cccc-dddd", f"{EVIL}/users/trudy", 1, None, [], *LOOKALIKES]
    )
    return sent(peer, {**peer.act(), "actor": actor})


@hostile
def attributed_to_somebody_else(peer):
    anna, ours = f"{PEER}/users/anna", f"{OURS}/ap/p/aaaa-bbbb-cccc-dddd"
    shapes = [
        anna, ours, [anna], [peer.actor, ours], [ours, peer.actor], {"id": ours}, {"type": "Person", "id": anna}, 1,
        "1", True,
        [], [1], [[peer.actor]], {"id": {"id": peer.actor}}, {"href": ours}, f"{EVIL}/users/trudy", f"{peer.actor}/",
        peer.actor.upper(),
    ]  # fmt: skip
    kind = peer.draw.choice(["Create", "Update"])
    return sent(peer, peer.says(kind, {**peer.note(), "attributedTo": peer.draw.choice(shapes), "actor": peer.actor}))


@hostile
def object_of_another_origin(peer):
    return sent(peer, peer.says(peer.draw.choice(["Create", "Update"]), peer.note(id=peer.draw.choice(LOOKALIKES))))


@hostile
def actor_described_by_another(peer):
    theirs = Peer(peer.draw, peer.draw.choice([f"{PEER}/users/anna", f"{EVIL}/users/trudy"]))
    return sent(peer, peer.says("Update", theirs.document()))


@hostile
def taken_back_for_somebody_else(peer):
    anna = Peer(peer.draw, f"{PEER}/users/anna")
    inner = anna.says(peer.draw.choice(["Follow", "Like", "Announce", "Block"]), f"{OURS}/ap/s/garden")
    return sent(peer, peer.says("Undo", inner))


@hostile
def deleted_for_somebody_else(peer):
    thing = peer.draw.choice(
        [f"{PEER}/notes/1", {"id": f"{PEER}/notes/1", "type": "Tombstone"}, f"{OURS}/ap/n/1", f"{PEER}/users/anna"]
    )
    return sent(peer, peer.says("Delete", thing))


@hostile
def answer_to_what_was_asked_of_another(peer):
    follow = {
        "type": "Follow",
        "actor": peer.draw.choice([f"{OURS}/ap/p/a", f"{PEER}/users/x"]),
        "object": f"{PEER}/c/bakers",
    }
    return sent(peer, peer.says(peer.draw.choice(["Accept", "Reject"]), follow))


@hostile
def moved_by_another(peer):
    return sent(peer, peer.says("Move", f"{PEER}/users/anna", target=peer.actor))


# --- documents (V2, V5, V8; GHSA-53m7-2wrh-q839, CVE-2020-26890, CVE-2026-23962) ----------------------------


@hostile
def sent_as_something_else(peer):
    media = [
        "text/html",
        "application/json",
        "application/ld+json",
        'application/ld+json; profile="https://x.example"',
        "",
        "text/plain",
    ]
    return sent(peer, peer.act(), media=peer.draw.choice(media))


@hostile
def too_large(peer):
    return sent(peer, {**peer.act(), "x": "x" * (1024 * 1024)})


@hostile
def nested_without_end(peer):
    depth = peer.draw.choice([100, 200, 10_000])
    opening, closing = peer.draw.choice([(b'{"object":', b"}"), (b"[", b"]")])
    body = json.dumps(peer.act())[:-1].encode() + b',"x":' + opening * depth + b"1" + closing * depth + b"}"
    return sent(peer, body=body)


@hostile
def a_name_twice(peer):
    body = json.dumps(peer.act())[:-1].encode()
    more = peer.draw.choice(
        [b',"actor":"https://peer.example/users/anna"}', b',"x":{"a":1,"a":2}}', b',"type":"Delete"}']
    )
    return sent(peer, body=body + more)


@hostile
def numbers_that_are_none(peer):
    number = peer.draw.choice([b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-1e999", b"9007199254740993", b"9" * 400])
    return sent(peer, body=json.dumps(peer.act())[:-1].encode() + b',"x":' + number + b"}")


@hostile
def broken_letters(peer):
    text = peer.draw.choice([b'"\\ud800"', b'"\\udfff x"', b'"\xff"', b'"\xc0\x80"', b'"\xed\xa0\x80"'])
    return sent(peer, body=json.dumps(peer.act())[:-1].encode() + b',"x":' + text + b"}")


@hostile
def reshaped_as_linked_data(peer):
    word = peer.draw.choice(["@graph", "@included", "@reverse"])
    where = peer.draw.choice([{word: []}, {"tag": [{word: {}}]}, {"@context": [{"x": {word: "as:actor"}}]}])
    return sent(peer, {**peer.act(), **where})


@hostile
def not_a_message(peer):
    body = peer.draw.choice(
        [b"", b"{}", b"[]", b"null", b"5", b'"x"', b"<html>", b"{", b'{"type":"Like"}', b"\x00", b"{}{}"]
    )
    return sent(peer, body=body)


@hostile
def types_confused(peer):
    act = peer.act()
    wrong = [
        {"type": 5},
        {"type": None},
        {"type": {}},
        {"type": []},
        {"type": ["x"] * 50},
        {"object": 5},
        {"object": None},
        {"object": True},
        {"object": {}},
        {"object": [[]]},
        {"type": "Create", "object": "https://evil.example/n"},
        {"type": "Create", "object": peer.says("Like", "https://x.example/1")},
        {"type": "Note"},
        {"type": "Pigeon"},
    ]
    return sent(peer, {**act, **peer.draw.choice(wrong)})


@hostile
def ratings_out_of_scale(peer):
    value, best, worst = peer.draw.choice(
        [
            (99, 5, 1),
            (-1, 5, 1),
            ("5", 5, 1),
            (True, 5, 1),
            (3, 1, 5),
            (5, 5, 5),
            ([5], 5, 1),
            (None, 5, 1),
            (3, 10**9, 1),
            (3, "5", 1),
            ({}, 5, 1),
            (6, 5, 1),
        ]
    )
    return sent(peer, peer.says("Create", peer.review(value, best, worst)))


@hostile
def too_many_of_everything(peer):
    many = peer.draw.choice([{"to": [f"{EVIL}/u/{n}" for n in range(501)]}, {"tag": [{"type": "Mention"}] * 501},
                             {"type": "Question", "oneOf": [{"name": "x"}] * 501}, {"name": "x" * 2049},
                             {"content": "x" * 100_001}, {"attributedTo": [f"{EVIL}/users/mallory"] * 17}])  # fmt: skip
    return sent(peer, peer.says("Create", peer.note(**many)))


@hostile
def wrapped_too_deep(peer):
    act = peer.says("Like", f"{OURS}/ap/n/1")
    for _ in range(peer.draw.randrange(4, 8)):
        act = peer.says(peer.draw.choice(["Announce", "Undo"]), act)
    return sent(peer, act)


@hostile
def flags_without_end(peer):
    return sent(peer, peer.says("Flag", [f"{OURS}/ap/n/{n}" for n in range(peer.draw.randrange(101, 400))]))


@hostile
def moments_that_never_were(peer):
    moment = peer.draw.choice(
        ["yesterday", 5, "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:00", "2026-13-01T00:00:00Z", [], "x" * 99]
    )
    return sent(peer, peer.says("Create", peer.note(published=moment)))


@hostile
def any_bit_flipped(peer):
    message = peer.sends(peer.act(), form=rfc9421)
    part = peer.draw.choice(["body", "signature", "signature-input", "content-digest", "host"])
    whole = bytearray(message.body if part == "body" else message.headers[part].encode())
    at = peer.draw.randrange(len(whole) * 8)
    whole[at // 8] ^= 1 << (at % 8)
    if part == "host" and whole.decode("latin-1").lower() == message.headers["host"]:
        return any_bit_flipped(peer)  # the same host in other letters: no lie
    if part == "body":
        return Sent(replace(message, body=bytes(whole)), peer.document())
    return Sent(changed(message, **{part: bytes(whole).decode("latin-1")}), peer.document())


def make_hostile(name: str, seed: int) -> Sent:
    return CLASSES[name](Peer(random.Random(f"{name} {seed}")))


def make_honest(seed: int) -> Sent:
    """The same messages, told the truth: every form, key and moment that is allowed."""
    draw = random.Random(f"honest {seed}")
    peer = Peer(draw, f"{PEER}/users/anna", draw.choice(["ed25519", "ed25519", "rsa", "p256"]))
    media = draw.choice(
        [ACTIVITY, f"{ACTIVITY}; charset=utf-8", 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"']
    )
    at = NOW + timedelta(seconds=draw.randrange(-290, 290))
    more = [
        peer.act, lambda: peer.says("Update", peer.document(), audience=f"{PEER}/c/1"),
        lambda: peer.says("Announce", peer.act()),
        lambda: peer.says("Accept", {"type": "Follow", "actor": f"{OURS}/ap/p/a", "object": peer.actor}),
        lambda: peer.says("Delete", f"{OURS}/ap/n/1", audience=f"{OURS}/ap/s/garden"),
        lambda: peer.says("Move", peer.actor, target=f"{OURS}/x"),
        lambda: peer.says("Create", peer.note(attributedTo=[{"type": "Person", "id": peer.actor}], type="Question")),
        lambda: peer.says("Create", peer.review(draw.randrange(11), 10, 1)),
        lambda: peer.says("Block", f"{OURS}/ap/p/a", target=f"{PEER}/c/1"),
    ]  # fmt: skip
    return Sent(peer.sends(draw.choice(more)(), at=at, media=media), peer.document())
