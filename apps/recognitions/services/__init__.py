"""What is written of recognitions, verb by verb."""

from apps.recognitions.services.circles import CircleDraft, circle_change, circle_found, circle_leave
from apps.recognitions.services.converting import conversion_ask, conversion_take_back
from apps.recognitions.services.ending import recognition_end, recognitions_expire
from apps.recognitions.services.publishing import TableDraft, table_publish
from apps.recognitions.services.sweeping import conversions_expire, sanction_fell, sanction_note

__all__ = [
    "CircleDraft",
    "TableDraft",
    "circle_change",
    "circle_found",
    "circle_leave",
    "conversion_ask",
    "conversion_take_back",
    "conversions_expire",
    "recognition_end",
    "recognitions_expire",
    "sanction_fell",
    "sanction_note",
    "table_publish",
]
