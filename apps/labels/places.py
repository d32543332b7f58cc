"""Where the leaves of our kinds lead, and the exact bytes of each digest."""

from collections.abc import Callable
from typing import TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.labels.models import Assessment, CriterionVersion, Label, LabelChange, OutsideLabel, Reply
from apps.ledger.places import Key, Place, register_places

Row = TypeVar("Row")


def register() -> None:
    """Called from `ready()`."""
    register_places("criterion.published", _criteria)
    register_places("assessment.published", _assessments)
    register_places("verdict.answered", _replies)
    register_places("label.granted", _labels)
    register_places("label.changed", _changes)
    register_places("label.heard", _heard)


def _criteria(keys: list[Key]) -> dict[Key, Place]:
    versions = CriterionVersion.objects.filter(criterion__code__in=[code for code, _n in keys])
    known = {(v.criterion.code, str(v.number)): v for v in versions.select_related("criterion")}
    return {key: _criterion(known[key]) for key in keys if key in known}


def _criterion(version: CriterionVersion) -> Place:
    code = version.criterion.code
    return Place(
        name=_("criterion %(code)s, version %(n)s") % {"code": code, "n": version.number},
        path=reverse("labels:criterion", args=[code]),
        body_path=reverse("labels:criterion_body", args=[code, version.number]),
    )


def _assessments(keys: list[Key]) -> dict[Key, Place]:
    rows = Assessment.objects.filter(reference__in=[key[0] for key in keys])
    found = {row.reference: row for row in rows.select_related("operator", "version__criterion")}
    return _each(keys, found, lambda row: _verdict(row, "assessment_body", row.reference))


def _replies(keys: list[Key]) -> dict[Key, Place]:
    rows = Reply.objects.filter(reference__in=[key[0] for key in keys])
    found = {r.reference: r for r in rows.select_related("assessment__operator", "assessment__version__criterion")}
    return _each(keys, found, lambda row: _verdict(row.assessment, "reply_body", row.reference))


def _verdict(assessment: Assessment, body: str, reference: str) -> Place:
    return Place(
        name=f"{assessment.operator.name}: {assessment.version.criterion.code}",
        path=reverse("labels:operator", args=[assessment.operator.slug]),
        body_path=reverse(f"labels:{body}", args=[reference]),
    )


def _labels(keys: list[Key]) -> dict[Key, Place]:
    rows = Label.objects.filter(reference__in=[key[0] for key in keys]).select_related("operator")
    found = {row.reference: row for row in rows}
    return _each(keys, found, lambda row: _label(row, reverse("labels:label_body", args=[row.reference])))


def _changes(keys: list[Key]) -> dict[Key, Place]:
    rows = LabelChange.objects.filter(reference__in=[key[1] for key in keys]).select_related("label__operator")
    found = {row.reference: row for row in rows}
    bodies = {reference: reverse("labels:change_body", args=[reference]) for reference in found}
    return {key: _label(found[key[1]].label, bodies[key[1]]) for key in keys if key[1] in found}


def _heard(keys: list[Key]) -> dict[Key, Place]:
    found = {row.reference: row for row in OutsideLabel.objects.filter(reference__in=[key[0] for key in keys])}
    return _each(keys, found, _outside)


def _outside(label: OutsideLabel) -> Place:
    path, body = (reverse(f"labels:{name}", args=[label.reference]) for name in ("outside", "outside_body"))
    return Place(name=_("label given by %(host)s") % {"host": label.host}, path=path, body_path=body)


def _label(label: Label, body: str) -> Place:
    path = reverse("labels:label", args=[label.reference])
    return Place(name=_("label of %(operator)s") % {"operator": label.operator.name}, path=path, body_path=body)


def _each(keys: list[Key], found: dict[str, Row], place: Callable[[Row], Place]) -> dict[Key, Place]:
    return {key: place(found[key[0]]) for key in keys if key[0] in found}
