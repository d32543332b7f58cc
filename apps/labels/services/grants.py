"""Give a label, suspend it, take it away. A person does it, under a public office, with a reason."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import check_transition, clean_text, new_reference
from apps.labels import credentials
from apps.labels.models import CriterionVersion, Label, LabelChange
from apps.labels.permissions import check_can_judge, check_is_not_us
from apps.labels.selectors.labels import state_of
from apps.labels.selectors.verdicts import open_questions
from apps.labels.services.assessments import MAX_REASON
from apps.labels.states import TRANSITIONS, LabelState, Purpose
from apps.labels.telling import GIVEN, tell_of_label
from apps.ledger.services import append
from apps.ledger.site_key import sign, site_key
from apps.people.models import Account
from apps.signatures.canonical import digest
from apps.signatures.status_lists import PLACES
from apps.spaces.models import Mandate, Operator

VALID_FOR = timedelta(days=365)
CHANGES = {
    LabelState.SUSPENDED: (Purpose.SUSPENSION, True),
    LabelState.VALID: (Purpose.SUSPENSION, False),
    LabelState.REVOKED: (Purpose.REVOCATION, True),
}


@transaction.atomic
def label_grant(*, account: Account, operator: Operator, now: datetime) -> Label:
    """Give the label when no criterion is open. Raises NotYours, NotNow with what is missing."""
    check_is_not_us(operator)
    mandate = check_can_judge(account, operator, now=now)
    _check_none_stands(operator, now)
    missing = open_questions(operator, now=now)
    if missing:
        codes = ", ".join(missing)
        raise NotNow(_("These criteria are still open: %(codes)s. The label is given when none is.") % {"codes": codes})
    label = _make(operator, mandate, now)
    append(
        kind="label.granted",
        actor=account.reference,
        object=label.reference,
        payload={"label": label.pk},
        body_sha256=label.sha256,
        now=now,
    )
    tell_of_label(label, GIVEN, label.named, now)
    return label


def _check_none_stands(operator: Operator, now: datetime) -> None:
    standing = {LabelState.VALID, LabelState.SUSPENDED}
    if any(state_of(label, now=now) in standing for label in operator.labels.prefetch_related("changes")):
        raise NotNow(_("This operator has a label that runs. A new one follows when it has ended."))


def _make(operator: Operator, mandate: Mandate, now: datetime) -> Label:
    versions = list(CriterionVersion.objects.in_force(now).select_related("criterion"))
    label = Label(
        reference=new_reference(),
        operator=operator,
        place=_next_place(),
        granted_by=mandate,
        named=mandate.public_name,
        granted_at=now.replace(microsecond=0),
        valid_until=now.replace(microsecond=0) + VALID_FOR,
    )
    _sign(label, versions, now)
    label.save()
    label.criteria.set(versions)
    return label


def _sign(label: Label, versions: Sequence[CriterionVersion], now: datetime) -> None:
    document = credentials.credential(label, versions)
    label.sha256 = digest(document)
    label.jcs, label.rdfc = credentials.in_both_forms(document, site_key(), now)


def _next_place() -> int:
    """Places follow one another; the list is long enough for every label this site will ever give."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('label_place'))")
    last = Label.objects.aggregate(last=Max("place"))["last"]
    place = 0 if last is None else last + 1
    if place >= PLACES:
        raise NotNow(_("The status list is full: the next label needs another list."))
    return place


@transaction.atomic
def label_change(
    *, account: Account, label: Label, to: LabelState, reason_fr: str, reason_en: str, now: datetime
) -> LabelChange:
    """Suspend a label, take it up again, or revoke it. Raises NotYours, NotNow or BadInput."""
    label = Label.objects.select_for_update().get(pk=label.pk)
    mandate = check_can_judge(account, label.operator, now=now)
    check_transition(TRANSITIONS, state_of(label, now=now), to)
    fr, en = clean_text(reason_fr)[:MAX_REASON], clean_text(reason_en)[:MAX_REASON]
    if not fr and not en:
        raise BadInput({"reason_fr": _("Say why: the operator and everybody else will read it.")})
    purpose, holds = CHANGES[to]
    change = LabelChange(
        label=label, purpose=purpose, holds=holds, reason_fr=fr, reason_en=en, mandate=mandate,
        named=mandate.public_name, changed_at=now,
    )  # fmt: skip
    document = change_document(change)
    change.sha256, change.signature = digest(document), sign(document, now=now)
    change.save()
    append(
        kind="label.changed",
        actor=account.reference,
        object=label.reference,
        version=change.reference,
        payload={"change": change.pk},
        body_sha256=change.sha256,
        now=now,
    )
    tell_of_label(label, f"label.{to}", change.named, now)
    return change


def change_document(change: LabelChange) -> dict[str, Any]:
    """What is signed: the office is named, not the person."""
    return {
        "type": "label change",
        "label": change.label.reference,
        "operator": change.label.operator.slug,
        "change": change.reference,
        "purpose": change.purpose,
        "holds": change.holds,
        "reason": {"fr": change.reason_fr, "en": change.reason_en},
        "by": change.named,
        "changed_at": f"{change.changed_at:%Y-%m-%dT%H:%M:%SZ}",
    }
