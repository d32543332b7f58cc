"""Signed documents of other sites: decisions where a space is hosted, rules of operators, states of alerts.

Each must be proved by a key of the actor it is attributed to, at the site that sends it. What was decided there is
told, with its reasons, to the author here and to every reporter here; what becomes of our copy is decided here.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from apps.base.models import clean_text
from apps.federation.addresses import host_of, read
from apps.federation.documents.activities import name_of
from apps.federation.errors import Ignored, Refused
from apps.federation.models import Heard, RemoteActor, RemoteSpace, SentFlag
from apps.federation.proofs import is_proved_by
from apps.federation.services import badges, labels
from apps.federation.services.actors import actor_at
from apps.notices.services import prepare
from apps.people.models import Persona
from apps.posts.models import Post, Review
from apps.spaces.models import Membership
from apps.spaces.services import host_pause, host_pause_end

Document = dict[str, Any]
STATEMENT, BADGE = "trust:StatementOfReasons", "trust:Badge"
KINDS = frozenset({STATEMENT, "trust:OperatorRules", "trust:AlertState", labels.KIND, BADGE})
LARGEST = 200_000  # characters we keep of one


def is_statement(thing: Any) -> bool:
    """Whether it is a document of our own vocabulary."""
    return isinstance(thing, dict) and thing.get("type") in KINDS


def hear(document: Document, *, issuer: RemoteActor, now: datetime) -> None:
    """Keep a signed document of whatever kind."""
    if document.get("type") == labels.KIND:
        labels.label_hear(document, signer=signer_of(document, issuer, now), now=now)
    elif document.get("type") == BADGE:
        badges.revocation_hear(document, signer=signer_of(document, issuer, now), now=now)
    else:
        document_hear(document, issuer=issuer, now=now)


@transaction.atomic
def document_hear(document: Document, *, issuer: RemoteActor, now: datetime) -> Heard:
    """Keep a signed document, once; a newer one of the same name takes its place. Tell the author, when it is a
    decision about what somebody here wrote."""
    signer = signer_of(document, issuer, now)
    item = _item_of(document)
    known = Heard.objects.filter(uri=document["id"]).first()
    if known is not None and known.document == document:
        raise Ignored("It is known.")
    heard, _new = Heard.objects.update_or_create(
        uri=document["id"],
        defaults={
            "kind": document["type"],
            "issuer": signer,
            "item": item.reference if item else "",
            "document": document,
            "heard_at": now,
        },
    )
    concerned = item.author if item else _person_of(document)
    if concerned is not None and document["type"] == STATEMENT:
        _tell(heard, "federation.author", [concerned], "trust:toAuthor", now)
    return heard


def signer_of(document: Document, issuer: RemoteActor, now: datetime) -> RemoteActor:
    """Whose document it is, proved; all three of one site."""
    named, author = document.get("id"), name_of(document.get("attributedTo"))
    if not isinstance(named, str) or {host_of(named), host_of(author)} != {issuer.peer.host}:
        raise Refused("The document is of another site.")
    if len(str(document)) > LARGEST:
        raise Refused("The document is too long.")
    signer = issuer if author == issuer.uri else actor_at(author, now=now)
    if not is_proved_by(document, signer):
        raise Refused("The document is not proved by who it is attributed to.")
    return signer


def _item_of(document: Document) -> Post | Review | None:
    from apps.federation.services.contents import item_named

    try:
        return item_named(name_of(document.get("object")))
    except Ignored:
        return None


def _person_of(document: Document) -> Persona | None:
    """Somebody here whom the document is about."""
    ours = read(name_of(document.get("object")))
    if ours is None or ours.kind != "p":
        return None
    return Persona.objects.filter(reference=ours.name).exclude(account=None).first()


@transaction.atomic
def answer_hear(document: Any, *, issuer: RemoteActor, sent: SentFlag, now: datetime) -> None:
    """The answer to a report: with its reasons where the other site states them, else that it was looked at."""
    if not is_statement(document) or document["type"] in {labels.KIND, BADGE}:
        _tell_bare(sent, issuer, now)
        return
    try:
        heard = document_hear(document, issuer=issuer, now=now)
    except Ignored:
        heard = Heard.objects.get(uri=document["id"])
    if sent.reporter is not None:
        _tell(heard, "federation.reporter", [sent.reporter], "trust:toReporter", now)


@transaction.atomic
def pause_hear(
    *, persona: str, group: str, until: datetime | None, reason: str, by: RemoteActor, now: datetime
) -> None:
    """Somebody here may not post there for a while: they are told, and nothing of theirs goes there meanwhile, for it
    would be taken nowhere and stand here as if it were."""
    mirrors, person = _paused_where(persona, group, by)
    if until is not None and until <= now:
        raise Ignored("It is over already.")
    kind = f"federation.{'paused' if until else 'stopped'}{'_why' if reason else ''}"
    said = {"until": f"{until:%Y-%m-%d}" if until else "", "reason": clean_text(reason)[:500]}
    for mirror in mirrors:
        host_pause(persona=person, space=mirror.space, host=mirror.actor.peer.host, until=until)
        _tell_paused(kind, mirror, person, said, now)


@transaction.atomic
def pause_end_hear(*, persona: str, group: str, by: RemoteActor, now: datetime) -> None:
    """It is over before its time."""
    mirrors, person = _paused_where(persona, group, by)
    ended = [m for m in mirrors if host_pause_end(persona=person, space=m.space, host=m.actor.peer.host)]
    if not ended:
        raise Ignored("There is nothing of this to take back.")
    for mirror in ended:
        _tell_paused("federation.resumed", mirror, person, {}, now)


def _paused_where(persona: str, group: str, by: RemoteActor) -> tuple[list[RemoteSpace], Persona]:
    """Which space, and whom; where a site names itself, every space of it in which they stand. Only the site that hosts
    it, or a moderator it lists, says so."""
    person = Persona.objects.filter(reference=persona).exclude(account=None).first()
    named = RemoteSpace.objects.select_related("space", "actor__peer").filter(actor__uri=group)
    if urlsplit(group).path in {"", "/"} and host_of(group) == by.peer.host:
        stands = Membership.objects.filter(persona=person).values("space")
        named = RemoteSpace.objects.select_related("space", "actor__peer").filter(actor__peer=by.peer, space__in=stands)
    mirrors = list(named)
    if person is None or not mirrors:
        raise Ignored("It is about nobody here.")
    if not all(mirror.is_spoken_for_by(by) for mirror in mirrors):
        raise Refused("Only the site that hosts the space says so.")
    return mirrors, person


def _tell_paused(kind: str, mirror: RemoteSpace, person: Persona, said: dict[str, str], now: datetime) -> None:
    context = {"host": mirror.actor.peer.host, "space": mirror.space.name, **said}
    path = f"/s/{mirror.space.slug}/"
    prepare(kind=kind, to=[person], about=mirror.space.reference, path=path, context=context, now=now)


def _tell(heard: Heard, kind: str, people: list[Persona], field: str, now: datetime) -> None:
    told = heard.document.get(field)
    words = told if isinstance(told, dict) else {}
    host = heard.issuer.peer.host
    prepare(
        kind=kind,
        to=people,
        about=heard.reference,
        path=f"/elsewhere/decision/{heard.reference}/",
        context={"host": host, **{lang: str(words.get(lang, ""))[:1000] for lang in ("fr", "en")}},
        now=now,
    )


def _tell_bare(sent: SentFlag, issuer: RemoteActor, now: datetime) -> None:
    """Most software answers nothing at all: even so much is told."""
    if sent.reporter is not None:
        context = {"host": issuer.peer.host}
        prepare(kind="federation.looked", to=[sent.reporter], about=sent.report, context=context, now=now)
