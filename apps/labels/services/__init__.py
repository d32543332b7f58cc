"""The verbs of the label. Import them from here."""

from apps.labels.services.assessments import AssessmentDraft, assess, assess_by_machine, reply
from apps.labels.services.criteria import CriterionDraft, criteria_install, criterion_publish
from apps.labels.services.elsewhere import (
    outside_label_ask,
    outside_label_bring,
    outside_label_keep,
    outside_labels_ask,
)
from apps.labels.services.grants import label_change, label_grant

__all__ = [
    "AssessmentDraft",
    "CriterionDraft",
    "assess",
    "assess_by_machine",
    "criteria_install",
    "criterion_publish",
    "label_change",
    "label_grant",
    "outside_label_ask",
    "outside_label_bring",
    "outside_label_keep",
    "outside_labels_ask",
    "reply",
]
