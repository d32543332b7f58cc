"""A page of one's own: badges of several spaces and sites, each asked about at its issuer, in an order one chooses.

It tells that the names in them are one person. Nobody else makes it, and whoever made it can close it.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.badges.models import Collection, Gathered
from apps.badges.own import at as at_ours
from apps.badges.own import is_ours
from apps.badges.reaching import fetch
from apps.badges.sites import Unreachable, host_of
from apps.badges.verifying import State, Verdict, check
from apps.base.errors import BadInput, NotFound, NotNow
from apps.ledger.services import append
from apps.outside import Budget
from apps.people.models import Account
from apps.signatures import canonical
from apps.signatures.errors import SignatureRefused

Document = dict[str, Any]
MOST = 30
LARGEST = 200_000
SECONDS = 60  # in one go
ASKED_AGAIN = timedelta(minutes=10)


def fetcher(now: datetime, *, fresh: bool = False) -> Callable[[str], Document]:
    """Our own addresses from what stands here, others through the one door."""
    purse = Budget(fetches=6, seconds=15)

    def at(address: str) -> Document:
        return at_ours(address, now) if is_ours(address) else fetch(address, budget=purse, oldest=0 if fresh else 300)

    return at


def badge_gather(*, account: Account, text: str, now: datetime) -> Gathered:
    """The file of a badge, or the address where it stands. Raises BadInput with what is wrong with it."""
    at = fetcher(now, fresh=True)
    document = _document(text.strip(), at)
    verdict = check(document, audience="", now=now, fetch=at)
    if verdict.state != State.VALID:
        raise BadInput({"badge": verdict.sentence})
    return gathered_keep(account=account, document=document, verdict=verdict, now=now)


def _document(text: str, at: Callable[[str], Document]) -> Document:
    if len(text) > LARGEST:
        raise BadInput({"badge": _("The file is larger than we read (200,000 bytes).")})
    try:
        if text.startswith(("https://", "http://")):
            return at(text)
        return canonical.parse_object(text)
    except Unreachable as silent:
        said = _("Nothing could be read at this address (%(why)s). Paste the file itself, or try later.")
        raise BadInput({"badge": said % {"why": silent.why}}) from silent
    except SignatureRefused as wrong:
        said = _("This is not a badge in a form we read: Open Badges 3.0 as JSON, with one proof.")
        raise BadInput({"badge": said}) from wrong


@transaction.atomic
def gathered_keep(*, account: Account, document: Document, verdict: Verdict, now: datetime) -> Gathered:
    """Once per badge; the same brought again is read anew. Only what was not altered comes here."""
    claim = verdict.claim
    if claim is None or verdict.state in {State.ALTERED, State.NOT_FOR_YOU}:
        raise BadInput({"badge": verdict.sentence})
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    mine = Gathered.objects.filter(account=account)
    known = mine.filter(uri=_name(document, claim.uri)).first()
    if known is None and mine.count() >= MOST:
        raise NotNow(_("Your page holds %(n)d badges, as many as it can. Take one off first.") % {"n": MOST})
    if known is not None and known.issuer != claim.issuer and known.site != claim.site:
        raise BadInput({"badge": _("Another body has already given you a badge of this very name.")})
    row = known or Gathered(
        account=account, uri=_name(document, claim.uri), order=_last(mine) + 1, added_at=now, asked_at=now
    )
    row.document, row.issuer, row.site = document, claim.issuer[:300], claim.site[:260]
    row.issuer_name, row.title = claim.issuer_name, claim.title
    _hear(row, verdict, now)
    row.save()
    return row


def _name(document: Document, uri: str) -> str:
    return uri or canonical.digest(document)


def _last(mine: Any) -> int:
    return int(mine.aggregate(last=Max("order"))["last"] or 0)


def _hear(row: Gathered, verdict: Verdict, now: datetime) -> None:
    """Revoked is for good; what could not be asked ages."""
    row.asked_at = now
    if verdict.state == State.UNVERIFIED and row.said:
        return
    row.said = verdict.state if row.said != State.REVOKED else State.REVOKED
    row.said_at = now if verdict.state != State.UNVERIFIED else None


def gathered_ask(*, row: Gathered, now: datetime) -> None:
    """Its issuer is asked anew: for a newer file at its own address, and for its list."""
    at = fetcher(now, fresh=True)
    document = _newest(row, at)
    verdict = check(document, audience="", now=now, fetch=at)
    claim = verdict.claim
    if claim is None or (claim.issuer, claim.site) != (row.issuer, row.site):
        document, verdict = row.document, check(row.document, audience="", now=now, fetch=at)
    with transaction.atomic():
        kept = Gathered.objects.select_for_update().filter(pk=row.pk).first()
        if kept is not None:
            kept.document = document
            _hear(kept, verdict, now)
            kept.save()


def _newest(row: Gathered, at: Callable[[str], Document]) -> Document:
    """Files live for days; the newest stands at the badge's own name, at its issuer's site."""
    if host_of(row.uri) != row.site:
        return dict(row.document)
    try:
        found = at(row.uri)
    except Unreachable:
        return dict(row.document)
    return found if found.get("id") == row.uri else dict(row.document)


def gathered_look(*, now: datetime) -> int:
    """Those of open pages that nobody asked about lately; how many were asked about."""
    open_ = Collection.objects.exclude(opened_at=None).values("account")
    due = Gathered.objects.filter(account__in=open_, asked_at__lte=now - ASKED_AGAIN).exclude(said=State.REVOKED)
    ends, asked = time.monotonic() + SECONDS, 0
    for row in due.order_by("asked_at", "pk")[:200]:
        if time.monotonic() < ends:
            gathered_ask(row=row, now=now)
            asked += 1
    return asked


@transaction.atomic
def gathered_order(*, account: Account, references: Sequence[str], now: datetime) -> None:
    """All of them, in the order chosen."""
    mine = {row.reference: row for row in Gathered.objects.select_for_update().filter(account=account)}
    if set(references) != set(mine) or len(references) != len(mine):
        raise BadInput({"order": _("Your page has changed meanwhile: look at it again, then put it in order.")})
    for number, reference in enumerate(references, 1):
        mine[reference].order = number
    Gathered.objects.bulk_update(mine.values(), ["order"])


@transaction.atomic
def gathered_drop(*, account: Account, reference: str) -> None:
    """Off the page; the badge itself is its issuer's and mine."""
    if not Gathered.objects.filter(account=account, reference=reference).delete()[0]:
        raise NotFound(_("No badge of yours has this number."))


