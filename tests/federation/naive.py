"""A handler that is ours in nothing: one short check per way to lie, and each can be left out.

It is the measure against which the classes of `hostile` are made. With the check of its class left out, a message gets
in, as it did into real software: so all else about it is right, and nothing but that check stands against it. With all
of them, it does not.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from apps.signatures.requests import Message

MEDIA = re.compile(
    r'application/activity\+json|application/ld\+json; profile="https://www\.w3\.org/ns/activitystreams"'
)
ACTS = {
    "Create", "Update", "Delete", "Follow", "Accept", "Reject", "Undo", "Like", "Dislike", "Announce", "Flag", "Block",
    "Move",
}  # fmt: skip
THINGS = {"Note", "Page", "Question", "Person", "Tombstone"}
SIGNED = {"(request-target)", "host", "date", "digest"}, {"@method", "@target-uri", "@authority", "content-digest"}
MINUTES = timedelta(minutes=5)


class No(Exception):
    """Turned away."""


@dataclass
class Seen:
    """A request, its sender as their site shows them, and what a handler makes of both."""

    message: Message
    sender: dict[str, Any]
    now: datetime
    memory: set[str] = field(default_factory=set)

    @cached_property
    def document(self) -> dict[str, Any]:
        return json.loads(self.message.body.decode(errors="replace") or "{}")

    @property
    def actor(self) -> str:
        return self.document["actor"]

    @property
    def thing(self) -> Any:
        return self.document.get("object")

    @cached_property
    def line(self) -> str:
        return self.message.headers["signature"]

    @cached_property
    def parameters(self) -> dict[str, str]:
        """Of the older form."""
        return dict(re.findall(r'(\w+)="([^"]*)"', self.line))

    @property
    def newer(self) -> re.Match[str] | None:
        return re.fullmatch(r'(\w+)=\((.*)\)(.*keyid="([^"]*)".*)', self.message.headers.get("signature-input", ""))

    @property
    def key_id(self) -> str:
        return self.newer[4] if self.newer else self.parameters["keyId"]

    @property
    def covered(self) -> list[str]:
        return re.findall(r'"([^"]+)"', self.newer[2]) if self.newer else self.parameters.get("headers", "").split()

    def part(self, name: str) -> str:
        """Of what is signed; the host is whoever the message says it is for."""
        parts, host = urlsplit(self.message.url), self.message.headers["host"]
        made = {
            "(request-target)": f"{self.message.method.lower()} {parts.path}", "@method": self.message.method,
            "@target-uri": f"{parts.scheme}://{host}{parts.path}", "@authority": host, "@path": parts.path,
        }  # fmt: skip
        return made[name] if name in made else self.message.headers[name]

    @property
    def base(self) -> bytes:
        if not self.newer:
            return "\n".join(f"{name}: {self.part(name)}" for name in self.covered).encode()
        lines = [f'"{name}": {self.part(name)}' for name in self.covered]
        return "\n".join([*lines, f'"@signature-params": ({self.newer[2]}){self.newer[3]}']).encode()

    @property
    def signature(self) -> bytes:
        if not self.newer:
            return base64.b64decode(self.parameters["signature"])
        return base64.b64decode(re.fullmatch(rf"{self.newer[1]}=:([^:]+):", self.line)[1])  # type: ignore[index]

    @property
    def date(self) -> datetime:
        if self.newer:
            return datetime.fromtimestamp(int(re.search(r"created=(\d+)", self.newer[3])[1]), UTC)  # type: ignore[index]
        return parsedate_to_datetime(self.message.headers["date"])


def site(address: object) -> str:
    """Scheme, host and port, as it is written."""
    found = re.match(r"https://[a-z.]+(?=/)", address) if isinstance(address, str) else None
    return found[0] if found else ""


def name_of(thing: Any) -> Any:
    thing = thing[0] if isinstance(thing, list) and len(thing) == 1 else thing
    return thing.get("id") if isinstance(thing, dict) else thing


# --- one check each ---------------------------------------------------------------------------------------------------


def media(seen: Seen) -> bool:
    return bool(MEDIA.match(seen.message.headers["content-type"]))


def size(seen: Seen) -> bool:
    return len(seen.message.body) <= 1024 * 1024


def strict(seen: Seen) -> bool:
    """One meaning for everybody: no name twice, no number that is none, no broken letters."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise No
        return dict(pairs)

    def number(text: str) -> float:
        if not re.fullmatch(r"-?\d{1,15}(\.\d+)?", text):
            raise No
        return float(text)

    read = json.loads(
        seen.message.body, object_pairs_hook=once, parse_int=number, parse_float=number, parse_constant=number
    )
    return bool(json.dumps(read, ensure_ascii=False).encode())


