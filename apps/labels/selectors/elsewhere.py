"""Labels that other bodies gave, each with what its check said in words. What nobody confirmed lately is not valid."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.base.models import clean_text
from apps.labels.elsewhere import host_of
from apps.labels.models import OutsideLabel
from apps.labels.selectors.labels import StateSign
from apps.labels.states import OUTSIDE_SIGNS, LabelState, OutsideState, Purpose
from apps.outside.errors import SENTENCES, Why
from apps.spaces.models import Operator

FRESH = timedelta(hours=24)
MOST_CHANGES = 50


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """A label of another body in a list."""

    reference: str
    host: str
    issuer_name: str
    name: str
    about: str
    about_path: str
    state: str
    sign: StateSign
    sentence: str
    valid_from: datetime
    valid_until: datetime | None
    path: str


@dataclass(frozen=True, slots=True)
class OutsideChange:
    """What that body says it did to its label, and why."""

    words: str
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OutsidePage:
    """One label of another body: what it says, what was checked, when, and how to check it without us."""

    row: OutsideRow
    subject: str
    issuer: str
    said_at: datetime | None
    asked_at: datetime | None
    trouble: str
    changes: list[OutsideChange]
    lists: list[str]
    original: str
    brought: bool
    body_path: str
    file_path: str


@dataclass(frozen=True, slots=True)
class OutsideLabels:
    """All of them, by the site that gave them."""

    rows: list[OutsideRow]


def outside_state(label: OutsideLabel, *, now: datetime) -> OutsideState:
    """Revoked outlasts everything; then the last day; then what its body said. Only what it said lately is valid."""
    if label.said == LabelState.REVOKED:
        return OutsideState.REVOKED
    if label.valid_until is not None and label.valid_until <= now:
        return OutsideState.EXPIRED
    if label.said == LabelState.SUSPENDED:
        return OutsideState.SUSPENDED
    confirmed = label.said_at is not None and now - label.said_at <= FRESH
    return OutsideState.VALID if confirmed else OutsideState.UNVERIFIED


def outside_rows(*, operator: Operator | None = None, host: str = "", now: datetime) -> list[OutsideRow]:
    """Those about an operator; of an operator elsewhere, also what its own site says. Or all of one site, or all."""
    labels = OutsideLabel.objects.select_related("operator")
    if operator is not None:
        labels = labels.filter(_about(operator))
    if host:
        labels = labels.filter(host=host)
    return [_row(label, now) for label in labels]


def _about(operator: Operator) -> Q:
    own = host_of(operator.website) if operator.website and not operator.affiliated else ""
    return Q(operator=operator) | (Q(host=own, operator=None) if own else Q(pk=None))


def outside_by_reference(reference: str) -> OutsideLabel:
    """Raises NotFound."""
    label = OutsideLabel.objects.select_related("operator").filter(reference=reference).first()
    if label is None:
        raise NotFound(_("No label of this number was heard of here."))
    return label


def outside_labels(*, now: datetime) -> OutsideLabels:
    """For the list and its twin."""
    return OutsideLabels(outside_rows(now=now))


def outside_page(reference: str, *, now: datetime) -> OutsidePage:
    """Raises NotFound."""
    label = outside_by_reference(reference)
    return OutsidePage(
        row=_row(label, now),
        subject=label.subject,
        issuer=label.issuer,
        said_at=label.said_at,
        asked_at=label.asked_at,
        trouble=trouble_in_words(label.trouble),
        changes=_changes(label),
        lists=_lists(label),
        original=_web(label.told.get("url")),
        brought=bool(label.brought_by),
        body_path=reverse("labels:outside_body", args=[label.reference]),
        file_path=reverse("labels:outside_file", args=[label.reference]),
    )


def trouble_in_words(code: str) -> str:
    """Why a label could not be confirmed."""
    if not code:
        return ""
    if code in SENTENCES:
        return str(SENTENCES[Why(code)])
    if code.startswith("HTTP "):
        return _("The site answered with an error (%(code)s).") % {"code": code}
    if code == "list_proof":
        return _("Its public list is not signed by the key that signed the label.")
    return _("Its public list cannot be read, or is not the one the label names.")


def _row(label: OutsideLabel, now: datetime) -> OutsideRow:
    state, operator = outside_state(label, now=now), label.operator
    icon, kind = OUTSIDE_SIGNS[state]
    return OutsideRow(
        reference=label.reference,
        host=label.host,
        issuer_name=label.issuer_name,
        name=label.name or _("A label without a name"),
        about=operator.name if operator else label.subject,
        about_path=reverse("accountability:operator", args=[operator.slug]) if operator else "",
        state=state,
        sign=StateSign(str(state.label).capitalize(), icon, kind),
        sentence=_sentence(state, label),
        valid_from=label.valid_from,
        valid_until=label.valid_until,
        path=reverse("labels:outside", args=[label.reference]),
    )


def _sentence(state: OutsideState, label: OutsideLabel) -> str:
    words = {
        OutsideState.VALID: _("Its signature holds, and %(host)s says that it stands."),
        OutsideState.UNVERIFIED: _(
            "Its signature holds, but %(host)s did not confirm it within a day: it may have been taken back since."
        ),
        OutsideState.SUSPENDED: _("%(host)s has suspended it: do not rely on it meanwhile."),
        OutsideState.REVOKED: _("%(host)s took it away for good."),
        OutsideState.EXPIRED: _("Its last day has passed; %(host)s may give another."),
    }
    return words[state] % {"host": label.host}


def _changes(label: OutsideLabel) -> list[OutsideChange]:
    told = label.told.get("trust:changes")
    listed = told[:MOST_CHANGES] if isinstance(told, list) else []
    return [_change(one) for one in listed if isinstance(one, dict)]


def _change(told: dict[str, Any]) -> OutsideChange:
    """Its form was checked when it was heard."""
    if told["trust:purpose"] == Purpose.REVOCATION:
        words = _("Revoked")
    else:
        words = _("Suspended") if told["trust:holds"] else _("Suspension ended")
    return OutsideChange(
        words, _plain(told.get("trust:by")), _reason(told.get("summaryMap")), datetime.fromisoformat(told["published"])
    )


def _reason(told: Any) -> str:
    """In the reader's language, or in the other."""
    words = told if isinstance(told, dict) else {}
    wanted = "fr" if (get_language() or "fr").startswith("fr") else "en"
    return _plain(words.get(wanted)) or next((text for text in map(_plain, words.values()) if text), "")


def _plain(value: Any) -> str:
    return clean_text(value)[:2000] if isinstance(value, str) else ""


def _lists(label: OutsideLabel) -> list[str]:
    told = label.document.get("credentialStatus")
    listed = told if isinstance(told, list) else [told]
    return [_web(one.get("statusListCredential")) for one in listed if isinstance(one, dict)]


def _web(value: Any) -> str:
    return value if isinstance(value, str) and host_of(value) else ""
