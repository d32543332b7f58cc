"""Badges on somebody's page in one space: those they chose, each a sentence with its basis, place, topic and date."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.badges.models import Badge, Gathered, OnPage
from apps.badges.selectors.badges import states_now
from apps.badges.selectors.gathered import GatheredRow, gathered_rows
from apps.badges.sites import host_of
from apps.badges.states import BadgeState
from apps.badges.verifying import State
from apps.badges.wording import earned_sentence
from apps.look.moments import day
from apps.people.models import Account, Persona
from apps.spaces.models import Membership, Space

MOST_OFFERED = 100  # of those gathered, the highest on one's own page; what stands on a page already besides


@dataclass(frozen=True, slots=True)
class ShownBadge:
    """One, in words; `key` names it in the form in which it is chosen."""

    key: str  # empty on the page itself: what only its owner chooses by
    sentence: str
    who: str  # the name it is about, when it is another one than that of the page
    path: str
    shown: bool = True


@dataclass(frozen=True, slots=True)
class PageOfMine:
    """One's page in one space, with what could stand there."""

    persona: str
    who: str
    space: str
    space_name: str
    choices: list[ShownBadge]
    refused: str = ""  # why what was ticked just now was not taken

    def ticked(self, keys: Collection[str], why: str) -> "PageOfMine":
        """As it was sent, with the sentence why not."""
        return replace(self, choices=[replace(one, shown=one.key in keys) for one in self.choices], refused=why)


@dataclass(frozen=True, slots=True)
class Showable:
    """Everything of one person that holds now and is known to be about them."""

    badges: dict[int, Badge]
    gathered: dict[int, GatheredRow]


def showable(account: Account, now: datetime, chosen: Sequence[OnPage] | None = None) -> Showable:
    """Of all, or of those chosen. What does not hold today is not among them; what its issuer confirmed once can be
    chosen, and is shown whenever it is confirmed."""
    badges = Badge.objects.standing().filter(persona__account=account)
    rows = Gathered.objects.filter(account=account, said=State.VALID).exclude(site=host_of(settings.SITE_URL))
    if chosen is None:
        first = Gathered.objects.filter(account=account).values_list("pk", flat=True)[:MOST_OFFERED]
        on_pages = OnPage.objects.filter(persona__account=account, gathered__isnull=False).values("gathered")
        rows = rows.filter(Q(pk__in=list(first)) | Q(pk__in=on_pages))
    else:
        badges = badges.filter(pk__in=[row.badge_id for row in chosen if row.badge_id])
        rows = rows.filter(pk__in=[row.gathered_id for row in chosen if row.gathered_id])
    states = {State.VALID} if chosen is not None else {State.VALID, State.UNVERIFIED}
    return Showable(_holding(badges, now), _confirmed(account, rows, states, now))


def _holding(badges: QuerySet[Badge], now: datetime) -> dict[int, Badge]:
    known = {badge.pk: badge for badge in badges.select_related("persona", "space", "topic").order_by("pk")}
    states = states_now(known.values(), now)
    return {pk: badge for pk, badge in known.items() if states[pk] == BadgeState.STANDS}


def _confirmed(
    account: Account, rows: QuerySet[Gathered], states: Collection[str], now: datetime
) -> dict[int, GatheredRow]:
    known = list(rows.order_by("order", "pk"))
    told = zip(known, gathered_rows(account, known, now), strict=True)
    return {row.pk: said for row, said in told if said.state in states and said.bound}


def shown_on(persona: Persona, space: Space, now: datetime) -> list[ShownBadge]:
    """On this page, for whoever may read it; one question where nothing was chosen."""
    chosen = list(OnPage.objects.filter(persona=persona, space=space))
    if not chosen or persona.account is None:
        return []
    found = showable(persona.account, now, chosen)
    return list(_sentences(found, persona, space, chosen))


def pages_of(account: Account, now: datetime) -> list[PageOfMine]:
    """Each page of mine, with everything that could stand there and what stands there."""
    found = showable(account, now)
    chosen: dict[tuple[int, int], list[OnPage]] = defaultdict(list)
    for row in OnPage.objects.filter(persona__account=account):
        chosen[row.persona_id, row.space_id].append(row)
    rows = Membership.objects.filter(persona__account=account).select_related("persona", "space")
    return [
        PageOfMine(
            persona=row.persona.reference,
            who=row.persona.pseudonym,
            space=row.space.slug,
            space_name=row.space.name,
            choices=list(_sentences(found, row.persona, row.space, chosen[row.persona_id, row.space_id], every=True)),
        )
        for row in rows.order_by("space__slug", "pk")
    ]


def key_of(badge: int | None, gathered: int | None) -> str:
    """How a form names one; numbers of one's own things, looked up among them only."""
    return f"badge-{badge}" if badge else f"gathered-{gathered}"


def _sentences(
    found: Showable, persona: Persona, space: Space, chosen: Iterable[OnPage], *, every: bool = False
) -> Iterable[ShownBadge]:
    """What is earned in this very space stands on its page anyway."""
    keys = {key_of(row.badge_id, row.gathered_id) for row in chosen}
    for badge in found.badges.values():
        key = key_of(badge.pk, None)
        if badge.space_id != space.pk and (every or key in keys):
            yield _own(badge, persona, key if every else "", shown=key in keys)
    for pk, row in found.gathered.items():
        key = key_of(None, pk)
        if every or key in keys:
            yield ShownBadge(key if every else "", _elsewhere(row), "", row.uri, key in keys)


def _own(badge: Badge, persona: Persona, key: str, *, shown: bool) -> ShownBadge:
    other = badge.persona is not None and badge.persona_id != persona.pk
    who = badge.persona.pseudonym if badge.persona and other else ""
    said = earned_sentence(badge.space, badge.topic, badge.level, badge.since)
    return ShownBadge(key, said, who, reverse("badges:badge", args=[badge.reference]), shown)


def _elsewhere(row: GatheredRow) -> str:
    told = {"title": row.title, "site": row.site, "at": day(row.said_at) if row.said_at else ""}
    if row.earned:
        return _("“%(title)s”: earned by one’s own activity at %(site)s, which confirmed it on %(at)s.") % told
    return _("“%(title)s”: in the words of %(site)s, which confirmed it on %(at)s.") % told