@transaction.atomic
def collection_open(*, account: Account, open_: bool, now: datetime) -> Collection:
    """Open to anybody who has its address, or closed again. Opened anew after closing, it has another address: links
    that were given before lead nowhere."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    mine = Collection.objects.filter(account=account).first()
    if mine is not None and (mine.opened_at is not None) == open_:
        return mine
    if mine is not None:
        mine.delete()
    made = Collection.objects.create(account=account, opened_at=now if open_ else None)
    append(
        kind="badge.shown",
        actor=account.reference,
        object=made.reference,
        payload={"collection": made.pk},
        secret={"page": made.reference, "open": open_},
        owner=account.reference,
        now=now,
    )
    return made


def copy_gather(*, account: Account, documents: Iterable[object], now: datetime) -> tuple[int, list[str]]:
    """The badges of a copy that somebody brings from another site: kept while they were not altered, even where their
    issuer does not answer today. How many, and a sentence for each that stayed out."""
    at, kept, left = fetcher(now), 0, []
    for document in list(documents)[:MOST]:
        told = document if isinstance(document, dict) else {}
        try:
            verdict = check(told, audience="", now=now, fetch=at)
            gathered_keep(account=account, document=told, verdict=verdict, now=now)
            kept += 1
        except (BadInput, NotNow) as refused:
            left.append(str(refused.sentence))
    return kept, left
