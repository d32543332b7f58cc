"""Who may follow whom, said in an answer; and taking part, from here, in a space that another site hosts."""

from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import structlog
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow, NotYours
from apps.federation import selectors
from apps.federation.addresses import host_of, our_host, uri
from apps.federation.asking_first import asking_first
from apps.federation.documents.activities import activity
from apps.federation.errors import Refused
from apps.federation.fetching import document_at
from apps.federation.models import Follow, RemoteActor, RemoteSpace
from apps.federation.refusals import told
from apps.federation.services import backfill, hosting
from apps.federation.services.actors import actor_at
from apps.federation.services.sending import say
from apps.federation.states import FollowState, PeerState
from apps.outside import Budget, OutsideError, client
from apps.people.models import Account, Persona
from apps.signatures.canonical import parse_object
from apps.signatures.errors import NotCanonical
from apps.spaces.models import Operator, Space
from apps.spaces.services import space_join

log = structlog.get_logger()
Document = dict[str, Any]
WEBFINGER = "application/jrd+json, application/json"


@transaction.atomic
def follow_answer(*, path: str, actor: RemoteActor, document: Document, now: datetime) -> None:
    """Yes to whoever follows an open space, an operator or the site; no to who would follow a person."""
    yes = _may_be_followed(path) and actor.peer.state in {PeerState.ALLOWED, PeerState.LIMITED}
    if yes:
        Follow.objects.update_or_create(
            actor=path,
            remote=actor,
            ours=False,
            defaults={"uri": document["id"], "state": FollowState.ACCEPTED, "at": now},
        )
    say(
        actor=path,
        document=activity("Accept" if yes else "Reject", path, document, to=[actor.uri]),
        key=f"answer:{document['id']}"[:120],
        to=selectors.doors([actor], shared=False),
        public=False,
        now=now,
    )


def _may_be_followed(path: str) -> bool:
    kind, _slash, name = path.partition("/")
    if kind == "s":
        space = Space.objects.filter(slug=name).first()
        return space is not None and selectors.openness(space).open
    return kind == "site" or (kind == "o" and Operator.objects.filter(slug=name, affiliated=True).exists())


@transaction.atomic
def follow_end(*, persona: Persona, group: RemoteActor, now: datetime) -> None:
    """Somebody here has left a space elsewhere."""
    path = f"p/{persona.reference}"
    asked = Follow.objects.filter(actor=path, remote=group, ours=True).first()
    if asked is None:
        return
    follow = {"id": asked.uri, "type": "Follow", "actor": uri(path), "object": group.uri}
    document = activity("Undo", path, follow, to=[group.uri])
    to = selectors.doors([group], shared=False)
    say(actor=path, document=document, key=f"unfollow:{asked.uri}"[:120], to=to, public=False, now=now)
    asked.delete()


# --- from here to elsewhere -------------------------------------------------------------------------------------------


def actor_found(typed: str, *, now: datetime) -> RemoteActor:
    """Whoever is meant by `garden@example.org`, `!garden@example.org` or an address; BadInput with a sentence."""
    address = typed.strip()
    try:
        if not address.startswith(("https://", "http://")):
            address = _by_webfinger(address)
        if host_of(address) == our_host():
            raise BadInput({"address": _("This is here. You need no address of another site.")})
        return actor_at(address, now=now, fresh=True)
    except Refused as refused:
        why = {"why": told(refused.reason).wrong}
        raise BadInput({"address": _("This could not be read there: %(why)s") % why}) from refused
    except OutsideError as error:
        raise BadInput({"address": told(error.why).whole}) from error


def _by_webfinger(typed: str) -> str:
    name, at, host = typed.lstrip("@!").rpartition("@")
    if not (name and at and host) or "/" in host:
        raise BadInput({"address": _("Write it as name@example.org, or as the address of its page.")})
    found = jrd_of(host, f"acct:{name}@{host}")
    for link in found.get("links") or []:
        if isinstance(link, dict) and link.get("rel") == "self" and isinstance(link.get("href"), str):
            return str(link["href"])
    raise BadInput({"address": _("Nobody of this name is there.")})


def jrd_of(host: str, resource: str) -> Document:
    """What a site's WebFinger says; plain http only where the settings name the host."""
    cl = client()
    scheme = "http" if host in cl.also else "https"
    url = f"{scheme}://{host}/.well-known/webfinger?resource={quote(resource, safe='')}"
    answer = cl.fetch(url, budget=Budget(fetches=4), accept=WEBFINGER)
    if answer.status != 200:
        raise BadInput({"address": _("Nobody of this name is there.")})
    try:
        return parse_object(answer.body)
    except NotCanonical as error:
        raise BadInput({"address": _("What that site answers cannot be read.")}) from error


