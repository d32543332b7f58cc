"""How many came with a badge of another site, by which recognition, and how they turned out."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.federation.brought import CONFIRMED_FOR, BroughtBadge, BroughtState
from apps.moderation.models import Decision
from apps.moderation.states import CaseState, Instance, ItemKind, Outcome
from apps.recognitions.selectors.flows import SETTLED, Came, within_table


def came_of(recognitions: Sequence[int], now: datetime) -> dict[int, Came]:
    """By primary key. Three questions."""
    bound = within_table(recognitions, lambda age: Q(given_on__gte=(now - age).date()), now)
    confirmed = bound & Q(state=BroughtState.VALID, until__gt=now, checked_at__gt=now - CONFIRMED_FOR)
    settled = Q(given_on__lte=(now - SETTLED).date())
    rows = BroughtBadge.objects.filter(recognition__in=recognitions).annotate(paused=Exists(_paused())).order_by()
    counted = rows.values("recognition").annotate(
        given=Count("pk"),
        counting=Count("pk", filter=confirmed),
        people=Count("persona", filter=settled, distinct=True),
        badly=Count("persona", filter=settled & Q(paused=True), distinct=True),
    )
    told = counted.values_list("recognition", "given", "counting", "people", "badly")
    return {key: Came(given, counting, people, badly) for key, given, counting, people, badly in told}


def _paused() -> QuerySet[Decision]:
    """The last word of a case about the person, there, since they came: it paused them, and no jury left it open."""
    said = Decision.objects.published()
    whose = Q(case__author=OuterRef("persona")) | Q(case__author__account=OuterRef("persona__account"))
    here = said.filter(whose, case__space=OuterRef("recognition__to_space"), case__item_kind=ItemKind.PROFILE)
    later = said.filter(case=OuterRef("case"), published_at__gt=OuterRef("published_at")).exclude(outcome=Outcome.PAUSE)
    answered = said.filter(case=OuterRef("case"), instance=Instance.JURY)
    open_still = Q(case__state=CaseState.CLOSED, case__instance=Instance.JURY) & ~Exists(answered)
    since = here.filter(outcome=Outcome.PAUSE, published_at__date__gte=OuterRef("given_on"))
    return since.filter(~Exists(later)).exclude(open_still)
