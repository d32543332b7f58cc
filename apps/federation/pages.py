"""What the pages about other sites show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotFound, Refusal
from apps.federation import selectors
from apps.federation.addresses import host_of, our_host, uri
from apps.federation.models import (
    Follow,
    Heard,
    Home,
    IdentityProof,
    InboxItem,
    Peer,
    PeerDecision,
    PeerDelivery,
    RemoteActor,
    SentFlag,
    SharedList,
)
from apps.federation.permissions import check_can_open
from apps.federation.refusals import told
from apps.federation.services.answers import jrd_of
from apps.federation.states import PEER_MEANING, InboxState, PeerState
from apps.outside import OutsideError
from apps.people.models import Account
from apps.posts.selectors import path_of as path_of_item
from apps.posts.selectors import title_of
from apps.spaces.models import Mandate, Space
from apps.spaces.permissions import Visitor

SUBSCRIBE = "http://ostatus.org/schema/1.0/subscribe"
PER_PAGE = 50
LAST = 50


def address_of(space: Space) -> str:
    """As others type it."""
    return f"{space.slug}@{our_host()}"


def way_home(typed: str, group: str) -> str:
    """The page of somebody's own site where they join a space of ours. BadInput with a sentence."""
    name, at, host = typed.strip().lstrip("@").rpartition("@")
    if not (at and name and host) or "/" in host:
        raise BadInput({"address": _("Write it as name@example.org.")})
    try:
        found = jrd_of(host, f"acct:{name}@{host}")
    except OutsideError as error:
        raise BadInput({"address": told(error.why).whole}) from error
    for link in found.get("links") or []:
        template = link.get("template") if isinstance(link, dict) and link.get("rel") == SUBSCRIBE else None
        if isinstance(template, str) and "{uri}" in template and template.startswith(("https://", "http://")):
            return template.replace("{uri}", quote(group, safe=""))
    raise BadInput({"address": _("That site does not say how one joins from there. Search there for this address.")})


def my_spaces_elsewhere(account: Account) -> list[Follow]:
    """Where somebody takes part elsewhere."""
    paths = [f"p/{reference}" for reference in account.personas.values_list("reference", flat=True)]
    mine = Follow.objects.filter(actor__in=paths, ours=True).select_related("remote__peer", "remote__space__space")
    return list(mine.order_by("-at"))


# --- decisions taken elsewhere ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A decision taken elsewhere, in the reader's language."""

    host: str
    finding: str
    facts: str
    rule_name: str
    rule_text: str
    rule_source: str
    effect: str
    redress: str
    own_words: str
    decided_by: str
    url: str
    item_title: str
    item_url: str
    heard_at: datetime


def decision_page(reference: str, visitor: Visitor) -> DecisionPage:
    """For its author, its reporters, and anybody who reads the item: the statement is public where it was made."""
    heard = Heard.objects.select_related("issuer__peer").filter(reference=reference).first()
    if heard is None:
        raise NotFound(_("Nothing is here."))
    item = selectors.item_of(heard.item) if heard.item else None
    words = _in_language(heard.document.get("trust:reasons"))
    return DecisionPage(
        host=heard.issuer.peer.host,
        finding=words.get("finding", ""),
        facts=words.get("facts", ""),
        rule_name=words.get("rule_name", ""),
        rule_text=words.get("rule_text", ""),
        rule_source=words.get("rule_source", ""),
        effect=words.get("effect", ""),
        redress=words.get("redress", ""),
        own_words=_plain(heard.document.get("trust:ownWords")),
        decided_by=_plain(heard.document.get("trust:decidedBy")),
        url=_web(heard.document.get("url")),
        item_title=title_of(item) if item else "",
        item_url=path_of_item(item) if item else "",
        heard_at=heard.heard_at,
    )


def _in_language(told: Any) -> dict[str, str]:
    """Their words in the reader's language, or in the other."""
    if not isinstance(told, dict):
        return {}
    wanted = "fr" if (get_language() or "fr").startswith("fr") else "en"
    words = told.get(wanted) or told.get("en") or told.get("fr")
    return {str(name): _plain(text) for name, text in words.items()} if isinstance(words, dict) else {}


