"""Labels between sites: ours announced with every suspension and revocation, those of others heard and pulled.

A label is the word of a site: its own actor says so, for what its own key signed. What happened to it since comes with
the reasons, and only ever grows: an older word never takes the place of a newer one.
"""

import time
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction

from apps.federation.addresses import PUBLIC, SITE, host_of, is_ours, uri
from apps.federation.documents import statements
from apps.federation.documents.activities import name_of
from apps.federation.errors import Ignored, Refused
from apps.federation.fetching import document_at
from apps.federation.models import Peer, RemoteActor, RemoteSpace
from apps.federation.selectors import doors, doors_of_followers
from apps.federation.services.actors import actor_at
from apps.federation.services.sending import say, sign
from apps.federation.states import PeerState
from apps.labels.elsewhere import BadLabel, Flaw, LabelFile, read
from apps.labels.models import Label, OutsideLabel
from apps.labels.selectors.labels import label_moment, subject_of
from apps.labels.services import outside_label_keep, outside_labels_ask
from apps.labels.services.elsewhere import Word, operator_named
from apps.labels.states import LabelState, Purpose
from apps.outside import Budget, OutsideError
from apps.spaces.models import Operator, Space

Document = dict[str, Any]
log = structlog.get_logger()
KIND = "trust:Label"
BODIES = frozenset({"Application", "Organization"})  # who gives labels: a site, not somebody on it
MOST_CHANGES = 200
MOST_PULLED = 100  # of one site, each time
SECONDS = 60  # in one go
SILENT = (PeerState.BLOCKED, PeerState.PAUSED)


# --- out --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def label_said(*, label_id: int, key: str, now: datetime) -> None:
    """A label, as it stands: to those who follow this site, its operator or one of its spaces, and to the site of who
    is labelled. Signed as of its last change: the same words as in the list."""
    label = Label.objects.select_related("operator").prefetch_related("changes").get(pk=label_id)
    to = {door.inbox: door for path in _paths(label.operator) for door in doors_of_followers(path)}
    to |= {door.inbox: door for door in doors(_actors_at(host_of(subject_of(label.operator))))}
    if not to:
        return
    document = {"type": "Announce", "actor": uri(SITE), "object": label_signed(label), "to": [PUBLIC], "cc": []}
    say(actor=SITE, document=document, key=key, to=to.values(), now=now)


def label_signed(label: Label) -> Document:
    """The label in its envelope, with the proof of this site's actor."""
    return sign(statements.label(label), SITE, now=label_moment(label))


def _paths(operator: Operator) -> list[str]:
    spaces = Space.objects.filter(operator=operator).values_list("slug", flat=True)
    return [SITE, f"o/{operator.slug}", *(f"s/{slug}" for slug in spaces)]


def _actors_at(host: str) -> list[RemoteActor]:
    """Somebody by whom a site is reached, if we know anybody there."""
    known = RemoteActor.objects.select_related("peer").filter(peer__host=host, gone_at=None).exclude(shared_inbox="")
    return list(known.order_by("pk")[:1])


# --- in ---------------------------------------------------------------------------------------------------------------


@transaction.atomic
def label_hear(document: Document, *, signer: RemoteActor, now: datetime) -> OutsideLabel:
    """Keep a label of another site, or what newly happened to it; `signer` is whose proof was found to hold. Raises
    Ignored or Refused with a code for its words."""
    try:
        return _heard(document, signer, now)
    except BadLabel as bad:
        raise Refused(f"label_{bad.flaw}") from bad


def _heard(document: Document, signer: RemoteActor, now: datetime) -> OutsideLabel:
    file = read(document.get("trust:credential"))
    if signer.kind not in BODIES:
        raise BadLabel(Flaw.ISSUER)
    if {file.host, host_of(str(document["id"]))} != {signer.peer.host}:
        raise BadLabel(Flaw.SITE)
    operator = _checked_subject(document, file)
    state = _state(document)
    known = OutsideLabel.objects.filter(uri=file.uri).first()
    if known is not None and known.told:
        _check_follows(known, document)
    return outside_label_keep(file=file, operator=operator, word=Word(state), told=document, now=now)


def _checked_subject(document: Document, file: LabelFile) -> Operator | None:
    """Whom the envelope names is whom the label names: an operator of this register, or one of that site's own."""
    if name_of(document.get("object")) != file.subject:
        raise BadLabel(Flaw.SUBJECT)
    operator = operator_named(file.subject)
    if operator is None and (is_ours(file.subject) or host_of(file.subject) != file.host):
        raise BadLabel(Flaw.SUBJECT)
    return operator


