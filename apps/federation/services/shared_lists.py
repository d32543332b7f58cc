"""Lists of other sites about sites: signed there, read here as proposals. Nobody is limited or blocked by a list: a
person here takes each line over, under their mandate and with its reason, or does not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotFound
from apps.base.models import clean_text
from apps.federation.addresses import host_of, our_host, uri
from apps.federation.documents.activities import activity
from apps.federation.errors import Refused
from apps.federation.fetching import document_at
from apps.federation.models import Follow, Peer, PeerDecision, RemoteActor, SharedList
from apps.federation.proofs import is_proved_by
from apps.federation.selectors import doors
from apps.federation.services.actors import peer_at
from apps.federation.services.peers import peer_decide
from apps.federation.services.sending import say
from apps.federation.states import PeerState
from apps.outside import Budget
from apps.spaces.models import Mandate

Document = dict[str, Any]
MOST = 5000  # lines we read of a list
STRICT = {PeerState.LIMITED, PeerState.PAUSED, PeerState.BLOCKED}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line of another site's list, and how that site stands here."""

    host: str
    state: PeerState
    reason: str
    here: PeerState

    @property
    def label(self) -> str:
        return str(self.state.label)

    @property
    def here_label(self) -> str:
        return str(self.here.label)


def list_read(*, author: RemoteActor, now: datetime) -> SharedList:
    """Ask for the list anew, and keep it when its site proved it."""
    said = document_at(author.uri, now=now, budget=Budget(fetches=2)).get("trust:sites")
    if author.kind != "Application" or not isinstance(said, str) or host_of(said) != author.peer.host:
        raise Refused("This site shares no list.")
    return list_keep(document_at(said, now=now, budget=Budget(fetches=2)), author=author, now=now)


@transaction.atomic
def list_keep(document: Document, *, author: RemoteActor, now: datetime) -> SharedList:
    """Signed by the site whose list it is; an older one than we have changes nothing."""
    if document.get("attributedTo") != author.uri or not is_proved_by(document, author):
        raise Refused("The list is not proved by the site whose it is.")
    known = SharedList.objects.filter(author=author).first()
    if known is not None and _signed_at(known.document) > _signed_at(document):
        return known
    kept = {"uri": str(document.get("id"))[:1000], "document": document, "read_at": now}
    shared, _new = SharedList.objects.update_or_create(author=author, defaults=kept)
    return shared


def _signed_at(document: Document) -> str:
    proof = document.get("proof")
    return str(proof.get("created", "")) if isinstance(proof, dict) else ""


@transaction.atomic
def list_follow(*, author: RemoteActor, now: datetime) -> None:
    """Hear of its changes: the site follows the site."""
    if Follow.objects.filter(actor="site", remote=author, ours=True).exists():
        return
    document = activity("Follow", "site", author.uri, to=[author.uri])
    to = doors([author], shared=False)
    said = say(actor="site", document=document, key=f"list:{author.pk}", to=to, public=False, now=now)
    Follow.objects.create(actor="site", remote=author, ours=True, uri=uri(f"a/{said.reference}"), at=now)


def list_changed(*, author: RemoteActor, now: datetime) -> bool:
    """Told by the site itself that its list has changed: asked anew, when it is one we read."""
    if not SharedList.objects.filter(author=author).exists():
        return False
    list_read(author=author, now=now)
    return True


def proposals(shared: SharedList) -> list[Proposal]:
    """Its lines that differ from what holds here; nobody proposes anything about us, or about itself."""
    lines = [line for line in (shared.document.get("orderedItems") or [])[:MOST] if isinstance(line, dict)]
    here = dict(Peer.objects.values_list("host", "state"))
    found = {}
    for line in lines:
        host, state = str(line.get("object", ""))[:260].lower(), str(line.get("trust:state"))
        if host in {"", our_host(), shared.author.peer.host} or state not in STRICT:
            continue
        now_here = PeerState(here.get(host, PeerState.ALLOWED))
        if now_here != state:
            reason = clean_text(str(line.get("summary", "")))[:400]
            found[host] = Proposal(host, PeerState(state), reason, now_here)
    return sorted(found.values(), key=lambda one: one.host)


@transaction.atomic
def proposal_adopt(*, shared: SharedList, host: str, mandate: Mandate, now: datetime) -> PeerDecision:
    """Take one line over: decided here, by a person, with whose list it comes from in the reason."""
    line = next((one for one in proposals(shared) if one.host == host), None)
    if line is None:
        raise NotFound(_("The list says nothing of this site that differs from what holds here."))
    if host_of(f"https://{host}") != host:
        raise BadInput({"host": _("This is not the name of a site.")})
    said = _("%(reason)s (taken over from the list of %(host)s)")
    reason = said % {"reason": line.reason or "—", "host": shared.author.peer.host}
    return peer_decide(peer=peer_at(host, now=now), state=line.state, reason=reason, mandate=mandate, now=now)
