"""The label as JSON: the dataclasses that its pages draw."""

from datetime import datetime

from django.http import QueryDict

from apps.base.models import typed
from apps.labels.selectors.criteria import CriteriaPage, CriterionPage, criteria_page, criterion_page
from apps.labels.selectors.elsewhere import OutsideLabels, OutsidePage, outside_labels, outside_page
from apps.labels.selectors.labels import LabelPage, label_by_reference, label_page
from apps.labels.selectors.verdicts import GridPage, grid_page
from apps.spaces.permissions import Visitor


def criteria_twin(visitor: Visitor, query: QueryDict, *, now: datetime) -> CriteriaPage:
    """All that is asked, and every label given."""
    return criteria_page(now=now)


def criterion_twin(visitor: Visitor, query: QueryDict, *, code: str, now: datetime) -> CriterionPage:
    """One criterion in its versions."""
    return criterion_page(code, now=now)


def verdicts_twin(visitor: Visitor, query: QueryDict, *, op: str, now: datetime) -> GridPage:
    """One operator under every criterion."""
    return grid_page(op, now=now)


def label_twin(visitor: Visitor, query: QueryDict, *, ref: str, now: datetime) -> LabelPage:
    """One label, and where it stands."""
    return label_page(label_by_reference(typed(ref)), now=now)


def outside_labels_twin(visitor: Visitor, query: QueryDict, *, now: datetime) -> OutsideLabels:
    """Labels of other bodies."""
    return outside_labels(now=now)


def outside_label_twin(visitor: Visitor, query: QueryDict, *, ref: str, now: datetime) -> OutsidePage:
    """One of them, and what its check said."""
    return outside_page(typed(ref), now=now)
