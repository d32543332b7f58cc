"""Publish reports, record what they are counted from, take what operators bring. Import the verbs from here."""

from apps.accountability.reports.services.drafts import dates_of, draft_publish, draft_take, found_in, sheets_of
from apps.accountability.reports.services.publishing import MAX_WHY, count, report_publish
from apps.accountability.reports.services.recording import DisputeDraft, OrderDraft, dispute_record, order_record

__all__ = [
    "MAX_WHY",
    "DisputeDraft",
    "OrderDraft",
    "count",
    "dates_of",
    "dispute_record",
    "draft_publish",
    "draft_take",
    "found_in",
    "order_record",
    "report_publish",
    "sheets_of",
]
