"""What a page of gathered badges says of each: what its issuer answered, how old that answer is, and whether it is
known to be about the person of the page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from apps.badges.bonds import bonds_of
from apps.badges.credential import KIND, badge_address, title
from apps.badges.models import Badge, Collection, Gathered
from apps.badges.selectors.badges import states_now
from apps.badges.sites import host_of
from apps.badges.states import BadgeState
from apps.badges.verifying import OTHER_KEY, SENTENCES, State
from apps.base.errors import NotFound
from apps.people.models import Account
from apps.signatures.credentials import read_moment
from apps.signatures.errors import SignatureRefused

PER_PART = 50  # badges on one page of it
LASTS = timedelta(minutes=15)  # how long an answer of an issuer is believed: it may have been taken back since
LATELY = gettext_lazy("Its issuer has not confirmed it in the last quarter of an hour. Do not rely on it meanwhile.")
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
    bond: str  # whether it is about this person, in words
    bound: bool
    earned: bool  # its issuer says: by their own activity there
    said_at: datetime | None


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """Those that hold or may hold; whoever reads it sees when each issuer last answered. A part of them, in order."""

    path: str
    address: str
    open: bool
    rows: list[GatheredRow]
    part: int  # of how many
    parts: int
    badges: int  # in all


def collection_of(account: Account, now: datetime, part: str | None = None) -> CollectionPage:
    """For its owner: all of it, open or not."""
    mine = Collection.objects.filter(account=account).first()
    return _page(account, mine, Gathered.objects.filter(account=account), part, now)


def _page(
    account: Account, mine: Collection | None, every: QuerySet[Gathered], part: str | None, now: datetime
) -> CollectionPage:
    path = reverse("badges:of", args=[mine.reference]) if mine and mine.opened_at else ""
    address = f"{settings.SITE_URL}{path}" if path else ""
    found = Paginator(every, PER_PART).get_page(part)
    rows = gathered_rows(account, found.object_list, now)
    parts = found.paginator
    return CollectionPage(path, address, bool(path), rows, found.number, parts.num_pages, parts.count)


def collection_page(reference: str, now: datetime, part: str | None = None) -> CollectionPage:
    """For anybody. Raises NotFound for one that is closed: as if it had never been. What no issuer ever confirmed is
    the word of whoever brought it, and shown to nobody else."""
    found = Collection.objects.exclude(opened_at=None).select_related("account").filter(reference=reference).first()
    if found is None:
        raise NotFound(_("No page of badges stands here, or it is closed."))
    confirmed = Q(said_at__isnull=False) | Q(site=host_of(settings.SITE_URL))
    return _page(found.account, found, Gathered.objects.filter(confirmed, account=found.account), part, now)


def gathered_rows(account: Account, rows: Iterable[Gathered], now: datetime) -> list[GatheredRow]:
    """Badges of this very site are looked at each time they are shown; others were asked about at their issuer."""
    found = list(rows)
    ours = {row.uri for row in found if row.site == host_of(settings.SITE_URL)}
    here = Badge.objects.filter(persona__account=account, reference__in=[uri.rpartition("/")[2] for uri in ours])
    badges = {badge_address(b.reference): b for b in here.select_related("persona", "space", "topic") if ours}
    states = states_now(badges.values(), now)
    bonds = bonds_of(account, frozenset(map(_subject, found)))
    return [
        _here(row, badges.get(row.uri), states, now) if row.uri in ours else _elsewhere(row, bonds, now)
        for row in found
    ]


def _here(row: Gathered, badge: Badge | None, states: dict[int, BadgeState], now: datetime) -> GatheredRow:
    holds = badge is not None and states[badge.pk] == BadgeState.STANDS
    named = title(badge.space, badge.topic, badge.level) if badge else _title(row)
    bond = _("Made on this site by the person of this page.")
    told = _row(row, named, State.VALID if holds else State.REVOKED, bond, now, bound=True)
    return replace(told, issuer_name=badge.space.name if badge else row.issuer_name)


def _elsewhere(row: Gathered, bonds: frozenset[str], now: datetime) -> GatheredRow:
    bound = _subject(row) in bonds
    bond = (
        _("Both sites say that it is about the person of this page.")
        if bound
        else _("That it is about the person of this page is their own word: nothing shows it.")
    )
    return _row(row, _title(row), state_of(row, now), bond, row.said_at, bound=bound)


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


def _subject(row: Gathered) -> str:
    """Whom it is about, as its issuer names them."""
    named = _of(row).get("id")
    return named if isinstance(named, str) else ""


def _of(row: Gathered) -> dict[str, Any]:
    told = row.document.get("credentialSubject")
    return told if isinstance(told, dict) else {}


def is_earned(row: Gathered) -> bool:
    """Whether it says that something was earned by one's own activity."""
    achieved = _of(row).get("achievement")
    return isinstance(achieved, dict) and achieved.get("achievementType") == KIND


def _title(row: Gathered) -> str:
    return _in_one_language(row, row.title)


def _issuer_name(row: Gathered) -> str:
    named, dot, site = row.issuer_name.rpartition(" · ")
    return _in_one_language(row, named) + dot + site


def _in_one_language(row: Gathered, told: str) -> str:
    """Our own kind of badge says its names in two languages: the reader’s is shown."""
    both = told.split(" / ")
    if not is_earned(row) or len(both) != 2:
        return told
    return both[0] if (get_language() or "fr").startswith("en") else both[1]


def _sentence(row: Gathered, state: State) -> str | Promise:
    if state != State.UNVERIFIED:
        return SENTENCES[state]
    return OTHER_KEY if row.other_key else LATELY if row.said == State.VALID else SENTENCES[state]


def _row(row: Gathered, named: str, state: State, bond: str, said_at: datetime | None, *, bound: bool) -> GatheredRow:
    return GatheredRow(
        reference=row.reference,
        title=named or _("badge without a title"),
        issuer_name=_issuer_name(row),
        site=row.site,
        uri=row.uri if host_of(row.uri) == row.site else "",
        state=state,
        word=str(state.label),
        icon=ICONS.get(state, "i-no"),
        sentence=str(_sentence(row, state)),
        bond=bond,
        bound=bound,
        earned=is_earned(row),
        said_at=said_at,
    )
