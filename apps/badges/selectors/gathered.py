"""What a page of gathered badges says of each: what its issuer answered, and how old that answer is."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.badges.credential import KIND
from apps.badges.models import Collection, Gathered
from apps.badges.own import at
from apps.badges.sites import Unreachable, host_of
from apps.badges.verifying import SENTENCES, State, check
from apps.base.errors import NotFound
from apps.people.models import Account
from apps.signatures.credentials import read_moment
from apps.signatures.errors import SignatureRefused

LASTS = timedelta(hours=1)  # how long an answer of an issuer is believed
ICONS = {State.VALID: "i-yes", State.REVOKED: "i-no", State.EXPIRED: "i-clock", State.UNVERIFIED: "i-clock"}


@dataclass(frozen=True, slots=True)
class GatheredRow:
    """One badge on the page."""

    reference: str
    title: str
    issuer_name: str
    site: str
    uri: str
    state: str
    word: str
    icon: str
    sentence: str
    said_at: datetime | None


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """Those that hold or may hold; whoever reads it sees when each issuer last answered."""

    path: str
    address: str
    open: bool
    rows: list[GatheredRow]


def state_of(row: Gathered, now: datetime) -> State:
    """Valid only while its issuer said so lately."""
    said = State(row.said)
    if said == State.REVOKED:
        return said
    if _is_over(row, now):
        return State.EXPIRED
    fresh = row.said_at is not None and row.said_at > now - LASTS
    return said if said != State.VALID or fresh else State.UNVERIFIED


def _is_over(row: Gathered, now: datetime) -> bool:
    try:
        return "validUntil" in row.document and read_moment(row.document["validUntil"]) <= now
    except SignatureRefused:
        return True


def collection_of(account: Account, now: datetime) -> CollectionPage:
    """For its owner: all of it, open or not."""
    mine = Collection.objects.filter(account=account).first()
    path = reverse("badges:of", args=[mine.reference]) if mine and mine.opened_at else ""
    rows = Gathered.objects.filter(account=account)
    return CollectionPage(path, f"{settings.SITE_URL}{path}" if path else "", bool(path), [_row(r, now) for r in rows])


def collection_page(reference: str, now: datetime) -> CollectionPage:
    """For anybody. Raises NotFound for one that is closed: as if it had never been."""
    found = Collection.objects.exclude(opened_at=None).filter(reference=reference).first()
    if found is None:
        raise NotFound(_("No page of badges stands here, or it is closed."))
    return collection_of(Account(pk=found.account_id), now)


def _title(row: Gathered) -> str:
    """Our own kind of badge says its name in two languages: the reader’s is shown."""
    both = row.title.split(" / ")
    ours = f'"{KIND}"' in json.dumps(row.document.get("credentialSubject", ""))
    if not ours or len(both) != 2:
        return row.title
    return both[0] if (get_language() or "fr").startswith("en") else both[1]


def _row(row: Gathered, now: datetime) -> GatheredRow:
    ours = row.site == host_of(settings.SITE_URL)
    state, said_at = (_at_home(row, now), now) if ours else (state_of(row, now), row.said_at)
    return GatheredRow(
        reference=row.reference,
        title=_title(row) or _("badge without a title"),
        issuer_name=row.issuer_name,
        site=row.site,
        uri=row.uri if row.uri.startswith("https://") or row.uri.startswith(settings.SITE_URL) else "",
        state=state,
        word=str(state.label),
        icon=ICONS.get(state, "i-no"),
        sentence=str(SENTENCES[state]),
        said_at=said_at,
    )


def _at_home(row: Gathered, now: datetime) -> State:
    """A badge of this very site is looked at each time it is shown."""
    try:
        return check(at(row.uri, now), audience="", now=now, fetch=lambda address: at(address, now)).state
    except Unreachable:
        return State.REVOKED
