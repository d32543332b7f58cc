"""What one person is not given: put off, of a kind they would rather not read, or past the limit of their day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.algorithms.priority import HARM, HEAVY
from apps.base.compiled import Compiled, any_of, given
from apps.base.errors import NotNow
from apps.moderation.desk_models import DeskChoice, PutOff, Standing
from apps.moderation.models import Audit, Case, CaseQuerySet, Decision
from apps.moderation.rules import RuleCode
from apps.moderation.services.desk import HEAVY_A_DAY
from apps.moderation.states import CaseState
from apps.people.models import Account
from apps.posts.models import Post, Review

HEAVY_RULES = tuple(rule for rule in RuleCode if HARM[rule.name.lower()] >= HEAVY)


@dataclass(frozen=True, slots=True)
class Spared:
    """What this person is spared now."""

    put_off: frozenset[str]
    rules: tuple[int, ...]
    topics: tuple[int, ...]
    enough: bool  # heavy cases today

    @property
    def anything(self) -> bool:
        """Whether there is something to leave out."""
        return bool(self.put_off or self.rules or self.topics or self.enough)

    def cases(self, cases: CaseQuerySet, account: Account) -> CaseQuerySet:
        """Those that stay; what one has in hand always does."""
        if not self.anything:
            return cases
        away = Q(reference__in=self.put_off)
        if self.rules:
            names = [RuleCode(rule).name.lower() for rule in self.rules]
            away |= Q(rule__in=self.rules) | Q(pk__in=Standing.objects.filter(facts__reason__in=names).values("case"))
        if self.topics:
            away |= Q(item__in=self._items())
        if self.enough:
            away |= _heavy()
        mine = Case.objects.filter(state=CaseState.CLAIMED, claimed_by__account=account)
        return cases.filter(Q(pk__in=mine.values("pk")) | ~Q(pk__in=cases.filter(away).values("pk")))

    def audits(self, audits: QuerySet[Audit]) -> QuerySet[Audit]:
        """The same of what was drawn."""
        left = audits.exclude(reference__in=self.put_off) if self.put_off else audits
        topics = Review.objects.filter(topic__in=self.topics).values("reference")
        return left.exclude(item__in=topics) if self.topics else left

    def _items(self) -> QuerySet[Review, str]:
        reviews = Review.objects.filter(topic__in=self.topics).values_list("reference", flat=True)
        return reviews.union(Post.objects.filter(thread__topic__in=self.topics).values_list("reference", flat=True))


def spared_for(account: Account, *, now: datetime, besides: Sequence[str] = ()) -> Spared:
    """Asked anew for each page, in one question: what is put off comes back by itself. `besides`: cases that this
    person has before their eyes, which count towards the limit."""
    asked = {"account": account.pk, "now": now, "midnight": _midnight(now), "besides": list(besides)}
    [(named, spared, rules, limit, *heavy)] = SPARED.rows(**asked)
    return Spared(frozenset(named), tuple(rules or ()), tuple(spared), sum(heavy) >= _limit(limit))


def _spared() -> QuerySet[Account, Any]:
    """All of it, of one person, in one row."""
    me = given("account")
    mine = DeskChoice.objects.filter(account=me)
    off = PutOff.objects.filter(account=me, until__gt=given("now"))
    topics = DeskChoice.spared_topics.through.objects.filter(deskchoice__account=me)
    asked = Account.objects.filter(pk=me).annotate(
        off=ArraySubquery(off.values("reference")),
        topics=ArraySubquery(topics.values("topic")),
        rules=Subquery(mine.values("spared_rules")[:1]),
        limit=Subquery(mine.values("limit")[:1]),
        taken=_number(_heavy_since(me, given("midnight"))),
        open=_number(Case.objects.waiting().filter(_heavy(), reference=any_of("besides"))),
    )
    return asked.values_list("off", "topics", "rules", "limit", "taken", "open")


SPARED = Compiled(_spared)


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values(all=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


def limit_of(choice: DeskChoice) -> int:
    """One's own, within the published one."""
    return _limit(choice.limit)


def _limit(chosen: int | None) -> int:
    return HEAVY_A_DAY if chosen is None else min(chosen, HEAVY_A_DAY)


def heavy_today(account: Account, *, now: datetime) -> int:
    """How many heavy cases this person has decided since midnight."""
    return _heavy_since(account, _midnight(now)).count()


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _heavy_since(account: Any, midnight: Any) -> QuerySet[Decision]:
    taken = Decision.objects.standing().filter(decided_by=account, decided_at__gte=midnight)
    return taken.filter(Q(rule__in=HEAVY_RULES) | Q(case__in=Case.objects.filter(_heavy())))


def _heavy() -> Q:
    return Q(rule__in=HEAVY_RULES) | Q(pk__in=Standing.objects.filter(harm__gte=HEAVY).values("case"))


def _is_heavy(case: Case) -> bool:
    standing: Standing | None = getattr(case, "standing", None)
    return case.rule in HEAVY_RULES or (standing is not None and standing.harm >= HEAVY)


def check_is_within_limit(account: Account, case: Case, *, now: datetime) -> None:
    """A heavy case is not given once the day's limit is reached; what one has in hand can be finished."""
    if case.claimed_by is not None and case.claimed_by.account_id == account.pk:
        return
    if _is_heavy(case) and spared_for(account, now=now).enough:
        raise NotNow(_("You have read as many heavy cases today as your limit says: somebody else reads this one."))
