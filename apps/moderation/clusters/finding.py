"""Which of the cases that this person may decide stand together, by `apps.algorithms.like_cases`."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.algorithms.like_cases import Cluster, Waiting, clusters
from apps.base.errors import NotFound
from apps.moderation.blindness import is_blind
from apps.moderation.conflicts import not_mine
from apps.moderation.models import Case, FirstOpinion, Report
from apps.moderation.selectors.queue import waiting_for
from apps.moderation.selectors.spared import spared_for
from apps.moderation.states import CaseState, Instance, ItemKind, OpenedBy
from apps.moderation.targets import Target, targets_of_cases
from apps.people.models import Account
from apps.spaces.models import Mandate

MOST = 1000  # waiting cases compared, those due first


@dataclass(frozen=True, slots=True)
class Found:
    """A cluster with its cases and what they are about, by the number of the case."""

    cluster: Cluster
    cases: dict[str, Case]
    targets: dict[str, Target]

    @property
    def first(self) -> Case:
        return self.cases[self.cluster.first]

    def version_of(self, reference: str) -> int:
        """Of the words that stand there now."""
        return self.targets[reference].version


def found_for(account: Account, held: list[Mandate], *, now: datetime) -> list[Found]:
    """The largest first. In none: what is read blind or by two, appeals, orders, profiles, what one is spared."""
    cases = {case.reference: case for case in _comparable(account, held, now)}
    about = targets_of_cases(cases.values())
    targets = {name: about[case.item] for name, case in cases.items() if case.item in about}
    standing = {name: target for name, target in targets.items() if target.stands and target.text}
    found = clusters(_waiting(cases, standing))
    return [
        Found(cluster, {name: cases[name] for name in cluster.keys}, {name: targets[name] for name in cluster.keys})
        for cluster in found
    ]


def found_with(account: Account, held: list[Mandate], reference: str, *, now: datetime) -> Found:
    """The cluster in which this case stands; raises NotFound."""
    for found in found_for(account, held, now=now):
        if reference in found.cases:
            return found
    raise NotFound(_("Nothing stands together with this case now: it was decided, changed, or stands alone."))


def _comparable(account: Account, held: list[Mandate], now: datetime) -> list[Case]:
    waiting = waiting_for(held).filter(state__in=[CaseState.OPEN, CaseState.CLAIMED], instance=Instance.FIRST)
    ours = waiting.exclude(opened_by=OpenedBy.ORDER).exclude(item_kind=ItemKind.PROFILE)
    alone = ours.exclude(second_readings__instance=Instance.FIRST)  # two people read such a case, each for themselves
    mine = spared_for(account, now=now).cases(alone, account)
    cases = list(mine.select_related("space", "author", "claimed_by").order_by("decide_before", "pk")[:MOST])
    blind = [case for case in cases if is_blind(case)]
    said = set(FirstOpinion.objects.filter(reader=account, case__in=blind).values_list("case", flat=True))
    unread = {case.pk for case in blind} - said
    return [case for case in cases if case.pk not in unread]


def _waiting(cases: dict[str, Case], targets: dict[str, Target]) -> list[Waiting]:
    reporters: dict[int, set[str]] = defaultdict(set)
    named = Report.objects.filter(case__in=[case.pk for case in cases.values()], reporter__isnull=False)
    for case, reporter in named.values_list("case", "reporter"):
        reporters[case].add(str(reporter))
    return [
        Waiting(
            key=name,
            among=f"{cases[name].space_id} {cases[name].item_kind}",
            at=target.published_at.timestamp(),
            text=f"{target.title} {target.text}" if cases[name].item_kind == ItemKind.REVIEW else target.text,
            author=str(cases[name].author_id or ""),
            reporters=frozenset(reporters[cases[name].pk]),
        )
        for name, target in targets.items()
    ]


def staying_out(account: Account, cases: Sequence[Case], *, now: datetime) -> dict[str, str]:
    """Cases that this person cannot decide now, with the sentence that says why."""
    barred = not_mine(account, cases, now=now)
    mine = set(Report.objects.filter(case__in=cases, reporter__account=account).values_list("case", flat=True))
    said: dict[str, str] = {}
    for case in cases:
        holder = case.claimed_by if case.state == CaseState.CLAIMED else None
        if case.author is not None and case.author.account_id == account.pk:
            said[case.reference] = _("You wrote this: somebody else must decide.")
        elif case.pk in mine:
            said[case.reference] = _("You reported this: somebody else must decide.")
        elif case.pk in barred:
            said[case.reference] = barred[case.pk]
        elif holder and holder.account_id != account.pk and case.lease_until and case.lease_until > now:
            said[case.reference] = _("%(name)s is at work on this.") % {"name": holder.public_name}
    return said
