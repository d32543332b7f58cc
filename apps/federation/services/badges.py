"""Badges of other sites: brought by their holder, read by our published table, asked for again and again.

What a site says of its members is worth what a space here says it is worth, and as long as that site confirms it.
Whatever is not confirmed within a quarter of an hour counts nothing: unverified is never valid.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.badges import reaching, verifying
from apps.badges.sites import last_part
from apps.badges.verifying import Claim, State
from apps.base.errors import BadInput, NotFound, NotNow
from apps.federation import refused
from apps.federation.addresses import host_of, is_ours, uri
from apps.federation.brought import BroughtBadge, BroughtState, Over
from apps.federation.errors import Ignored, Later, Refused
from apps.federation.fetching import document_at
from apps.federation.models import Home, IdentityProof, Peer, RemoteActor
from apps.federation.refused import Brought
from apps.federation.services.actors import actor_at, peer_at
from apps.federation.states import PeerState
from apps.federation.still import levels_by_tables
from apps.ledger.carefully import each
from apps.outside import Budget, OutsideError
from apps.people.models import Account, Persona
from apps.recognitions.models import Recognition
from apps.signatures.credentials import read_moment
from apps.spaces.models import Space
from apps.spaces.selectors import member_in
from apps.trust.models import Basis
from apps.trust.services import keeping, status_end, status_grant

Document = dict[str, Any]
Fetch = Callable[[str], Document]
LOOK_EVERY = timedelta(minutes=5)
RENEWED_BEFORE = timedelta(days=2)
AT_ONCE = 500
OF_ONE_SITE, LONGEST_LOOK = 15.0, 120.0  # seconds
ENDS = {State.REVOKED, State.EXPIRED, State.ALTERED, State.NOT_FOR_YOU}


@dataclass(frozen=True, slots=True)
class Read:
    """What was found at its site before anything is written here."""

    document: Document
    claim: Claim
    address: str  # of the space there
    steps: tuple[str, ...]  # of the scale there, the lowest first


def badge_bring(
    *, account: Account, space: Space, document: Document, now: datetime, fetch: Fetch | None = None
) -> BroughtBadge:
    """Count here what another site says I earned there, by the table of this space. Its site is asked first."""
    found = badge_read(account=account, space=space, document=document, now=now, fetch=fetch)
    return badge_count(account=account, space=space, found=found, now=now)


def badge_read(
    *, account: Account, space: Space, document: Document, now: datetime, fetch: Fetch | None = None
) -> Read:
    """What its site says of it, and that it is about me. Nothing is written: for outside of any transaction."""
    return _read(document, member_in(account, space), space, fetch or reaching.fetcher(oldest=0), now)


def _read(document: Document, me: Persona, space: Space, fetch: Fetch, now: datetime) -> Read:
    verdict = verifying.check(document, audience=uri(f"s/{space.slug}"), now=now, fetch=fetch)
    claim = verdict.claim
    if verdict.state != State.VALID or claim is None:
        raise BadInput({"badge": verdict.sentence})
    if not claim.site or is_ours(f"https://{claim.site}") or host_of(claim.subject) != claim.site:
        raise BadInput({"badge": _("This badge is not of another site, or is not about somebody there.")})
    if claim.challenge:
        raise BadInput({"badge": _("This is the answer to one question of one space, not a badge. Bring the badge.")})
    if claim.basis != "earned":
        raise BadInput({"badge": _("Only what was earned there by one’s own activity counts here.")})
    try:
        group, steps = _issuing_space(document, claim, now)
        _check_is_me(claim, me, now)
    except (Refused, Ignored, Later, OutsideError) as error:
        said = _("%(host)s does not answer: what cannot be confirmed is not counted. Try again later.")
        raise NotNow(said % {"host": claim.site}) from error
    if group.peer.state in {PeerState.BLOCKED, PeerState.PAUSED, PeerState.LIMITED}:
        raise NotNow(_("People here have limited what comes from %(host)s.") % {"host": claim.site})
    return Read(document, claim, group.uri, steps)


def _issuing_space(document: Document, claim: Claim, now: datetime) -> tuple[RemoteActor, tuple[str, ...]]:
    """The space there, as its own site describes it: the key that signed must be one it shows."""
    told = document.get("issuer")
    page = str(told.get("url", "")) if isinstance(told, dict) else ""
    if host_of(page) != claim.site:
        raise BadInput({"badge": _("This badge does not say which space issued it.")})
    shown = document_at(page, now=now, budget=Budget(fetches=2))
    group = actor_at(page, now=now, fresh=True)
    key = claim.issuer.removeprefix("did:key:")
    if group.kind != "Group" or key not in group.keys.values() or last_part(page) != claim.space:
        raise BadInput({"badge": _("The space it names does not show the key that signed it.")})
    scale = shown.get("trust:scale")
    codes = [one.get("trust:code") for one in scale if isinstance(one, dict)] if isinstance(scale, list) else []
    return group, tuple(code for code in codes[:20] if isinstance(code, str))


def _check_is_me(claim: Claim, me: Persona, now: datetime) -> None:
    """Both sites say that the two names are one: both show the person's own key; where none was ever shown, each names
    the other. A key follows whoever moves; who took a site over has not got it."""
    there = actor_at(claim.subject, now=now, fresh=True)
    proof = IdentityProof.objects.filter(persona=me).first()
    if proof is not None or there.identity:
        one = proof is not None and proof.did == there.identity
    else:
        named_here = Home.objects.filter(persona=me, actor=there).exists()
        one = named_here and uri(f"p/{me.reference}") in there.also_known_as
    if there.kind == "Person" and one:
        return
    said = _(
        "This badge is about %(who)s, and nothing shows yet that this is you. Say on both sites that the other one is "
        "a home of yours, or show the same key of your own on both."
    )
    raise BadInput({"badge": said % {"who": there.shown_as}})


def badge_count(*, account: Account, space: Space, found: Read, now: datetime) -> BroughtBadge:
    """Read by the table that binds now; the numbers of the day hold, for the table and for the whole site. What the
    table refuses is kept."""
    me = member_in(account, space)
    with keeping(me, space, None, now):
        return _counted(me, space, found, now)


@transaction.atomic
def _counted(me: Persona, space: Space, found: Read, now: datetime) -> BroughtBadge:
    claim = found.claim
    Peer.objects.select_for_update().get(pk=peer_at(claim.site, now=now).pk)
    recognition, table, answer = refused.read(space, _brought(found), now)
    topic = space.topics.filter(slug=answer.topic).first() if answer.topic else None
    _check_once(me, recognition, claim, now)
    until = now + timedelta(days=table.max_age)
    made = BroughtBadge.objects.create(
        persona=me, recognition=recognition, table=table, site=claim.site, uri=claim.uri, issuer=claim.issuer,
        subject=claim.subject, document=found.document, topic_from=claim.topic, level_from=claim.level,
        scale=list(found.steps), topic=topic, level=answer.level, given_on=now.date(), checked_at=now, looked_at=now,
        until=until,
    )  # fmt: skip
    made.status = status_grant(
        persona=me,
        space=space,
        topic=topic,
        basis=Basis.CONVERTED,
        level=answer.level,
        because=made.reference,
        rule=f"{recognition.document.reference} {table.version.number}",
        until=until,
        now=now,
    )
    made.save(update_fields=["status"])
    return made


def _brought(found: Read) -> Brought:
    claim, said_at = found.claim, read_moment(found.document["validFrom"])
    return Brought(claim.site, claim.space, found.address, claim.topic, claim.level, said_at, found.steps)


def _check_once(me: Persona, recognition: Recognition, claim: Claim, now: datetime) -> None:
    """One badge counts for one person, once in a space. One that its site signs by another key now takes the place of
    the old one."""
    running = BroughtBadge.objects.running().filter(recognition=recognition)
    for old in running.filter(persona=me, uri=claim.uri, other_key=True).exclude(issuer=claim.issuer):
        _end(old, Over.ANEW, now)
    if running.filter(uri=claim.uri).exists() or running.filter(persona=me, topic_from=claim.topic).exists():
        raise NotNow(_("It counts here already."))


# --- still true? ------------------------------------------------------------------------------------------------------


def badges_look(*, now: datetime, fetch: Fetch | None = None) -> int:
    """Ask the sites of those that were not asked for five minutes; how many were asked. Each site has a purse of its
    own: one that answers slowly makes its own badges unverified, and nobody else's."""
    due = BroughtBadge.objects.running().filter(looked_at__lte=now - LOOK_EVERY).order_by("looked_at", "pk")[:AT_ONCE]
    by_site: dict[str, list[int]] = {}
    for pk, site in due.values_list("pk", "site"):
        by_site.setdefault(site, []).append(pk)
    ends = time.monotonic() + LONGEST_LOOK
    looked = 0
    for pks in by_site.values():
        if time.monotonic() >= ends:
            break  # those that were not reached come first the next time
        asked = fetch or reaching.fetcher(Budget(fetches=3 * len(pks), seconds=OF_ONE_SITE), oldest=60)
        looked += each(pks, partial(_look, fetch=asked, now=now), failed="badge_not_looked_at")
    return looked


