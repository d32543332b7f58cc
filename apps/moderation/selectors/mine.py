"""My desk: how I read, shown to nobody else; how all of us agree; my keys, and what I am spared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.algorithms.error_rates import wilson
from apps.look.numbers import number, percent
from apps.moderation import keys
from apps.moderation.desk_models import Check, SecondReading
from apps.moderation.models import Decision, Reading
from apps.moderation.rules import RuleCode
from apps.moderation.selectors.anchoring import ReadingFigure, agreement, agreement_of
from apps.moderation.selectors.filters import spaces_of
from apps.moderation.selectors.spared import HEAVY_RULES, heavy_today, limit_of
from apps.moderation.services.checks import MOST, ONE_IN
from apps.moderation.services.desk import HEAVY_A_DAY, choice_of
from apps.moderation.states import Instance, Result, Verdict
from apps.people.models import Account
from apps.spaces.models import Mandate, Topic

WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One act, its key, and the published one."""

    act: str
    name: str
    key: str
    published: str


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be ticked."""

    value: int
    word: str
    chosen: bool
    heavy: bool = False


@dataclass(frozen=True, slots=True)
class MyDesk:
    """All of it."""

    ours: list[ReadingFigure]  # of everybody, published
    mine: list[tuple[str, str]]  # name and sentence, for this person only
    keys: list[KeyLine]
    keys_on: bool
    limit: int
    most: int
    heavy_today: int
    rules: list[Option]
    topics: list[Option]
    one_in: int
    at_most: int


def my_desk(account: Account, held: list[Mandate], *, now: datetime) -> MyDesk:
    """What stands on the page of this person's own desk."""
    choice = choice_of(account)
    topics = set(choice.spared_topics.values_list("pk", flat=True)) if choice.pk else set()
    here = Topic.objects.filter(space__in=spaces_of(held)).select_related("space").order_by("space__slug", "slug")
    return MyDesk(
        ours=[agreement(), agreement_of(_("Agreement of second opinions"), second_pairs())],
        mine=_mine(account, now),
        keys=help_lines(choice.keys),
        keys_on=choice.keys_on,
        limit=limit_of(choice),
        most=HEAVY_A_DAY,
        heavy_today=heavy_today(account, now=now),
        rules=[Option(r.value, str(r.label), r.value in choice.spared_rules, r in HEAVY_RULES) for r in RuleCode],
        topics=[Option(t.pk, f"{t.space.name} · {t.name}", t.pk in topics) for t in here],
        one_in=ONE_IN,
        at_most=MOST,
    )


def help_lines(chosen: Mapping[str, str]) -> list[KeyLine]:
    """Every act with its key."""
    now = keys.keys_of(chosen)
    return [KeyLine(act, str(keys.NAMES[act]), now[act], published) for act, published in keys.KEYS.items()]


def second_pairs() -> list[tuple[str, str]]:
    """Two opinions about each case that was read twice."""
    rows = SecondReading.objects.exclude(read_at=None).order_by("read_at", "pk")
    return list(rows.values_list("first_outcome", "second_outcome"))


def _mine(account: Account, now: datetime) -> list[tuple[str, str]]:
    return [
        (_("Your median time from taking a case to deciding it"), _median_time(account, now)),
        (_("Your readings beside those of the other reader"), agreement_of("", _my_pairs(account)).sentence),
        (_("Reviews whose answer was known"), _share(*_my_checks(account))),
        (_("Your decisions changed on appeal"), _share(*_my_appeals(account))),
    ]


def _median_time(account: Account, now: datetime) -> str:
    rows = Decision.objects.standing().filter(decided_by=account, decided_at__gt=now - WINDOW)
    times = [(decided - taken).total_seconds() for taken, decided in rows.values_list("taken_up_at", "decided_at")]
    if not times:
        return _("Nothing decided in the last thirty days.")
    said = ngettext("%(time)s, over %(n)s decision.", "%(time)s, over %(n)s decisions.", len(times))
    return said % {"time": keys.seconds(median(times)), "n": number(len(times))}


def _my_pairs(account: Account) -> list[tuple[str, str]]:
    """My opinion and the first one of somebody else, of each audit read by both."""
    mine = dict(Reading.objects.filter(reader=account).exclude(verdict="").values_list("audit", "verdict"))
    others = Reading.objects.filter(audit__in=mine).exclude(verdict="").exclude(reader=account)
    beside: dict[int, str] = {}
    for audit, verdict in others.order_by("given_at", "pk").values_list("audit", "verdict"):
        beside.setdefault(audit, verdict)
    return [(mine[audit], verdict) for audit, verdict in beside.items()]


def _my_checks(account: Account) -> tuple[int, int]:
    rows = Check.objects.filter(reader=account).exclude(verdict="").values_list("known", "verdict")
    return sum(known == verdict for known, verdict in rows), len(rows)


def _my_appeals(account: Account) -> tuple[int, int]:
    first = Decision.objects.published().filter(decided_by=account, instance=Instance.FIRST)
    answered = Decision.objects.published().filter(case__decisions__in=first).exclude(result="")
    results = list(answered.values_list("result", flat=True))
    return sum(result != Result.UPHELD for result in results), len(results)


def _share(hits: int, of: int) -> str:
    if not of:
        return _("None so far.")
    low, high = wilson(hits, of)
    words = {"hits": number(hits), "of": number(of), "low": percent(low), "high": percent(high)}
    return _("%(hits)s of %(of)s, between %(low)s and %(high)s.") % words


def told(check: Check) -> str:
    """What a reader learns the moment they have answered."""
    known = str(Verdict(check.known).label)
    how = _("on appeal") if check.by_appeal else _("by readers who agreed")
    said = {"known": known, "how": how, "yours": str(Verdict(check.verdict).label)}
    if check.verdict == check.known:
        return _("This was a check: settled as %(known)s, %(how)s. You said the same. Nothing was sent.") % said
    return (
        _("This was a check: settled as %(known)s, %(how)s. You said: %(yours)s. Nothing was sent or counted.") % said
    )
