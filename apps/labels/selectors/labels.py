"""Where a label stands, computed from its dates and its changes; and what the public lists say."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.labels.models import Label, LabelChange
from apps.labels.states import ICONS, TAGS, LabelState, Purpose
from apps.ledger.site_key import verifies
from apps.spaces.models import Operator


@dataclass(frozen=True, slots=True)
class StateSign:
    """A word with its icon and colour."""

    word: str
    icon: str
    kind: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What was done to a label, by which office, why."""

    words: str
    by: str
    reason: str
    at: datetime
    body_path: str


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label in a list."""

    reference: str
    operator: str
    operator_name: str
    state: str
    sign: StateSign
    granted_at: datetime
    valid_until: datetime
    path: str


@dataclass(frozen=True, slots=True)
class LabelCriterion:
    """By which version of a criterion a label was given."""

    code: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class StatusList:
    """One of the two public lists."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class NextState:
    """What may be done to a label now."""

    state: str
    words: str


@dataclass(frozen=True, slots=True)
class LabelPage:
    """The page behind a badge: what it says, whether it holds, how to check it without us."""

    row: LabelRow
    sentence: str
    by: str
    signature_holds: bool
    criteria: list[LabelCriterion]
    changes: list[ChangeRow]
    grid_path: str
    image_path: str
    jcs_path: str
    rdfc_path: str
    lists: list[StatusList]
    place: int
    issuer: str
    next_states: list[NextState]


def changed(label: Label) -> dict[str, bool]:
    """Purpose → whether it holds now."""
    held = dict.fromkeys(Purpose.values, False)
    for change in label.changes.all():
        held[change.purpose] = change.holds
    return held


def said_of(held: dict[str, bool]) -> LabelState:
    """What its changes come to, whatever the day."""
    if held[Purpose.REVOCATION]:
        return LabelState.REVOKED
    return LabelState.SUSPENDED if held[Purpose.SUSPENSION] else LabelState.VALID


def label_moment(label: Label) -> datetime:
    """When it was given, or last changed."""
    return max([label.granted_at, *(change.changed_at for change in label.changes.all())])


def subject_of(operator: Operator) -> str:
    """Under which name a label speaks of an operator: by its own site where that is not ours."""
    if not operator.affiliated and operator.website:
        return operator.website
    return f"{settings.SITE_URL}/ap/o/{operator.slug}"


def state_of(label: Label, *, now: datetime) -> LabelState:
    """Revoked outlasts everything; a suspension is told before a date that passed meanwhile."""
    said = said_of(changed(label))
    return LabelState.EXPIRED if said != LabelState.REVOKED and label.valid_until <= now else said


def sign_of(state: LabelState) -> StateSign:
    """How a state is shown."""
    return StateSign(str(state.label).capitalize(), ICONS[state], TAGS.get(state, ""))


def places_of(purpose: str) -> tuple[list[int], datetime | None]:
    """The places that are set, and when the list last changed."""
    labels = Label.objects.prefetch_related("changes")
    places = [label.place for label in labels if changed(label)[purpose]]
    last = LabelChange.objects.filter(purpose=purpose).order_by("-changed_at").first()
    first = Label.objects.order_by("granted_at").first()
    return places, last.changed_at if last else first.granted_at if first else None


def label_by_reference(reference: str) -> Label:
    """Raises NotFound."""
    label = Label.objects.select_related("operator").filter(reference=reference).first()
    if label is None:
        raise NotFound(_("No label of this number was ever given here."))
    return label


def label_row(label: Label, *, now: datetime) -> LabelRow:
    """One line."""
    state = state_of(label, now=now)
    return LabelRow(
        reference=label.reference,
        operator=label.operator.slug,
        operator_name=label.operator.name,
        state=state,
        sign=sign_of(state),
        granted_at=label.granted_at,
        valid_until=label.valid_until,
        path=reverse("labels:label", args=[label.reference]),
    )


def label_rows(*, operator_pk: int | None = None, now: datetime) -> list[LabelRow]:
    """All labels ever given, the newest first; of one operator, or of all."""
    labels = Label.objects.select_related("operator").prefetch_related("changes")
    if operator_pk is not None:
        labels = labels.filter(operator=operator_pk)
    return [label_row(label, now=now) for label in labels]


def label_page(label: Label, *, now: datetime) -> LabelPage:
    """Everything about one label."""
    row = label_row(label, now=now)
    versions = label.criteria.select_related("criterion").order_by("criterion__order", "criterion__code")
    document = {name: value for name, value in label.jcs.items() if name != "proof"}
    return LabelPage(
        row=row,
        sentence=_sentence(LabelState(row.state), label),
        by=label.named,
        signature_holds=verifies(document, label.jcs["proof"]),
        criteria=[LabelCriterion(v.criterion.code, v.number, v.title) for v in versions],
        changes=[_change_row(change) for change in label.changes.all()],
        grid_path=reverse("labels:operator", args=[label.operator.slug]),
        image_path=reverse("label-files:image", args=[label.reference]),
        jcs_path=reverse("label-files:jcs", args=[label.reference]),
        rdfc_path=reverse("label-files:rdfc", args=[label.reference]),
        lists=[StatusList(str(p.label), reverse("label-files:status", args=[p.value])) for p in Purpose],
        place=label.place,
        issuer=str(label.jcs["issuer"]["id"]),
        next_states=_next_states(LabelState(row.state)),
    )


def _next_states(state: LabelState) -> list[NextState]:
    words = {
        LabelState.SUSPENDED: _("Suspend it"),
        LabelState.VALID: _("End the suspension"),
        LabelState.REVOKED: _("Revoke it for good"),
    }
    nexts = {
        LabelState.VALID: [LabelState.SUSPENDED, LabelState.REVOKED],
        LabelState.SUSPENDED: [LabelState.VALID, LabelState.REVOKED],
    }
    return [NextState(to.value, words[to]) for to in nexts.get(state, [])]


def _sentence(state: LabelState, label: Label) -> str:
    said = {"operator": label.operator.name}
    words = {
        LabelState.VALID: _("This label of %(operator)s holds today."),
        LabelState.SUSPENDED: _("This label of %(operator)s is suspended: do not rely on it meanwhile."),
        LabelState.REVOKED: _("This label of %(operator)s was taken away for good."),
        LabelState.EXPIRED: _("This label of %(operator)s has ended: its last day passed."),
    }
    return words[state] % said


def _change_row(change: LabelChange) -> ChangeRow:
    if change.purpose == Purpose.REVOCATION:
        words = _("Revoked")
    else:
        words = _("Suspended") if change.holds else _("Suspension ended")
    return ChangeRow(
        words, change.named, change.reason, change.changed_at, reverse("labels:change_body", args=[change.reference])
    )
