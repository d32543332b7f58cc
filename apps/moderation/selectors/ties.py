"""Declared links of trust managers, as everybody reads them: under mandate names, and nobody else's name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotFound
from apps.look.moments import day
from apps.moderation.services.ties import DECLARING, TieDraft
from apps.moderation.ties import Tie
from apps.spaces.models import Mandate, Operator, Space
from apps.spaces.permissions import Visitor

SHOWN = 200
Choices = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class TieView:
    """One declared link."""

    reference: str
    office: str
    with_what: str
    reason: str
    said_by: str  # empty: by the person themselves
    since: str
    is_mine: bool  # this reader declared it, and ends it


def declared(visitor: Visitor) -> list[TieView]:
    """Those that hold, newest first."""
    rows = Tie.objects.standing().select_related("mandate", "colleague", "operator", "space", "declared_by")[:SHOWN]
    return [_view(tie, visitor) for tie in rows]


def _view(tie: Tie, visitor: Visitor) -> TieView:
    by = tie.declared_by
    return TieView(
        reference=tie.reference,
        office=tie.mandate.public_name,
        with_what=with_what(tie),
        reason=tie.reason,
        said_by=by.public_name if by is not None and by.account_id != tie.mandate.account_id else "",
        since=day(tie.declared_at),
        is_mine=visitor.is_authenticated and by is not None and by.account_id == visitor.pk,
    )


def with_what(tie: Tie) -> str:
    """The other end of a link; a member is not named."""
    if tie.colleague is not None:
        return tie.colleague.public_name
    if tie.operator is not None:
        return tie.operator.name
    return tie.space.name if tie.space is not None else _("a member, whose name is not shown")


def offices(visitor: Visitor, *, now: datetime) -> Choices:
    """Whose link a trust manager or mediator can declare: their own, then those of others. Empty for everybody else."""
    held = Mandate.objects.valid(now).filter(role__in=DECLARING).exclude(account=None).order_by("public_name")
    rows = list(held)
    mine = [row for row in rows if visitor.is_authenticated and row.account_id == visitor.pk]
    if not mine:
        return []
    others = [row for row in rows if row.account_id != mine[0].account_id]
    return [(row.reference, row.public_name) for row in [*mine, *others]]


def things() -> Choices:
    """Other trust managers, operators, spaces."""
    managers = Mandate.objects.filter(role__in=DECLARING).exclude(account=None).order_by("public_name")
    return [
        ("", _("Choose")),
        (_("Trust managers"), [(f"colleague:{m.reference}", m.public_name) for m in managers]),
        (_("Operators"), [(f"operator:{o.reference}", o.name) for o in Operator.objects.order_by("name")]),
        (_("Spaces"), [(f"space:{s.reference}", s.name) for s in Space.objects.order_by("slug")]),
    ]


KINDS: dict[str, Any] = {"colleague": Mandate, "operator": Operator, "space": Space}


def draft_of(data: dict[str, str]) -> TieDraft:
    """What the service takes, from what the form said."""
    kind, _colon, reference = data["with_what"].partition(":")
    mandate = Mandate.objects.filter(reference=data["office"]).first()
    other = KINDS[kind].objects.filter(reference=reference).first() if kind in KINDS else None
    if mandate is None or other is None:
        raise BadInput({"with_what": _("Name one thing or one person at a time.")})
    return TieDraft(mandate=mandate, reason=data["reason"], **{kind: other})


def tie_by(reference: str) -> Tie:
    """Raises NotFound."""
    tie = Tie.objects.filter(reference=reference).first()
    if tie is None:
        raise NotFound(_("No link bears this number."))
    return tie
