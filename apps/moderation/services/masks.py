"""What hides an item, when more than one case is about it: an authority's order first, else the latest that stands."""

from datetime import datetime

from apps.moderation.measures import Order
from apps.moderation.models import Case, Decision
from apps.moderation.states import EmergencyEnd, Outcome
from apps.posts.selectors import AnyWords
from apps.posts.services import item_mask, item_restore
from apps.posts.spoken import Spoken, spoken_mask, spoken_restore
from apps.posts.states import ItemState

OVER = (EmergencyEnd.LAPSED, EmergencyEnd.LIFTED, EmergencyEnd.MOOT)


def mask(item: AnyWords, decision: Decision, now: datetime) -> None:
    """Mask by this decision, unless an order of another case masks it already."""
    if not is_ordered(item, besides=decision.case):
        _mask(item, decision, now)


def _mask(item: AnyWords, decision: Decision, now: datetime) -> None:
    spans = [(a, b) for a, b in decision.spans]
    if isinstance(item, Spoken):
        spoken_mask(item=item, case=decision.case.reference, spans=spans, now=now)
    else:
        item_mask(item=item, case=decision.case.reference, spans=spans, now=now)


def unmask(item: AnyWords, case: Case, now: datetime) -> None:
    """What this case masked is whole again, or masked as another case has it."""
    if item.state != ItemState.MASKED or item.case != case.reference:
        return
    beneath = _beneath(item, case)
    if beneath is not None:
        _mask(item, beneath, now)
    elif isinstance(item, Spoken):
        spoken_restore(item=item, now=now)
    else:
        item_restore(item=item, now=now)


def is_ordered(item: AnyWords, *, besides: Case) -> bool:
    """An order of an authority masks it now."""
    running = Order.objects.filter(case__reference=item.case, ended_at=None).exclude(case=besides)
    return item.state == ItemState.MASKED and bool(item.case) and running.exists()


def _beneath(item: AnyWords, case: Case) -> Decision | None:
    """The latest mask of another case that still stands, about the words as they are."""
    rows = Decision.objects.published().filter(case__item=item.reference).exclude(case=case)
    last: dict[int, Decision] = {}
    for row in rows.select_related("case__order", "emergency").order_by("published_at", "pk"):
        last[row.case_id] = row
    silent = set(Case.objects.without_an_answer().filter(pk__in=last).values_list("pk", flat=True))
    heard = [row for row in last.values() if row.case_id not in silent and row.item_version == item.version]
    standing = [row for row in heard if _stands(row)]
    return max(standing, key=lambda row: (hasattr(row.case, "order"), row.pk), default=None)


def _stands(decision: Decision) -> bool:
    if decision.outcome != Outcome.MASK:
        return False
    if hasattr(decision.case, "order") and decision.case.order.ended_at is not None:
        return False
    return not (hasattr(decision, "emergency") and decision.emergency.end in OVER)