def _look(pk: int, fetch: Fetch, now: datetime) -> int:
    """The site is asked outside of any transaction; what it says is then written in one."""
    row = BroughtBadge.objects.select_related("recognition__to_space").get(pk=pk)
    silent = Peer.objects.filter(host=row.site, state__in=[PeerState.BLOCKED, PeerState.PAUSED]).exists()
    document: Document = row.document if silent else _newest(row, fetch, now)
    audience = uri(f"s/{row.recognition.to_space.slug}")
    verdict = None if silent else verifying.check(document, audience=audience, now=now, fetch=fetch)
    anew = verdict is not None and verdict.state == State.UNVERIFIED and _is_signed_anew(row, verdict, fetch, now)
    _write(pk, document, verdict, now, anew=anew)
    return 1


def _is_signed_anew(row: BroughtBadge, verdict: verifying.Verdict, fetch: Fetch, now: datetime) -> bool:
    """A site that changed its key confirms nothing by the old one: whoever brought the badge is told what to do."""
    if verdict.claim is None or host_of(row.uri) != row.site:
        return False
    try:
        newest = verifying.check(fetch(row.uri), audience="", now=now, fetch=fetch)
    except verifying.Unreachable:
        return False
    return verifying.is_signed_anew(verdict.claim, newest)


