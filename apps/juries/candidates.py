"""Who may be drawn for a case, and under which lot; nobody with a part in it, a link, or a mandate there."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from apps.algorithms.jury import (
    EXPERIENCED_TEXTS,
    HELPERS,
    MEMBER_DAYS,
    MEMBERS,
    Candidate,
    Group,
    Side,
)
from apps.juries.models import Seat
from apps.moderation.conflicts import NO_LINK, parties_of
from apps.moderation.desk_models import SecondReading
from apps.moderation.models import Case, Decision, FirstOpinion, Reading, Report
from apps.moderation.states import Outcome
from apps.moderation.targets import Target
from apps.moderation.ties import Tie
from apps.people.models import Arrival, Persona
from apps.posts.models import STANDING, Post, Review
from apps.spaces.models import Mandate, Membership, Pause, Professional, Representative, Space, Topic
from apps.trust.selectors import helpers_now

HELPERS_LISTED = 3 * HELPERS  # the strongest at the moment, who said that they may be shown
RESTRICTED = (Outcome.LABEL, Outcome.ASK_EDIT, Outcome.MASK, Outcome.PAUSE, Outcome.CLOSE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be drawn."""

    persona: Persona
    group: Group
    side: Side


@dataclass(frozen=True, slots=True)
class People:
    """All who may be drawn: members, and those who help on the topic."""

    members: tuple[Person, ...]
    helpers: tuple[Person, ...]


def people_for(case: Case, target: Target, *, now: datetime) -> People:
    """One face for each person. Helpers are on their own list, unless members would be too few without them."""
    free = _members(case, now)
    texts, voted = _texts(case.space), _voted()
    sides = _sides(case.space)
    active = {account: persona for account, persona in free.items() if texts[account]}
    helping = _helping(case.space, topic_of(target), active, now)
    if len(active) - len(helping) < MEMBERS:
        helping = []
    members = [account for account in active if account not in helping]

    def seat(account: int, group: Group) -> Person:
        return Person(active[account], group, sides.get(account, Side.NEITHER))

    def group(account: int) -> Group:
        return Group.EXPERIENCED if texts[account] >= EXPERIENCED_TEXTS or account in voted else Group.NEW

    return People(
        tuple(seat(account, group(account)) for account in members),
        tuple(seat(account, Group.HELPER) for account in helping),
    )


def topic_of(target: Target) -> Topic | None:
    """On what helpers of the jury must help."""
    if isinstance(target.item, Post):
        return target.item.thread.topic
    return target.item.topic if isinstance(target.item, Review) else None


def _members(case: Case, now: datetime) -> dict[int, Persona]:
    barred = barred_from(case, now=now)
    standing = Membership.objects.filter(
        space=case.space, joined_at__lte=now - timedelta(days=MEMBER_DAYS), persona__account__is_active=True
    )
    rows = standing.exclude(persona__account__in=barred).select_related("persona").order_by("-persona_id")
    return {row.persona.account_id: row.persona for row in rows if row.persona.account_id is not None}


def _texts(space: Space) -> Counter[int]:
    """How many texts of each person stand in the space."""
    counts: Counter[int] = Counter()
    posts = Post.objects.filter(STANDING, thread__space=space, author__account__isnull=False)
    reviews = Review.objects.filter(STANDING, space=space, author__account__isnull=False)
    for rows in (posts, reviews):
        counts.update(dict(rows.order_by().values_list("author__account").annotate(n=Count("pk"))))
    return counts


def _voted() -> set[int]:
    return set(Seat.objects.voted().exclude(persona=None).values_list("persona__account", flat=True))


def _sides(space: Space) -> dict[int, Side]:
    reported = Report.objects.filter(case__space=space, reporter__account__isnull=False)
    sides: dict[int, Side] = dict.fromkeys(reported.values_list("reporter__account", flat=True), Side.REPORTER)
    decided = Decision.objects.published().filter(case__space=space, outcome__in=RESTRICTED)
    accounts = decided.exclude(case__author__account=None).values_list("case__author__account", flat=True)
    return sides | dict.fromkeys(accounts, Side.AUTHOR)


