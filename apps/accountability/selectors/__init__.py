"""The reads of accountability: frozen dataclasses, the same for page and JSON. Import them from here."""

from apps.accountability.selectors.alerts import (
    AlertPage,
    AlertRow,
    alert_by_reference,
    alert_page,
    alert_rows,
    close_figures,
    waiting_for,
)
from apps.accountability.selectors.heard import HeardPage, heard_page
from apps.accountability.selectors.home import AlertDay, alert_states, operators_in_alert
from apps.accountability.selectors.operators import (
    OperatorCard,
    OperatorPage,
    OperatorRow,
    operator_by_slug,
    operator_card,
    operator_page,
    operator_rows,
    operators_found,
    represented_by,
    worst_alert,
)

__all__ = [
    "AlertDay",
    "AlertPage",
    "AlertRow",
    "HeardPage",
    "OperatorCard",
    "OperatorPage",
    "OperatorRow",
    "alert_by_reference",
    "alert_page",
    "alert_rows",
    "alert_states",
    "close_figures",
    "heard_page",
    "operator_by_slug",
    "operator_card",
    "operator_page",
    "operator_rows",
    "operators_found",
    "operators_in_alert",
    "represented_by",
    "waiting_for",
    "worst_alert",
]
