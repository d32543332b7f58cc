"""Orders entered at the desk of moderation, as the transparency report counts them."""

from datetime import datetime

from apps.accountability.reports.annex import NOT_ORDER, STATES
from apps.accountability.reports.models import AuthorityOrder
from apps.moderation.measures import Order

GREECE = {"GR": "EL"}  # the Union's own letters


def order_note(*, order_id: int, now: datetime) -> None:
    """Once, under the order's own reference; an authority outside the Union is not of its Member States."""
    order = Order.objects.select_related("case__space").filter(pk=order_id).first()
    state = GREECE.get(order.country, order.country) if order else ""
    if order is None or state not in STATES:
        return
    AuthorityOrder.objects.get_or_create(
        reference=order.reference,
        defaults={
            "operator_id": order.case.space.operator_id,
            "state": state,
            "category": NOT_ORDER,
            "received_at": order.received_at,
            "recorded_at": now,
        },
    )


def order_carried_out(*, case_id: int, now: datetime) -> None:
    """A person decided as the authority ordered."""
    order = Order.objects.filter(case=case_id).first()
    if order is not None:
        AuthorityOrder.objects.filter(reference=order.reference, done_at=None).update(done_at=now)