def _plain(value: Any) -> str:
    return value[:5000] if isinstance(value, str) else ""


# --- sites ------------------------------------------------------------------------------------------------------------


def sites_page(number: str) -> Page[Any]:
    """Those for whom something waits first, then the last heard."""
    waiting = Count("deliveries", filter=Q(deliveries__done_at=None, deliveries__given_up_at=None))
    rows = Peer.objects.annotate(waiting=waiting).order_by("-failures", "-last_seen_at", "pk")
    return Paginator(rows, PER_PAGE).get_page(number)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Messages of one kind that did not arrive, for the same reason, after as many attempts."""

    kind: str
    failure: str
    attempts: int
    count: int


@dataclass(frozen=True, slots=True)
class SitePage:
    """One site, both ways."""

    peer: Peer
    state_label: str
    meaning: str
    came: list[InboxItem]
    counts: dict[str, int]
    sent: int
    waiting: list["Undelivered"]
    given_up: list["Undelivered"]
    actors: int
    flags: int
    decisions: list[PeerDecision]

    @property
    def can_retry(self) -> bool:
        """Whether something failed."""
        return bool(self.waiting or self.given_up or self.counts.get(InboxState.FAILED))


def site_page(reference: str) -> SitePage:
    """Raises NotFound."""
    peer = Peer.objects.filter(reference=reference).first()
    if peer is None:
        raise NotFound(_("We have never met this site."))
    rows = PeerDelivery.objects.filter(peer=peer)
    counted = InboxItem.objects.filter(peer=peer).values_list("state").annotate(n=Count("pk"))
    return SitePage(
        peer=peer,
        state_label=str(PeerState(peer.state).label),
        meaning=str(PEER_MEANING[PeerState(peer.state)]),
        came=list(InboxItem.objects.filter(peer=peer).order_by("-received_at", "-pk")[:LAST]),
        counts=dict(counted),
        sent=rows.exclude(done_at=None).count(),
        waiting=_undelivered(rows.waiting()),
        given_up=_undelivered(rows.filter(done_at=None).exclude(given_up_at=None)),
        actors=RemoteActor.objects.filter(peer=peer).count(),
        flags=SentFlag.objects.filter(activity__deliveries__peer=peer).count(),
        decisions=list(PeerDecision.objects.filter(peer=peer)),
    )


def _undelivered(rows: QuerySet[PeerDelivery]) -> list[Undelivered]:
    """A hundred that wait for the same reason are one line."""
    alike = rows.values_list("activity__kind", "failure", "attempts").annotate(n=Count("pk"))
    return [Undelivered(*one) for one in alike.order_by("-attempts", "-n", "activity__kind")[:LAST]]


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site that takes part, and how many of its people do."""

    host: str
    people: int
    last_seen_at: datetime
    state: str  # in words, when it is not simply allowed


@dataclass(frozen=True, slots=True)
class Finding:
    """A decision of the host, by what it found."""

    reference: str
    said: str
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class SpaceSites:
    """A space among sites."""

    space: Space
    address: str
    hosted_at: str  # empty: here
    original: str
    open: bool
    signed_reading: bool
    sites: list["SiteLine"]
    refused: list[tuple[str, str, int]]  # host, reason, how many
    decided: list[PeerDecision]
    heard: list[Finding]
    rules: list[tuple[str, str, datetime]]  # name, address, when


def space_page(space: Space) -> SpaceSites:
    """With whom, by whose rules, and what was refused."""
    group, chosen = selectors.group_of(space), selectors.openness(space)
    return SpaceSites(
        space=space,
        address=f"{group.handle}@{group.peer.host}" if group else address_of(space),
        hosted_at=group.peer.host if group else "",
        original=(group.url or group.uri) if group else "",
        open=chosen.open,
        signed_reading=chosen.signed_reading,
        sites=_site_lines(space) if group is None else [],
        refused=_refused(space, group),
        decided=selectors.block_list(),
        heard=_findings(group) if group else [],
        rules=_rules(group) if group else [],
    )


