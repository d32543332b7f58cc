"""What a bound field needs to be drawn: its control, its choices, the ids that tie words to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

GROUPS = {"radioselect", "checkboxselectmultiple"}
STYLES = {"list": ("choices", "choice"), "chips": ("chips", "chip"), "tiles": ("tiles", "tile")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio or box of a group."""

    control: SafeString
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class FieldParts:
    """One field, ready to draw."""

    bound: BoundField
    kind: str  # hidden, group, check or control
    group_css: str
    choice_css: str
    control: SafeString
    choices: tuple[Choice, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Mistake:
    """One sentence of the summary and the control it is about."""

    sentence: str
    target: str


def field_parts(bound: BoundField, style: str, icons: Mapping[str, str], attrs: Mapping[str, str]) -> FieldParts:
    """Read a bound field once, so that the template only lays out."""
    kind = _kind(bound)
    return FieldParts(
        bound=bound,
        kind=kind,
        group_css=STYLES[style][0],
        choice_css=STYLES[style][1],
        control=SafeString("") if kind == "group" else bound.as_widget(attrs=_attrs(bound, kind, attrs)),
        choices=_choices(bound, icons) if kind == "group" else (),
        optional=not bound.field.required and kind in {"control", "group"} and not _chosen(bound),
    )


def mistakes(form: BaseForm) -> list[Mistake]:
    """Every sentence of the form, in the order of its fields, those about no field first."""
    about_none = [Mistake(str(error), "") for error in form.non_field_errors()]
    about_one = [
        Mistake(_named(str(bound.label), str(error)), bound.auto_id) for bound in form for error in bound.errors
    ]
    return about_none + about_one


def _named(label: str, sentence: str) -> str:
    """A label that asks needs no colon."""
    if label.endswith("?"):
        return f"{label} {sentence}"
    return _("%(label)s: %(sentence)s") % {"label": label, "sentence": sentence}


def _kind(bound: BoundField) -> str:
    if bound.is_hidden:
        return "hidden"
    if bound.widget_type in GROUPS:
        return "group"
    return "check" if bound.widget_type == "checkbox" else "control"


def _chosen(bound: BoundField) -> bool:
    """Radio buttons of which one is chosen from the start: there is nothing to leave out."""
    return bound.widget_type == "radioselect" and bound.value() not in (None, "")


def _attrs(bound: BoundField, kind: str, attrs: Mapping[str, str]) -> dict[str, Any]:
    """Our class beside the form's own; Django itself ties help and errors to the control."""
    ours = {"control": "field", "check": "check"}.get(kind, "")
    css = f"{ours} {bound.field.widget.attrs.get('class', '')}".strip()
    return {**attrs, **({"class": css} if css else {})}


def _choices(bound: BoundField, icons: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(widget.tag(), str(widget.choice_label), icons.get(str(widget.data["value"]), ""))
        for widget in bound.subwidgets
        if widget.data["value"] or not bound.field.required
    )
