"""A page of one's own: badges of several spaces and sites, each asked about at its issuer, in an order one chooses.

It tells that the names in them are one person. Nobody else makes it, and whoever made it can close it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from apps.badges.models import Gathered
from apps.badges.own import at as at_ours
from apps.badges.own import badge_named, is_ours
from apps.badges.reaching import fetch
from apps.badges.sites import Unreachable, host_of
from apps.badges.verifying import SENTENCES, Claim, State, Verdict, check
from apps.base.errors import BadInput, NotNow
from apps.look.numbers import number
from apps.outside import Budget
from apps.people.models import Account
from apps.signatures import canonical
from apps.signatures.errors import SignatureRefused

Document = dict[str, Any]
MOST = 5_000  # on one page: a copy brought from another instance loses none of those that anybody earns
LARGEST = 200_000
LONGEST_PROLOGUE = 1_000  # of an image, before it says that it is one


def fetcher(now: datetime, *, fresh: bool = False, purse: Budget | None = None) -> Callable[[str], Document]:
    """Our own addresses from what stands here, others through the one door."""
    purse = purse or Budget(fetches=6, seconds=15)

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
        if _is_image(text):
            said = _("This is the image of a badge, which only shows it. Give its file, or the address of its page.")
            raise BadInput({"badge": said})
        if text.startswith(("https://", "http://")):
            return at(text)
        return canonical.parse_object(text)
    except Unreachable as silent:
        said = _("Nothing could be read at this address. %(why)s Paste the file itself, or try later.")
        raise BadInput({"badge": said % {"why": silent.sentence}}) from silent
    except SignatureRefused as wrong:
        said = _("This is not a badge in a form we read: Open Badges 3.0 as JSON, with one proof.")
        raise BadInput({"badge": said}) from wrong


def _is_image(text: str) -> bool:
    """Its words, or where it stands."""
    address = text.partition("?")[0].partition("#")[0]
    return "<svg" in text[:LONGEST_PROLOGUE] or (len(text.split()) == 1 and address.lower().endswith(".svg"))


@dataclass(slots=True)
class Shelf:
    """What stands on one person's page, locked: many are put there at the price of one."""

    account: Account
    rows: dict[str, Gathered]
    held: int
    last: int

    def row_for(self, uri: str, claim: Claim, now: datetime) -> Gathered:
        """The one that is known, or a new one."""
        known = self.rows.get(uri)
        if known is None and self.held >= MOST:
            said = _("Your page holds %(n)s badges, as many as it can. Take one off first.")
            raise NotNow(said % {"n": number(MOST)})
        if known is not None and known.site != claim.site:
            raise BadInput({"badge": _("Another body has already given you a badge of this very name.")})
        return known or Gathered(account=self.account, uri=uri, order=self.last + 1, added_at=now, asked_at=now)

    def put(self, row: Gathered) -> None:
        """One more, or the same anew."""
        if row.pk is None:
            self.held, self.last = self.held + 1, self.last + 1
        row.save()
        self.rows[row.uri] = row


def shelf_of(account: Account, uris: Iterable[str]) -> Shelf:
    """For what is called so. Locks the person: two who bring at once come one after the other."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    mine = Gathered.objects.filter(account=account)
    told = mine.aggregate(last=Max("order"), held=Count("pk"))
    return Shelf(account, {row.uri: row for row in mine.filter(uri__in=list(uris))}, told["held"], told["last"] or 0)


@transaction.atomic
def gathered_keep(*, account: Account, document: Document, verdict: Verdict, now: datetime) -> Gathered:
    """Once per badge; the same brought again is read anew. Only what was not altered comes here, and of this site only
    what is one's own, as it stands now."""
    named = [name_of(document, verdict.claim.uri)] if verdict.claim else []
    return keep_on(shelf_of(account, named), document, verdict, now)


def keep_on(shelf: Shelf, document: Document, verdict: Verdict, now: datetime) -> Gathered:
    """The same, for a page that is locked."""
    claim = verdict.claim
    if claim is None or verdict.state in {State.ALTERED, State.NOT_FOR_YOU}:
        raise BadInput({"badge": verdict.sentence})
    if claim.site == host_of(settings.SITE_URL):
        brought, document = document, _mine_here(shelf.account, claim.uri, now)
        if document != brought:
            verdict = check(document, audience="", now=now, fetch=lambda address: at_ours(address, now))
            claim = verdict.claim or claim
    row = shelf.row_for(name_of(document, claim.uri), claim, now)
    if row.pk and not verdict.heard:
        return row  # what its issuer did not confirm takes the place of nothing
    row.document, row.issuer, row.site = document, claim.issuer[:300], claim.site[:260]
    row.issuer_name, row.title, row.other_key = claim.issuer_name, claim.title, False
    gathered_hear(row, verdict, now)
    shelf.put(row)
    return row


def name_of(document: Document, uri: str) -> str:
    """How a badge is called on a page: as it calls itself, or by its words."""
    return uri or canonical.digest(document)


def _mine_here(account: Account, uri: str, now: datetime) -> Document:
    """Anybody can fetch the file of a badge; on a page of one's own stands what is about oneself."""
    badge = badge_named(uri)
    if badge is None or badge.persona is None or badge.persona.account_id != account.pk:
        raise BadInput({"badge": _("This badge of our site is not about you: only the person it is about gathers it.")})
    try:
        return at_ours(uri, now)
    except Unreachable as gone:
        raise BadInput({"badge": str(SENTENCES[State.REVOKED])}) from gone


def gathered_hear(row: Gathered, verdict: Verdict, now: datetime) -> None:
    """Revoked is for good; what could not be asked ages."""
    row.asked_at = now
    if verdict.state == State.UNVERIFIED and row.said and not verdict.heard:
        return
    row.said = verdict.state if row.said != State.REVOKED else State.REVOKED
    if verdict.heard:
        row.said_at = now