def _site_lines(space: Space) -> list[SiteLine]:
    """Those with the most people first."""
    hosts = selectors.known_sites(space)
    here = Q(actors__follows__actor=f"s/{space.slug}", actors__follows__ours=False)
    rows = Peer.objects.filter(host__in=hosts).annotate(people=Count("actors", filter=here, distinct=True))
    return [
        SiteLine(
            host=peer.host,
            people=peer.people,
            last_seen_at=peer.last_seen_at,
            state="" if peer.state == PeerState.ALLOWED else str(PeerState(peer.state).label),
        )
        for peer in rows.order_by("-people", "host")
    ]


def _findings(group: RemoteActor) -> list[Finding]:
    heard = Heard.objects.filter(issuer__peer=group.peer, kind="trust:StatementOfReasons").exclude(item="")[:10]
    found = [(one, _in_language(one.document.get("trust:reasons")).get("finding", "")) for one in heard]
    return [Finding(one.reference, said, one.heard_at) for one, said in found]


def _rules(group: RemoteActor) -> list[tuple[str, str, datetime]]:
    """Texts that bind there, as its operators announced them."""
    heard = Heard.objects.filter(issuer__peer=group.peer, kind="trust:OperatorRules")[:10]
    return [(_name(h.document), _web(h.document.get("url")), h.heard_at) for h in heard]


def _name(document: dict[str, Any]) -> str:
    """In the reader's language, where it is named in it."""
    told = document.get("nameMap")
    names = told if isinstance(told, dict) else {}
    wanted = "fr" if (get_language() or "fr").startswith("fr") else "en"
    return _plain(names.get(wanted)) or _plain(document.get("name"))


def _web(value: Any) -> str:
    """An address of the web, or nothing: it becomes a link."""
    return value if isinstance(value, str) and host_of(value) else ""


def _refused(space: Space, group: RemoteActor | None) -> list[tuple[str, str, int]]:
    """By site and reason, the most frequent first; the words are nobody's business."""
    hosts = [group.peer.host] if group else selectors.known_sites(space)
    rows = InboxItem.objects.filter(peer__host__in=hosts, state=InboxState.REFUSED)
    counted = rows.values_list("peer__host", "reason").annotate(n=Count("pk")).order_by("-n", "peer__host")
    return [(host, reason, n) for host, reason, n in counted[:20]]


def mandate_to_open(visitor: Visitor, space: Space, *, now: datetime) -> Mandate | None:
    """The mandate under which this person may choose, if any."""
    try:
        return check_can_open(visitor, space, now=now)
    except Refusal:
        return None


# --- other homes ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MyName:
    """A name of one's own as other sites see it."""

    reference: str
    pseudonym: str
    address: str
    homes: list[Home]
    key: str  # did:key, empty without one

    @property
    def has_moved(self) -> bool:
        """Whether somebody who asks is sent elsewhere."""
        return any(home.moved_at for home in self.homes)


def homes_page(account: Account) -> list[MyName]:
    """Every name of a person, with what they chose to say of it."""
    names = account.personas.filter(erased_at=None).order_by("-is_main", "created_at", "pk")
    proofs = dict(IdentityProof.objects.filter(persona__in=names).values_list("persona", "did"))
    homes = list(Home.objects.filter(persona__in=names).select_related("actor__peer").order_by("pk"))
    return [
        MyName(
            reference=name.reference,
            pseudonym=name.pseudonym,
            address=uri(f"p/{name.reference}"),
            homes=[home for home in homes if home.persona_id == name.pk],
            key=proofs.get(name.pk, ""),
        )
        for name in names
    ]


# --- lists of other sites ---------------------------------------------------------------------------------------------


def shared_lists() -> list[SharedList]:
    """Those we read."""
    return list(SharedList.objects.select_related("author__peer").order_by("author__peer__host"))


def shared_list(number: int) -> SharedList:
    """Raises NotFound."""
    found = SharedList.objects.select_related("author__peer").filter(pk=number).first()
    if found is None:
        raise NotFound(_("Nothing is here."))
    return found
