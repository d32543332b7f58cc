"""Reads of referrals. Who was asked and did not answer stays between the two; a no reads like no answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from apps.algorithms import referral
from apps.base.errors import Refusal
from apps.people.models import Account, Persona
from apps.referrals import rule, saying
from apps.referrals.bars import Asked, Why, barred
from apps.referrals.figures import Figures, figures_of
from apps.referrals.models import Asking, Referral
from apps.referrals.permissions import check_can_ask, check_can_refer
from apps.referrals.rule import Slots
from apps.referrals.services.locking import asking_at
from apps.referrals.states import ReferralState
from apps.spaces.models import Space, Topic
from apps.spaces.permissions import Visitor
from apps.spaces.selectors import persona_in
from apps.trust.scales import ScaleLevel
from apps.trust.standings import scale_of

MARKS_SHOWN = timedelta(days=365)  # a year on, a mark counts for a quarter


@dataclass(frozen=True, slots=True)
class VouchLine:
    """One word, for the two whom it binds."""

    reference: str
    name: str
    url: str
    topic_name: str
    since: datetime
    until: datetime
    slot_free_at: datetime
    carries: bool
    over: bool


@dataclass(frozen=True, slots=True)
class AskingView:
    """What I ask for, and who has answered so far."""

    reference: str
    topic_name: str
    until: datetime
    link: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Somebody asks me."""

    name: str
    topic_name: str
    url: str


@dataclass(frozen=True, slots=True)
class MarkLine:
    """What one word cost me, and when."""

    reference: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """A member's own side: who vouches for me, and what I ask."""

    vouches: tuple[VouchLine, ...]
    askings: tuple[AskingView, ...]
    refusal: str  # why asking for the whole space is not possible; empty when it is


@dataclass(frozen=True, slots=True)
class Giving:
    """What I may do for others."""

    may: bool
    slots: Slots
    suspended_until: datetime | None
    vouches: tuple[VouchLine, ...]
    asked: tuple[AskedLine, ...]
    marks: tuple[MarkLine, ...]  # taken for a word of mine


@dataclass(frozen=True, slots=True)
class ReferralsPage:
    """How one is referred in a space."""

    space: str
    space_name: str
    level: ScaleLevel
    topics: tuple[Topic, ...]
    me: str
    received: Received | None
    giving: Giving | None
    figures: Figures
    rule: str
    rule_path: str


@dataclass(frozen=True, slots=True)
class AskingPage:
    """Before one vouches: for whom, where, and what it means."""

    reference: str
    space: str
    space_name: str
    topic_name: str
    name: str
    url: str
    level: ScaleLevel
    until: datetime
    slots: Slots
    second: bool  # somebody else vouches already: this word would refer them
    refusal: str
    given: VouchLine | None
    rule: str
    rule_path: str
    helped: tuple[tuple[str, str], ...] = ()  # what the right to vouch was read from, where it is refused


def referrals_page(visitor: Visitor, space: Space, *, now: datetime) -> ReferralsPage:
    """For anybody who may read the space; one's own part for a member."""
    me = persona_in(visitor, space)
    return ReferralsPage(
        space=space.slug,
        space_name=space.name,
        level=level_of(space, now),
        topics=tuple(space.topics.order_by("pk")),
        me=me.pseudonym if me else "",
        received=_received(me, space, now) if me else None,
        giving=_giving(me, space, now) if me else None,
        figures=figures_of(space, now=now),
        rule=rule.RULE,
        rule_path=rule_path(),
    )


def rule_path() -> str:
    """The public page of the published rule."""
    return reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, referral.NAME])


def level_of(space: Space, now: datetime) -> ScaleLevel:
    """What a referral counts as here."""
    return scale_of(space, now).given_by_referral


def asking_page(account: Account, space: Space, reference: str, *, now: datetime) -> AskingPage:
    """For a member of the space who was handed the link. Raises NotFound, NotYours."""
    asking = asking_at(reference)
    me = persona_in(account, space)
    mine = _mine(asking, account)
    standing = Referral.objects.standing(now).filter(referee=asking.referee, space=space, topic=asking.topic)
    return AskingPage(
        reference=asking.reference,
        space=space.slug,
        space_name=space.name,
        topic_name=asking.topic.name if asking.topic else "",
        name=asking.referee.pseudonym,
        url=reverse("pages:member", args=[space.slug, asking.referee.pseudonym]),
        level=level_of(space, now),
        until=now + rule.PROVISIONAL,
        slots=rule.slots_of(account, space, now),
        second=standing.exclude(referrer__account=account).exists(),
        refusal=_refusal(me, asking, now) if me else "",
        given=_line(mine, mine.referee, now) if mine is not None and mine.state == ReferralState.GIVEN else None,
        rule=rule.RULE,
        rule_path=rule_path(),
        helped=_helped(me, space, asking.topic, now) if me else (),
    )


def _helped(me: Persona, space: Space, topic: Topic | None, now: datetime) -> tuple[tuple[str, str], ...]:
    """Where the rule says no: how many members count for me and against me, beside what it asks."""
    facts = barred(Asked(me, me, space, topic, now), Why.NO_RIGHT)
    return tuple(saying.helped(facts)) if facts is not None else ()


def _refusal(me: Persona, asking: Asking, now: datetime) -> str:
    try:
        check_can_refer(me, asking, now=now)
    except Refusal as refusal:
        return str(refusal.sentence)
    return ""