def _helping(space: Space, topic: Topic | None, active: dict[int, Persona], now: datetime) -> list[int]:
    by_reference = {persona.reference: account for account, persona in active.items()}
    found = helpers_now(space, topic, now=now, most=HELPERS_LISTED)
    return [by_reference[view.persona] for view in found if view.persona in by_reference]


def barred_from(case: Case, *, now: datetime) -> set[int]:
    """Accounts that may not sit: parties, whoever decided or read it, whoever is linked, mandated or paused there."""
    about = parties_of([case])[case.pk]
    return {
        *about.people,
        *_deciders(case, now),
        *_linked_with(about.people),
        *_linked_to(case, about.operators, about.subject),
        *_accounts(Pause.objects.running(now).filter(space=case.space).values_list("persona__account", flat=True)),
    }


def _accounts(found: Iterable[int | None]) -> set[int]:
    return {account for account in found if account is not None}


def _deciders(case: Case, now: datetime) -> set[int]:
    """Undone or not; whoever gave an opinion; all who could decide it now; and whoever is tied to one who did."""
    decided = _accounts(Decision.objects.filter(case=case).values_list("decided_by", flat=True))
    read = _accounts(_readers(case))
    mandated = _accounts(Mandate.objects.valid(now).covering(case.space).values_list("account", flat=True))
    tied = Tie.objects.standing().filter(
        Q(mandate__account__in=decided) | Q(colleague__account__in=decided), colleague__isnull=False
    )
    ends = tied.values_list("mandate__account", "colleague__account")
    return decided | read | mandated | _accounts(account for pair in ends for account in pair)


def _readers(case: Case) -> Iterable[int | None]:
    """Of the case first or second, or of its words when they were drawn for a blind reading."""
    second = SecondReading.objects.filter(case=case)
    blind = Reading.objects.filter(audit__item=case.item).exclude(verdict="")
    first = FirstOpinion.objects.filter(case=case).values_list("reader", flat=True)
    seconds = second.values_list("first", flat=True), second.values_list("second", flat=True)
    return first.union(*seconds, blind.values_list("reader", flat=True))


def _linked_with(people: frozenset[int]) -> set[int]:
    """Declared, or by invitation in either direction."""
    declared = Tie.objects.standing().filter(persona__account__in=people).values_list("mandate__account", flat=True)
    brought = Arrival.objects.filter(invitation__account__in=people).values_list("account", flat=True)
    by = Arrival.objects.filter(account__in=people).values_list("invitation__account", flat=True)
    return _accounts(declared) | _accounts(brought) | _accounts(by)


def _linked_to(case: Case, operators: frozenset[int], subject: str) -> set[int]:
    """Who answers for the operator, speaks for what the review is about, or declared a link with either."""
    answering = Representative.objects.filter(operator__in=operators).values_list("account", flat=True)
    tied = Tie.objects.standing().filter(Q(operator__in=operators) | Q(space=case.space))
    found = _accounts(answering) | _accounts(tied.values_list("mandate__account", flat=True))
    if not subject:
        return found
    speaking = Professional.objects.filter(subject=subject).values_list("account", flat=True)
    linked = Review.objects.filter(subject__reference=subject).exclude(link__in=NO_LINK)
    return found | _accounts(speaking) | _accounts(linked.values_list("author__account", flat=True))


def salt_of(key: str, persona: Persona) -> str:
    """What only this person and the site know; with it they check that the lot on the list is theirs."""
    return hmac.new(bytes.fromhex(key), persona.reference.encode(), hashlib.sha256).hexdigest()[:32]


def lot_of(key: str, jury: str, persona: Persona) -> str:
    """Under what somebody stands on the list: nobody else can tell who it is."""
    return hashlib.sha256(f"{salt_of(key, persona)}\n{jury}\n{persona.reference}".encode()).hexdigest()[:32]


def listed(key: str, jury: str, people: Iterable[Person]) -> list[list[str]]:
    """The list as it is published, in an order that says nothing."""
    return sorted([lot_of(key, jury, one.persona), one.group.value, one.side.value] for one in people)


def read_list(rows: Iterable[list[str]]) -> list[Candidate]:
    """The same, to draw from."""
    return [Candidate(lot, group, side) for lot, group, side in rows]
