"""Whom a label is about is told what became of it, in which words; here and at other bodies."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.labels.models import Label, OutsideLabel
from apps.labels.states import LabelState
from apps.look.moments import day
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.spaces.selectors import faces_of

GIVEN = "label.given"
HEARD = "outside_label.heard"
WORDS = {
    GIVEN: _("%(by)s gave %(operator)s the label, until %(until)s."),
    f"label.{LabelState.SUSPENDED}": _("%(by)s suspended the label of %(operator)s. Its page says why."),
    f"label.{LabelState.VALID}": _("%(by)s took up the label of %(operator)s again. Its page says why."),
    f"label.{LabelState.REVOKED}": _("%(by)s revoked the label of %(operator)s. Its page says why."),
    HEARD: _("%(host)s gave a label to %(operator)s. Its page says whether it holds."),
    f"outside_label.{LabelState.SUSPENDED}": _("%(host)s suspended a label that it gave to %(operator)s."),
    f"outside_label.{LabelState.VALID}": _("%(host)s took up a label of %(operator)s again."),
    f"outside_label.{LabelState.REVOKED}": _("%(host)s revoked a label that it gave to %(operator)s."),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def tell_of_label(label: Label, kind: str, by: str, now: datetime) -> None:
    """The operator: `by` is the public name of the office that did it."""
    until = in_each_language(lambda: day(label.valid_until))
    prepare(
        kind=kind,
        to=faces_of(label.operator, now=now),
        about=label.reference,
        path=f"/label/l/{label.reference}/",
        context={"operator": label.operator.name, "by": by, "until": until},
        now=now,
    )


def tell_of_outside_label(label: OutsideLabel, before: str, now: datetime) -> None:
    """An operator of this register, once what the body says differs from `before` (empty: it is new here)."""
    if label.operator is None or label.said == before:
        return
    new = not before and label.said == LabelState.VALID
    to = faces_of(label.operator, now=now)
    if not before and label.brought_by:  # whoever brought the file has just seen it
        to = to.exclude(account__representations__reference=label.brought_by)
    prepare(
        kind=HEARD if new else f"outside_label.{label.said}",
        to=to,
        about=label.reference,
        path=f"/label/elsewhere/{label.reference}/",
        context={"operator": label.operator.name, "host": label.host},
        now=now,
    )