def _mine(asking: Asking, account: Account) -> Referral | None:
    rows = Referral.objects.by(account).filter(referee=asking.referee, space=asking.space, topic=asking.topic)
    rows = rows.filter(given_at__isnull=False).select_related("referrer", "referee", "space", "topic")
    return rows.order_by("-pk").first()


def _received(me: Persona, space: Space, now: datetime) -> Received:
    rows = Referral.objects.filter(referee__account=me.account_id, space=space, state=ReferralState.GIVEN)
    rows = rows.filter(ends_at__gt=now).select_related("referrer", "referee", "space", "topic").order_by("pk")
    open_ones = Asking.objects.filter(referee=me, space=space, ended_at=None, until__gt=now).select_related("topic")
    asked = Referral.objects.filter(round__in=[one.round for one in open_ones], given_at=None)
    names: dict[str, list[str]] = {}
    for round_, name in asked.order_by("pk").values_list("round", "referrer__pseudonym"):
        names.setdefault(round_, []).append(name or "")
    return Received(
        vouches=tuple(_line(row, row.referrer, now) for row in rows),
        askings=tuple(_asking(one, names.get(one.round, [])) for one in open_ones.order_by("pk")),
        refusal=_why_not_ask(me, space, now),
    )


def _why_not_ask(me: Persona, space: Space, now: datetime) -> str:
    try:
        check_can_ask(me, space, None, now=now)
    except Refusal as refusal:
        return str(refusal.sentence)
    return ""


def _asking(one: Asking, asked: list[str]) -> AskingView:
    link = reverse("referrals:one", args=[one.space.slug, one.reference])
    return AskingView(one.reference, one.topic.name if one.topic else "", one.until, link, tuple(filter(None, asked)))


def _giving(me: Persona, space: Space, now: datetime) -> Giving | None:
    if me.account is None:
        return None
    mine = Referral.objects.by(me.account).filter(space=space)
    mine = mine.select_related("referrer", "referee", "space", "topic").order_by("pk")
    asked = [row for row in mine.filter(state=ReferralState.ASKED) if row.referee is not None]
    links = dict(Asking.objects.filter(round__in=[row.round for row in asked]).values_list("round", "reference"))
    return Giving(
        may=rule.may_refer_anywhere(me, space),
        slots=rule.slots_of(me.account, space, now),
        suspended_until=rule.suspended_until(me.account, space, now),
        vouches=tuple(_line(row, row.referee, now) for row in mine.holding_slots(now)),
        asked=tuple(_asked(row, links[row.round]) for row in asked if row.round in links),
        marks=tuple(MarkLine(row.reference, at) for row in mine if (at := row.betrayed_at) and at > now - MARKS_SHOWN),
    )


def _asked(row: Referral, link: str) -> AskedLine:
    name = row.referee.pseudonym if row.referee else ""
    return AskedLine(name, row.topic.name if row.topic else "", reverse("referrals:one", args=[row.space.slug, link]))


def _line(row: Referral, them: Persona | None, now: datetime) -> VouchLine:
    given, ends = row.given_at or row.asked_at, row.ends_at or now
    return VouchLine(
        reference=row.reference,
        name=them.pseudonym if them else "",
        url=reverse("pages:member", args=[row.space.slug, them.pseudonym]) if them else "",
        topic_name=row.topic.name if row.topic else "",
        since=given,
        until=ends,
        slot_free_at=rule.moment(referral.slot_free_at(row.vouch)),
        carries=row.carries and ends > now,
        over=ends <= now or row.state != ReferralState.GIVEN,
    )


def my_vouches(account: Account, now: datetime) -> "MyVouches | None":
    """For /me/trust/: who vouches for me where, and for whom I do; nothing when there is nothing."""
    rows = Referral.objects.standing(now).select_related("referrer", "referee", "space", "topic").order_by("pk")
    received = [_own(row, row.referrer, now) for row in rows.filter(referee__account=account)]
    given = [_own(row, row.referee, now) for row in rows.filter(referrer__account=account)]
    return MyVouches(tuple(received), tuple(given)) if received or given else None


@dataclass(frozen=True, slots=True)
class OwnVouch:
    """A word, with its space."""

    space: str
    space_name: str
    line: VouchLine


@dataclass(frozen=True, slots=True)
class MyVouches:
    """Both directions, everywhere; nothing is added up."""

    received: tuple[OwnVouch, ...]
    given: tuple[OwnVouch, ...]


def _own(row: Referral, them: Persona | None, now: datetime) -> OwnVouch:
    return OwnVouch(row.space.slug, row.space.name, _line(row, them, now))


@dataclass(frozen=True, slots=True)
class Vouched:
    """That members vouch for somebody, on one topic or on all of a space: how many, since when, until when."""

    topic: Topic | None
    by: int
    since: datetime
    until: datetime


def vouches_of(persona: Persona, space: Space, now: datetime) -> list[Vouched]:
    """What carries a status of theirs in this space now; without a name of who vouches."""
    rows = Referral.objects.standing(now).filter(referee=persona, space=space, carried_at__isnull=False)
    by_topic: dict[int | None, list[Referral]] = {}
    for row in rows.select_related("topic").order_by("topic", "pk"):
        by_topic.setdefault(row.topic_id, []).append(row)
    return [
        Vouched(
            topic=words[0].topic,
            by=len(words),
            since=max(row.carried_at for row in words if row.carried_at),
            until=min(row.ends_at for row in words if row.ends_at),
        )
        for words in by_topic.values()
    ]