def _newest(row: BroughtBadge, fetch: Fetch, now: datetime) -> Document:
    """A badge is signed for a week: shortly before its end the same one is asked for anew, at its own address."""
    ends = row.document.get("validUntil")
    if ends is None or read_moment(ends) > now + RENEWED_BEFORE or host_of(row.uri) != row.site:
        return dict(row.document)
    try:
        told = fetch(row.uri)
    except verifying.Unreachable:
        return dict(row.document)
    verdict = verifying.check(told, audience=uri(f"s/{row.recognition.to_space.slug}"), now=now, fetch=fetch)
    claim = verdict.claim
    same = claim is not None and (claim.uri, claim.issuer, claim.subject) == (row.uri, row.issuer, row.subject)
    known = claim is not None and (claim.topic, claim.level) == (row.topic_from, row.level_from)
    return told if same and known else dict(row.document)


@transaction.atomic
def _write(pk: int, document: Document, verdict: verifying.Verdict | None, now: datetime, *, anew: bool) -> None:
    rows = BroughtBadge.objects.select_for_update(of=("self",))
    row = rows.select_related("status", "recognition__to_space", "topic").get(pk=pk)
    if row.state == BroughtState.ENDED:
        return
    why = _over(row, verdict, now)
    if why:
        _end(row, why, now)
        return
    valid = verdict is not None and verdict.state == State.VALID
    row.state, row.looked_at, row.other_key = (BroughtState.VALID if valid else BroughtState.UNVERIFIED), now, anew
    if valid:
        row.checked_at, row.document = now, document
    row.save(update_fields=["state", "looked_at", "other_key", "checked_at", "document"])


def _over(row: BroughtBadge, verdict: verifying.Verdict | None, now: datetime) -> str:
    """Why it counts no more for good: by its own site, by time, or by our table. Empty when it may still count."""
    if verdict is not None and verdict.state in ENDS:
        return verdict.state.value
    if row.until <= now:
        return Over.TIME
    return Over.TABLE if levels_by_tables([row], now)[row.pk] is None else ""


def _end(row: BroughtBadge, why: str, now: datetime) -> None:
    row.state, row.why, row.ended_at, row.looked_at = BroughtState.ENDED, why, now, now
    row.document = {}
    row.save(update_fields=["state", "why", "ended_at", "looked_at", "document"])
    if row.status is not None:
        status_end(status=row.status, why=why, now=now)


@transaction.atomic
def badge_leave(*, account: Account, reference: str, now: datetime) -> None:
    """I do not want it to count here any more."""
    rows = BroughtBadge.objects.select_for_update(of=("self",)).select_related("status")
    row = rows.filter(reference=reference, persona__account=account).first()
    if row is None:
        raise NotFound(_("Nothing is here, or it is another member’s."))
    if row.state == BroughtState.ENDED:
        raise NotNow(_("It counts no more: there is nothing to take back."))
    _end(row, Over.TAKEN_BACK, now)


@transaction.atomic
def revocation_hear(document: Document, *, signer: RemoteActor, now: datetime) -> int:
    """Its own space says that a badge was taken back: believed at once, for it only takes away."""
    if signer.kind != "Group" or document.get("trust:state") != "revoked":
        raise Refused("Only the space that issued a badge takes it back.")
    rows = BroughtBadge.objects.running().select_for_update(of=("self",)).select_related("status")
    found = [
        row
        for row in rows.filter(uri=str(document.get("id")), site=signer.peer.host)
        if row.issuer.removeprefix("did:key:") in signer.keys.values()
    ]
    for row in found:
        _end(row, State.REVOKED.value, now)
    if not found:
        raise Ignored("Nobody here has brought it.")
    return len(found)
