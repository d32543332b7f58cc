"""Signed requests of our actors, and the check of those that come in.

Out: the form the peer reads (`knocking`), with RSA. In: both forms, with the coverage that `apps.signatures.requests`
fixes. A claim whose key we do not know is kept and checked by the worker: no stranger makes a request wait.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.conf import settings
from django.http import HttpRequest

from apps.base import clock
from apps.base.errors import TooMany
from apps.federation.addresses import SITE, host_of, uri
from apps.federation.errors import Refused
from apps.federation.keys import keys_of
from apps.federation.knocking import FORMS, knock_as, knock_twice
from apps.federation.models import Peer
from apps.federation.states import PeerState
from apps.gate.limits import check_limit
from apps.outside import Answer, Budget, Outgoing, client
from apps.signatures import keys, request_keys, requests
from apps.signatures.errors import BadKey, BadRequestSignature
from apps.signatures.requests import Claim, Message

ACCEPT = 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'


@dataclass(frozen=True, slots=True)
class Pen:
    """One of our actors, ready to sign: what threads that bring messages need instead of the database."""

    actor: str
    key: RSAPrivateKey

    def sign(self, form: str, at: datetime) -> Callable[[Outgoing], Mapping[str, str]]:
        """The lines that sign a request, made anew for every hop."""

        def lines(request: Outgoing) -> dict[str, str]:
            message = Message(request.method, request.url, request.headers, request.body)
            return FORMS[form](message, self.key, key_id=f"{uri(self.actor)}#main-key", at=at)

        return lines


def pen_of(actor: str, *, now: datetime) -> Pen:
    """With the actor's key, made when there is none."""
    return Pen(actor, keys_of(actor, now=now).rsa)


def post_signed(url: str, body: bytes, *, pen: Pen, known: str, content_type: str, now: datetime) -> tuple[Answer, str]:
    """Deliver a body as one of our actors, to a site known to read this form; the answer, and what is known now."""

    def knock(form: str) -> Answer:
        sign = pen.sign(form, now)
        return client().post(url, body, content_type=content_type, budget=Budget(fetches=1), sign=sign)

    return knock_as(known, knock)


def fetch_signed(url: str, *, budget: Budget, now: datetime) -> Answer:
    """Ask as the platform: who reads here is nobody's business."""
    pen = pen_of(SITE, now=now)
    return knock_twice(
        host_of(url), lambda form: client().fetch(url, budget=budget, accept=ACCEPT, sign=pen.sign(form, now))
    )


def message_of(request: HttpRequest, body: bytes) -> Message:
    """A request as signatures see it, under the address by which we know ourselves."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Message(request.method or "", f"{settings.SITE_URL}{request.get_full_path()}", headers, body)


def claim_as_json(claim: Claim) -> dict[str, Any]:
    """To be kept in a row."""
    return {
        "form": claim.form,
        "key_id": claim.key_id,
        "label": claim.label,
        "base": base64.b64encode(claim.base).decode(),
        "signature": base64.b64encode(claim.signature).decode(),
        "until": claim.until.isoformat(),
    }


def claim_from_json(kept: Mapping[str, Any]) -> Claim:
    """From a row."""
    base, signature = base64.b64decode(kept["base"]), base64.b64decode(kept["signature"])
    until = datetime.fromisoformat(kept["until"])
    return Claim(kept["form"], kept["key_id"], kept["label"], base, signature, until)


def is_signed(request: HttpRequest) -> bool:
    """Whether a reader proved who they are, with a key we know or can ask for, and their site is not blocked.

    Some leave the query out of what they sign: which page of a list is read makes no difference to whether it may be.
    """
    from apps.federation.services.actors import key_of

    now = clock.now()
    try:
        claim = requests.read(message_of(request, b""), now=now, query_matters=False)
        host = host_of(claim.key_id)
        check_limit(name="readers", who=host, at_most=600, per_seconds=60)
        requests.check(claim, _public(key_of(claim.key_id, now=now)))
    except (Refused, BadRequestSignature, BadKey, TooMany):
        return False
    return not Peer.objects.filter(host=host, state=PeerState.BLOCKED).exists()


def _public(text: str) -> request_keys.Public:
    """A key as actors show it: PEM or Multikey."""
    return request_keys.read_pem(text) if text.lstrip().startswith("-----") else keys.from_multibase(text)
