"""The published rule, asked about rows: who may vouch, what stands, which level it gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import OuterRef, Q, Subquery

from apps.algorithms import referral
from apps.people.models import Account, Persona
from apps.referrals.models import PROVISIONAL, Referral, ReferralQuerySet
from apps.spaces.models import Space, Topic
from apps.trust.models import Feedback, ReferralMark
from apps.trust.standings import earned_level, scale_of

__all__ = [
    "PROVISIONAL",
    "RULE",
    "TOGETHER",
    "Slots",
    "carrying",
    "has_earned",
    "is_spoken_against",
    "level_given",
    "marks_of",
    "may_refer",
    "may_refer_anywhere",
    "moment",
    "slots_of",
    "standing_for",
    "suspended_until",
    "words_about",
]  # fmt: skip

RULE = f"{referral.NAME} {referral.VERSION}"
TOGETHER = timedelta(days=referral.TOGETHER)


def moment(seconds: float) -> datetime:
    """Back from the seconds of an algorithm."""
    return datetime.fromtimestamp(seconds, tz=UTC)


def level_given(space: Space, now: datetime) -> str:
    """The level that a referral gives here, by the space's published scale: its first step where it names none."""
    return scale_of(space, now).given_by_referral.code


def may_refer(personas: Iterable[Persona], space: Space, topic: Topic | None) -> set[int]:
    """Those of these members whose own help was found good by enough people here; it does not fade.

    One person counts once, by what they said last: for, or against.
    """
    last: dict[int, dict[str, bool]] = {}
    for receiver, about, giver, favourable in _full_words(personas, space):
        if topic is None or about == topic.pk:
            last.setdefault(receiver, {})[giver] = favourable
    return {who for who, said in last.items() if _enough(said)}


def words_about(persona: Persona, space: Space, topic: Topic | None) -> tuple[int, int]:
    """How many members count for somebody here, and how many against, in full: on one topic, or in the whole space."""
    said = {
        giver: favourable
        for _receiver, about, giver, favourable in _full_words([persona], space)
        if topic is None or about == topic.pk
    }
    words = list(said.values())
    return words.count(True), words.count(False)


def may_refer_anywhere(persona: Persona, space: Space) -> bool:
    """In the whole space or on one topic of it: in one query."""
    last: dict[int | None, dict[str, bool]] = {}
    for _receiver, about, giver, favourable in _full_words([persona], space):
        last.setdefault(None, {})[giver] = favourable
        if about is not None:
            last.setdefault(about, {})[giver] = favourable
    return any(_enough(said) for said in last.values())


def _enough(said: dict[str, bool]) -> bool:
    words = list(said.values())
    return referral.may_refer(words.count(True), words.count(False))


def _full_words(personas: Iterable[Persona], space: Space) -> Iterable[tuple[int, int | None, str, bool]]:
    """What counts in full, the earliest first: about whom, on which topic, by which person, for or against."""
    behind = Persona.objects.filter(reference=OuterRef("giver")).values("account")
    words = Feedback.objects.filter(Q(giver_earned=True) | Q(verified=True), receiver__in=list(personas), space=space)
    rows = words.order_by("at", "pk").values_list("receiver", "topic", "giver", "favourable", Subquery(behind[:1]))
    for receiver, about, giver, favourable, person in rows:
        yield receiver, about, f"account {person}" if person else giver, favourable


def is_spoken_against(referee: Persona, space: Space, topic: Topic | None) -> bool:
    """Whether somebody who may refer here has said something unfavourable about them."""
    words = Feedback.objects.filter(receiver=referee, space=space, favourable=False)
    givers = Persona.objects.filter(reference__in=words.values("giver"))
    return bool(may_refer(givers, space, topic))


def has_earned(persona: Persona, space: Space, topic: Topic | None, *, now: datetime) -> bool:
    """As much as a referral would give."""
    level = earned_level(persona, space, topic, now)
    scale = scale_of(space, now)
    return level is not None and scale.rank(level) >= scale.rank(scale.given_by_referral.code)


def standing_for(persona: Persona, space: Space, topic: Topic | None, *, now: datetime) -> ReferralQuerySet:
    """What is vouched for somebody now, for one topic or for the whole space."""
    rows = Referral.objects.standing(now).filter(referee=persona, space=space, topic=topic)
    return rows.select_related("referrer", "referee", "space", "topic")


def marks_of(account: Account, space: Space) -> list[float]:
    """When this person took a mark here."""
    rows = ReferralMark.objects.filter(persona__account=account, space=space)
    return [at.timestamp() for at in rows.values_list("at", flat=True)]


def suspended_until(account: Account, space: Space, now: datetime) -> datetime | None:
    """Until when this person may not vouch here because of marks."""
    until = referral.suspended_until(marks_of(account, space), now.timestamp())
    return moment(until) if until is not None else None


@dataclass(frozen=True, slots=True)
class Slots:
    """Of one person in one space."""

    free: int
    taken_until: tuple[datetime, ...]


def slots_of(account: Account, space: Space, now: datetime) -> Slots:
    """How many are free, and when each of the others is."""
    rows = Referral.objects.by(account).filter(space=space).holding_slots(now).select_related("referrer")
    taken = referral.slots_taken([row.vouch for row in rows], now.timestamp())
    return Slots(max(0, referral.SLOTS - len(taken)), tuple(moment(at) for at in taken))


def carrying(rows: Iterable[Referral], now: datetime) -> list[Referral]:
    """Of one newcomer's referrals for one topic: those that together refer them now."""
    by_vouch = {row.vouch: row for row in rows if row.referrer_id and row.given_at}
    return [by_vouch[vouch] for vouch in referral.carries(list(by_vouch), now.timestamp())]
