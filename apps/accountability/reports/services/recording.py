"""What a site cannot count by itself: orders of authorities, disputes before other bodies."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accountability.reports import annex
from apps.accountability.reports.annex import STATES
from apps.accountability.reports.models import (
    AuthorityOrder,
    Fate,
    OutsideDispute,
)
from apps.base.errors import BadInput
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.people.models import Account
from apps.spaces.models import Operator


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An authority's order as it was typed."""

    inform: bool
    state: str
    category: str
    keyword: str
    other: str
    items: int
    received_at: datetime
    told_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class DisputeDraft:
    """A dispute before another body as it was typed."""

    body: str
    submitted_at: datetime
    fate: str
    decided_at: datetime | None
    implemented: bool


@transaction.atomic
def order_record(*, account: Account, operator: Operator, draft: OrderDraft, now: datetime) -> AuthorityOrder:
    """Record an order. Raises BadInput with a sentence per field."""
    errors = _moments(draft.received_at, {"told_at": draft.told_at, "done_at": draft.done_at}, "received_at", now)
    if draft.state not in STATES:
        errors["state"] = _("Choose the Member State.")
    if draft.items < 1:
        errors["items"] = _("An order names one thing at least.")
    if draft.keyword == annex.OTHER and not clean_text(draft.other):
        errors["other"] = _("Describe the sub-category.")
    if errors:
        raise BadInput(errors)
    order = AuthorityOrder.objects.create(
        operator=operator, recorded_at=now, **{**asdict(draft), "other": clean_text(draft.other)}
    )
    append(kind="order.recorded", actor=account.reference, object=order.reference, payload={"order": order.pk}, now=now)
    return order


@transaction.atomic
def dispute_record(*, account: Account, operator: Operator, draft: DisputeDraft, now: datetime) -> OutsideDispute:
    """Record a dispute. Raises BadInput with a sentence per field."""
    errors = _moments(draft.submitted_at, {"decided_at": draft.decided_at}, "submitted_at", now)
    if not clean_text(draft.body):
        errors["body"] = _("Name the body.")
    if draft.fate and draft.fate not in Fate.values:
        errors["fate"] = _("Choose what became of it.")
    if bool(draft.decided_at) != bool(draft.fate) and "decided_at" not in errors:
        errors["decided_at"] = _("What became of it, and when: give both or neither.")
    if errors:
        raise BadInput(errors)
    dispute = OutsideDispute.objects.create(
        operator=operator, recorded_at=now, **{**asdict(draft), "body": clean_text(draft.body)}
    )
    append(
        kind="dispute.recorded", actor=account.reference, object=dispute.reference, payload={"dispute": dispute.pk},
        now=now,
    )  # fmt: skip
    return dispute


def _moments(first: datetime, later: dict[str, datetime | None], name: str, now: datetime) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    if first > now:
        errors[name] = _("This moment has not come yet.")
    for field, moment in later.items():
        if moment is not None and moment > now:
            errors[field] = _("This moment has not come yet.")
        elif moment is not None and moment < first:
            errors[field] = _("This is before it came.")
    return errors
