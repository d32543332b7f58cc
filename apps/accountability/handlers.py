"""A voice was raised, taken back, returned, renewed, or found to stand on its own: the rule is applied anew."""

from apps.accountability import services
from apps.accountability.reports import entered
from apps.ledger import News, on
from apps.moderation.states import Outcome


@on("voice.raised", "voice.withdrawn", "voice.returned", "voice.renewed", "contest.decided")
def evaluate_alert(event: News) -> None:
    services.alert_evaluate(alert_id=event.payload["alert"], now=event.at)


@on("representative.ended")
def destroy_keys(event: News) -> None:
    services.keys_destroy(now=event.at)


@on("order.entered")
def record_order(event: News) -> None:
    """What was entered at the desk is counted in the transparency report: nobody types it twice."""
    entered.order_note(order_id=event.payload["order"], now=event.at)


@on("decision.published")
def order_done(event: News) -> None:
    if event.payload.get("outcome") == Outcome.MASK:
        entered.order_carried_out(case_id=event.payload["case"], now=event.at)
