"""A voice was raised, taken back, returned, renewed, or found to stand on its own: the rule is applied anew."""

from apps.accountability import services
from apps.ledger import News, on


@on("voice.raised", "voice.withdrawn", "voice.returned", "voice.renewed", "contest.decided")
def evaluate_alert(event: News) -> None:
    services.alert_evaluate(alert_id=event.payload["alert"], now=event.at)


@on("representative.ended")
def destroy_keys(event: News) -> None:
    services.keys_destroy(now=event.at)
