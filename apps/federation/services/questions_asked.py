"""A space here asks a space of another site what one of its members has earned there. The answer is theirs to allow;
it is read once, checked by the same road as a badge, and kept nowhere."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.badges import reaching, verifying
from apps.badges.reading import limits_of
from apps.badges.verifying import State, Verdict
from apps.base.errors import BadInput, NotNow
from apps.base.models import new_reference
from apps.federation import origins
from apps.federation.addresses import host_of, uri
from apps.federation.documents.context import whole
from apps.federation.errors import Ignored, Later, Refused
from apps.federation.fetching import document_at
from apps.federation.models import Peer
from apps.federation.selectors import openness
from apps.federation.services.actors import actor_at
from apps.federation.services.questions_heard import KIND
from apps.federation.signing import pen_of, post_signed
from apps.federation.states import PeerState
from apps.outside import Answer, Budget, OutsideError
from apps.people.models import Account
from apps.signatures import canonical
from apps.signatures.errors import SignatureRefused
from apps.spaces.models import Mandate, Role, Space
from apps.spaces.permissions import mandate_for

Document = dict[str, Any]
Fetch = Callable[[str], Document]
ACTIVITY = "application/activity+json"


def answer_ask(
    *, account: Account, space: Space, person: str, of: str, topic: str, purpose: str, now: datetime
) -> Verdict | None:
    """Ask, or ask again; None is “no answer” yet. Under the mandate of a trust manager of the space that asks."""
    check_can_ask(account, space, now=now)
    host = host_of(of)
    if Peer.objects.filter(host=host, state__in=[PeerState.BLOCKED, PeerState.PAUSED]).exists():
        raise NotNow(_("We do not speak with %(host)s at the moment.") % {"host": host})
    question = _question(space, person, topic, purpose)
    try:
        answer = _sent(question, space, _door(of, now), now)
    except (Refused, Ignored, Later, OutsideError) as error:
        raise NotNow(_("%(host)s does not answer. Try again later.") % {"host": host}) from error
    if answer.status == 202:
        return None
    if answer.status != 200:
        raise NotNow(_("%(host)s does not answer this question.") % {"host": host})
    return _verdict(answer, question, of, now, reaching.fetcher(oldest=0))


def check_can_ask(account: Account, space: Space, *, now: datetime) -> Mandate:
    """A trust manager of a space that other sites know."""
    mandate = mandate_for(account, space, Role.TRUST_MANAGER, now=now)
    if not openness(space).open:
        raise NotNow(_("This space takes no part in other sites: it asks none."))
    return mandate


def _question(space: Space, person: str, topic: str, purpose: str) -> Document:
    return whole(
        {
            "id": uri(f"a/{new_reference()}"),
            "type": KIND,
            "actor": uri(f"s/{space.slug}"),
            "object": person,
            "trust:topic": topic,
            "content": purpose,
        }
    )


def _door(of: str, now: datetime) -> str:
    """Where that space takes questions, by its own word and at its own site."""
    shown = document_at(of, now=now, budget=Budget(fetches=2))
    door = shown.get("trust:questions")
    if shown.get("type") != "Group" or not isinstance(door, str) or not origins.same(door, of):
        raise BadInput({"of": _("This space takes no questions.")})
    return door


def _sent(question: Document, space: Space, door: str, now: datetime) -> Answer:
    body = json.dumps(question, ensure_ascii=False).encode()
    known = Peer.objects.filter(host=host_of(door)).values_list("speaks", flat=True).first() or ""
    pen = pen_of(f"s/{space.slug}", now=now)
    return post_signed(door, body, pen=pen, known=known, content_type=ACTIVITY, now=now)[0]


def _verdict(answer: Answer, question: Document, of: str, now: datetime, fetch: Fetch) -> Verdict:
    """What it is worth: for this space, for this question, about this person, by a key that the space there shows."""
    try:
        document = canonical.parse_object(answer.body)
        key = actor_at(of, now=now, fresh=True).keys.values()
    except (SignatureRefused, Refused, Ignored, Later, OutsideError):
        return Verdict(State.UNVERIFIED, str(verifying.SENTENCES[State.UNVERIFIED]))
    verdict = verifying.check(document, audience=str(question["actor"]), now=now, fetch=fetch)
    claim = verdict.claim
    if verdict.state != State.VALID or claim is None:
        return verdict
    bound = claim.challenge == question["id"] and claim.subject == question["object"]
    bound = bound and claim.topic == question["trust:topic"] and bool(limits_of(document).domains)
    if not bound:
        return Verdict(State.NOT_FOR_YOU, str(verifying.SENTENCES[State.NOT_FOR_YOU]))
    if claim.site != host_of(of) or claim.issuer.removeprefix("did:key:") not in key:
        return Verdict(State.ALTERED, str(verifying.SENTENCES[State.ALTERED]))
    return verdict
