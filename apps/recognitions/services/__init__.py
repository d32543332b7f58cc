"""What is written of recognitions, verb by verb."""

from apps.recognitions.services.ending import recognition_end, recognitions_expire
from apps.recognitions.services.publishing import TableDraft, table_publish

__all__ = ["TableDraft", "recognition_end", "recognitions_expire", "table_publish"]