def depth(seen: Seen) -> bool:
    deepest = deep = 0
    for letter in seen.message.body:
        deep += (letter in b"[{") - (letter in b"]}")
        deepest = max(deepest, deep)
    return deepest < 64


def words(seen: Seen) -> bool:
    return not re.search(rb'"@(graph|included|reverse)"', seen.message.body)


def form(seen: Seen) -> bool:
    """A known act about something: an address, some of them, or a thing; what is said anew comes whole."""
    thing, kind = seen.thing, seen.document["type"]
    if kind in {"Create", "Update"}:
        return isinstance(thing, dict) and thing.get("type") in THINGS
    if isinstance(thing, dict):
        return kind in ACTS and thing.get("type") in THINGS | ACTS
    return kind in ACTS and all(
        str(one).startswith("https://") for one in (thing if isinstance(thing, list) else [thing])
    )


def signed(seen: Seen) -> bool:
    """Somebody signed it: without this, what is not there cannot be wrong."""
    return "signature" in seen.message.headers


def signature(seen: Seen) -> bool:
    """Made with the key that the sender's site shows."""
    key: Any = load_pem_public_key(seen.sender["publicKey"]["publicKeyPem"].encode())
    if isinstance(key, RSAPublicKey):
        key.verify(seen.signature, seen.base, padding.PKCS1v15(), SHA256())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        r, s = (int.from_bytes(half) for half in (seen.signature[:32], seen.signature[32:]))
        key.verify(encode_dss_signature(r, s), seen.base, ec.ECDSA(SHA256()))
    else:
        key.verify(seen.signature, seen.base)
    return True


def once(seen: Seen) -> bool:
    """Each parameter one time."""
    names = re.findall(r'(\w+)="', seen.line)
    return bool(seen.newer) or len(names) == len(set(names))


def label(seen: Seen) -> bool:
    """It says what the key is, or nothing."""
    rsa = isinstance(load_pem_public_key(seen.sender["publicKey"]["publicKeyPem"].encode()), RSAPublicKey)
    return bool(seen.newer) or seen.parameters["algorithm"] in {"hs2019", "rsa-sha256" if rsa else "hs2019"}


def coverage(seen: Seen) -> bool:
    return any(needed <= set(seen.covered) for needed in SIGNED)


def digest(seen: Seen) -> bool:
    made = base64.b64encode(hashlib.sha256(seen.message.body).digest()).decode()
    lines = seen.message.headers
    return lines.get("content-digest" if seen.newer else "digest") in {f"sha-256=:{made}:", f"SHA-256={made}"}


def date(seen: Seen) -> bool:
    return abs(seen.date - seen.now) <= MINUTES


def host(seen: Seen) -> bool:
    return seen.message.headers["host"] == urlsplit(seen.message.url).netloc


def owner(seen: Seen) -> bool:
    """The key is the sender's own, by both their names."""
    key = seen.sender["publicKey"]
    return key["id"] == seen.key_id and key["owner"] == seen.sender["id"] and site(key["id"]) == site(seen.sender["id"])


def memory(seen: Seen) -> bool:
    known = seen.line in seen.memory
    seen.memory.add(seen.line)
    return not known


def actor(seen: Seen) -> bool:
    return seen.actor == seen.sender["id"]


def name(seen: Seen) -> bool:
    return site(seen.document["id"]) == site(seen.sender["id"])


def author(seen: Seen) -> bool:
    thing = seen.thing
    return not isinstance(thing, dict) or name_of(thing.get("attributedTo", seen.actor)) == seen.actor


