"""What we heard, what we did: every public alert of an operator beside its answers, promises and what came of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from apps.accountability.models import Alert, Answer
from apps.accountability.selectors.alerts import AlertRow, AnswerView, alert_rows, answers_to, promises_in_words
from apps.spaces.models import Operator


@dataclass(frozen=True, slots=True)
class Heard:
    """One alert: what was said, and what was done about it."""

    alert: AlertRow
    answers: list[AnswerView]


@dataclass(frozen=True, slots=True)
class HeardPage:
    """Newest first, the unanswered too."""

    operator: str
    operator_name: str
    heard: list[Heard]
    commitments: str


def heard_page(operator: Operator, *, now: datetime) -> HeardPage:
    """Everything the page and its JSON twin show."""
    alerts = list(Alert.objects.public().filter(operator=operator).select_related("operator").order_by("-public_since"))
    answers = answers_to(alerts, now=now)
    to = dict(Answer.objects.filter(alert__in=alerts).values_list("reference", "alert__reference"))
    by_alert: dict[str, list[AnswerView]] = defaultdict(list)
    for answer in answers:
        by_alert[to[answer.reference]].append(answer)
    rows = {row.reference: row for row in alert_rows(alerts, now=now)}
    return HeardPage(
        operator=operator.slug,
        operator_name=operator.name,
        heard=[Heard(rows[alert.reference], by_alert[alert.reference]) for alert in alerts],
        commitments=promises_in_words(answers, now=now),
    )