def space_mirror(*, group: RemoteActor, now: datetime) -> Space:
    """A place here for a space of another site; made when the first of us takes part. Who comes back after all of us
    had left reads what was said meanwhile."""
    return asking_first(lambda: _mirrored(group, now), now=now)


@transaction.atomic
def _mirrored(group: RemoteActor, now: datetime) -> Space:
    known = RemoteSpace.objects.select_related("space", "actor__peer").filter(actor=group).first()
    if known is not None and Follow.objects.filter(remote=group, ours=True, state=FollowState.ACCEPTED).exists():
        return known.space
    document = document_at(group.uri, now=now, budget=Budget())
    if known is not None:
        backfill.begin(known, document)
        return known.space
    space = Space.objects.create(
        slug=_slug(group),
        name_fr=group.named_in("fr")[:120],
        name_en=group.named_in("en")[:120],
        summary_fr=group.summed_up_in("fr"),
        summary_en=group.summed_up_in("en"),
        operator=_host(group, now),
        reviews=document.get("trust:reviews", True) is not False,
        threads=document.get("trust:threads", True) is not False,
        health_data=document.get("trust:healthData") is True,
        created_at=now,
    )
    mirror = RemoteSpace.objects.create(actor=group, space=space, known_since=now)
    backfill.begin(mirror, document)
    _ask_who_moderates(mirror, now)
    return space


def _ask_who_moderates(mirror: RemoteSpace, now: datetime) -> None:
    """Moderators may live on yet other sites. Until the list can be read, only the host itself is heard."""
    if not mirror.actor.moderators:
        return
    try:
        hosting.moderators_read(mirror, now=now)
    except Refused as refused:
        log.info("moderators_not_read", peer=mirror.actor.peer.host, why=refused.reason)


def _slug(group: RemoteActor) -> str:
    wanted = slugify(f"{group.handle}-at-{group.peer.host.replace('.', '-').replace(':', '-')}")[:55] or "elsewhere"
    return wanted if not Space.objects.filter(slug=wanted).exists() else f"{wanted}-{group.pk}"


def _host(group: RemoteActor, now: datetime) -> Operator:
    """Whoever runs it is an operator we know of, and do not answer for."""
    host = group.peer.host
    slug = slugify(f"site-{host.replace('.', '-').replace(':', '-')}")[:60]
    parts = urlsplit(group.uri)
    operator, _new = Operator.objects.get_or_create(
        slug=slug,
        defaults={
            "name": host,
            "website": f"{parts.scheme}://{parts.netloc}/",
            "affiliated": False,
            "created_at": now,
        },
    )
    return operator


def space_join_elsewhere(
    *, account: Account, persona: Persona, group: RemoteActor, consent: bool, now: datetime
) -> Space:
    """Take part, under one of one's names, in a space that another site hosts. It is asked first."""
    return asking_first(lambda: _join(account, persona, group, consent, now), now=now)


@transaction.atomic
def _join(account: Account, persona: Persona, group: RemoteActor, consent: bool, now: datetime) -> Space:
    if persona.account_id != account.pk:
        raise NotYours(_("This pseudonym is not yours."))
    if group.kind != "Group":
        raise BadInput({"address": _("This is not a space, but somebody.")})
    if group.peer.state in {PeerState.BLOCKED, PeerState.PAUSED}:
        raise NotNow(_("We do not speak with %(host)s at the moment.") % {"host": group.peer.host})
    space = space_mirror(group=group, now=now)
    space_join(persona=persona, space=space, consent=consent, now=now)
    follow_begin(persona=persona, group=group, now=now)
    return space


@transaction.atomic
def follow_begin(*, persona: Persona, group: RemoteActor, now: datetime) -> None:
    """Ask to hear what is said there, once."""
    path = f"p/{persona.reference}"
    if Follow.objects.filter(actor=path, remote=group, ours=True).exclude(state=FollowState.REJECTED).exists():
        return
    said = say(
        actor=path,
        document=activity("Follow", path, group.uri, to=[group.uri]),
        key=f"follow:{path}:{group.pk}:{now:%Y%m%d%H%M%S}",
        to=selectors.doors([group], shared=False),
        public=False,
        now=now,
    )
    asked = {"uri": uri(f"a/{said.reference}"), "state": FollowState.ASKED, "at": now}
    Follow.objects.update_or_create(actor=path, remote=group, ours=True, defaults=asked)