def about(seen: Seen) -> bool:
    """What may be said of this by who says it."""
    kind, thing = seen.document["type"], seen.thing
    if kind in {"Create", "Update"}:
        return site(thing["id"]) == site(seen.actor) and ("inbox" not in thing or thing["id"] == seen.actor)
    if kind in {"Accept", "Reject"}:
        return site(thing["actor"]) == site(seen.message.url) and thing["object"] == seen.actor
    if kind == "Undo":
        return thing["actor"] == seen.actor
    if kind == "Delete":
        return "audience" in seen.document or site(name_of(thing)) == site(seen.actor)
    return kind != "Move" or thing == seen.actor


def rating(seen: Seen) -> bool:
    given = seen.thing.get("relatedWith", []) if isinstance(seen.thing, dict) else []
    scale = [(one["worst"], one["value"], one["best"]) for one in given]
    plain = all(type(number) is int for numbers in scale for number in numbers)
    return plain and all(worst <= value <= best <= 100 and worst < best for worst, value, best in scale)


def amount(seen: Seen) -> bool:
    """Of recipients, marks, choices, letters, things reported, messages inside one another."""
    thing = seen.thing if isinstance(seen.thing, dict) else {}
    long = len(str(thing.get("name"))) > 2048 or len(str(thing.get("content"))) > 100_000
    many = any(isinstance(one, list) and len(one) > 16 for one in [*thing.values(), seen.thing])
    return not long and not many and _wraps(seen.thing) < 4


def _wraps(thing: Any) -> int:
    return 1 + _wraps(thing.get("object")) if isinstance(thing, dict) else 0


def moment(seen: Seen) -> bool:
    said = seen.thing.get("published") if isinstance(seen.thing, dict) else None
    return said is None or 2000 < datetime.fromisoformat(said).year < 2100


CHECKS: tuple[Callable[[Seen], bool], ...] = (
    media, size, depth, strict, words, form, signed, once, label, coverage, digest, date, host, signature, owner,
    memory, actor, name, author, about, rating, amount, moment,
)  # fmt: skip
OF_SIGNATURES = {once, label, coverage, digest, date, host, signature, owner, memory}
NEEDED: dict[Callable[[Seen], bool], tuple[str, ...]] = {  # what stands against each class
    signed: ("unsigned",),
    signature: ("signed_with_nonsense", "body_and_digest_changed", "sent_to_another_path", "another_key",
                "key_of_another_kind", "any_bit_flipped"),
    coverage: ("part_not_covered", "only_little_covered"),
    digest: ("body_changed", "digest_of_another_body", "digest_of_a_weak_kind"),
    date: ("sent_long_ago", "sent_in_the_future"),
    host: ("sent_to_somebody_else",),
    label: ("label_of_another_algorithm",),
    once: ("parameters_twice",),
    owner: ("key_of_a_neighbour", "key_owned_by_somebody_else", "key_at_another_origin"),
    memory: ("sent_again",),
    name: ("message_named_elsewhere",),
    actor: ("spoken_for_somebody_else",),
    author: ("attributed_to_somebody_else",),
    about: ("object_of_another_origin", "actor_described_by_another", "taken_back_for_somebody_else",
            "deleted_for_somebody_else", "answer_to_what_was_asked_of_another", "moved_by_another"),
    media: ("sent_as_something_else",),
    size: ("too_large",),
    depth: ("nested_without_end",),
    strict: ("a_name_twice", "numbers_that_are_none", "broken_letters"),
    words: ("reshaped_as_linked_data",),
    form: ("not_a_message", "types_confused"),
    rating: ("ratings_out_of_scale",),
    amount: ("too_many_of_everything", "wrapped_too_deep", "flags_without_end"),
    moment: ("moments_that_never_were",),
}  # fmt: skip
GAPS = {made: check for check, classes in NEEDED.items() for made in classes}


def gets_in(
    message: Message, sender: dict[str, Any], *, now: datetime, memory: set[str], without: Callable[[Seen], bool] | None
) -> bool:
    """Whether this handler takes it, or falls over, with one of its checks left out."""
    seen = Seen(message, sender, now, memory)
    unsigned = without is signed and not signed(seen)
    left_out = {without, *(OF_SIGNATURES if unsigned else ())}
    try:
        return all(check(seen) for check in CHECKS if check not in left_out)
    except Exception:  # a form that no check expects: turned away, unless that is what is left out, and it falls over
        return without is form