def _state(document: Document) -> LabelState:
    """What its changes come to; one that says otherwise contradicts itself."""
    held = dict.fromkeys(Purpose.values, False)
    for change in _changes(document):
        held[change["trust:purpose"]] = change["trust:holds"]
    revoked, suspended = held[Purpose.REVOCATION], held[Purpose.SUSPENSION]
    state = LabelState.REVOKED if revoked else LabelState.SUSPENDED if suspended else LabelState.VALID
    if document.get("trust:state") not in {state.value, LabelState.EXPIRED.value}:
        raise BadLabel(Flaw.FORM)
    return state


def _changes(document: Document) -> list[Document]:
    told = document.get("trust:changes")
    if not isinstance(told, list) or len(told) > MOST_CHANGES or not all(map(_is_change, told)):
        raise BadLabel(Flaw.FORM)
    return told


def _is_change(told: object) -> bool:
    if not isinstance(told, dict) or told.get("trust:purpose") not in Purpose.values:
        return False
    try:
        dated = datetime.fromisoformat(str(told.get("published"))).tzinfo is not None
    except ValueError:
        return False
    taken_back = told.get("trust:holds") is False and told["trust:purpose"] == Purpose.REVOCATION
    return dated and isinstance(told.get("trust:holds"), bool) and not taken_back


def _check_follows(known: OutsideLabel, document: Document) -> None:
    """All that we were told before stands in it, and something more."""
    before, after = known.told["trust:changes"], _changes(document)
    if after == before and document["trust:credential"] == known.document:
        raise Ignored("It is known.")
    if after[: len(before)] != before:
        raise BadLabel(Flaw.ORDER)


# --- asked for --------------------------------------------------------------------------------------------------------


def labels_ask(*, now: datetime) -> int:
    """Whether labels of others still hold. A site that is blocked or paused is not asked: they become unverified."""
    silent = Peer.objects.filter(state__in=SILENT).values_list("host", flat=True)
    return outside_labels_ask(now=now, except_of=list(silent))


def labels_pull(*, now: datetime) -> int:
    """The labels of every site we take part at, or heard a label of: whoever came late, or missed a word, reads it in
    the list of that site. How many were new."""
    heard = OutsideLabel.objects.exclude(told={}).values_list("host", flat=True)
    mirrored = RemoteSpace.objects.values_list("actor__peer__host", flat=True)
    peers = Peer.objects.filter(host__in={*heard, *mirrored}).exclude(state__in=SILENT).order_by("?")
    ends = time.monotonic() + SECONDS
    return sum(_pulled_from(peer, now) for peer in peers if time.monotonic() < ends)


def _pulled_from(peer: Peer, now: datetime) -> int:
    """One that does not answer, or has none, stops nobody."""
    try:
        site = _site_of(peer, now)
        return sum(_pulled(address, site, now) for address in _listed(site, now)) if site else 0
    except (Refused, OutsideError) as error:
        log.info("labels_not_pulled", peer=peer.host, why=str(error)[:200])
        return 0


def _site_of(peer: Peer, now: datetime) -> RemoteActor | None:
    """The actor of the site itself: known, or named by one of its own."""
    known = RemoteActor.objects.select_related("peer").filter(peer=peer, kind="Application", gone_at=None).first()
    if known is not None:
        return known
    someone = RemoteActor.objects.filter(peer=peer, gone_at=None, kind__in=["Group", "Service"]).order_by("pk").first()
    if someone is None:
        return None
    named = name_of(document_at(someone.uri, now=now, budget=Budget(fetches=2)).get("generator"))
    return actor_at(named, now=now, budget=Budget(fetches=2)) if host_of(named) == peer.host else None


def _listed(site: RemoteActor, now: datetime) -> list[str]:
    """The names in the newest part of its list."""
    said = document_at(site.uri, now=now, budget=Budget(fetches=2)).get("trust:labels")
    if not isinstance(said, str) or host_of(said) != site.peer.host:
        return []
    first = name_of(document_at(said, now=now, budget=Budget(fetches=2)).get("first"))
    if host_of(first) != site.peer.host:
        return []
    told = document_at(first, now=now, budget=Budget(fetches=2)).get("orderedItems")
    names = [name_of(one) for one in told[:MOST_PULLED]] if isinstance(told, list) else []
    return [name for name in names if host_of(name) == site.peer.host]


def _pulled(address: str, site: RemoteActor, now: datetime) -> int:
    from apps.federation.services.statements import signer_of

    try:
        document = document_at(address, now=now, budget=Budget(fetches=2))
        if document.get("type") == KIND:
            label_hear(document, signer=signer_of(document, site, now), now=now)
            return 1
    except Ignored:
        return 0
    except Refused as refused:
        log.info("label_not_taken", peer=site.peer.host, why=refused.reason)
    return 0
