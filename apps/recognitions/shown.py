"""What recognitions tell trust: why a converted status stands, whether it still does, where it is shown, contested."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.base import clock
from apps.people.models import Account
from apps.recognitions import refused
from apps.recognitions.models import Conversion
from apps.recognitions.rechecking import recheck
from apps.recognitions.scales import sides_of
from apps.recognitions.selectors.conversions import (
    ConversionView,
    CouldCount,
    conversion_views,
    could_count,
    of_account,
    sentence_of,
)
from apps.recognitions.selectors.gateways import SpaceGateways, gateways_of
from apps.recognitions.services.converting import conversion_redo
from apps.recognitions.states import RecognitionState
from apps.spaces.models import Mandate, Space
from apps.spaces.permissions import Visitor
from apps.trust.grounds import (
    Contestable,
    Grounds,
    register_contestable,
    register_grounds,
    register_recheck,
    register_scale_section,
    register_trust_section,
)
from apps.trust.models import Basis

SHOWN = 12


def register() -> None:
    """Called from `ready()`."""
    refused.register()
    register_grounds(Basis.CONVERTED, grounds)
    register_recheck(Basis.CONVERTED, recheck)
    register_contestable(
        "conversion", find, redo, word=gettext_lazy("an answer about a conversion"), basis=Basis.CONVERTED
    )
    register_trust_section("conversions", "recognitions/could_count.html", mine, order=40)
    register_scale_section("recognitions", "recognitions/counts_here.html", here, order=40)


def _row(reference: str) -> Conversion | None:
    rows = Conversion.objects.filter(reference=reference).select_related(
        "recognition__from_space", "recognition__to_space__operator", "recognition__document",
        "table__version", "persona", "topic",
    )  # fmt: skip
    return rows.first()


def grounds(because: str) -> Grounds | None:
    """Read again now; nobody’s other name stands in it."""
    row = _row(because)
    if row is None:
        return None
    [view] = conversion_views([row], now=clock.now())
    inputs = [(label, value, "") for label, value in view.inputs]
    return Grounds(sentence=view.sentence, inputs=[*inputs[:2], *_of_table(view), *inputs[2:]], rule=view.rule)


def _of_table(view: ConversionView) -> list[tuple[str, str, str]]:
    return [(_("Published table"), f"{view.source_name} → {view.space_name}", view.table_path)]


def find(reference: str) -> Contestable | None:
    """What was refused or has ended, as a case would tell it."""
    row = _row(reference)
    if row is None:
        return None
    way, now = row.recognition, clock.now()
    sides = sides_of([space for space in (way.from_space, way.to_space) if space], now=now)
    [view] = conversion_views([row], now=now)
    level = row.level if view.counts else None
    inputs = [(label, value, "") for label, value in view.inputs]
    return Contestable(
        persona=row.persona,
        space=way.to_space,
        sentence=sentence_of(row, sides, level),
        inputs=[*inputs, *_of_table(view)],
        path=view.path,
        involved=_who_published(row),
    )


def _who_published(row: Conversion) -> frozenset[int]:
    """Whoever signed the table does not judge what it refuses."""
    held = Mandate.objects.filter(reference=row.table.version.signed_by, account__isnull=False)
    return frozenset(pk for pk in held.values_list("account", flat=True) if pk is not None)


def redo(reference: str, named: Sequence[str], now: datetime) -> None:
    """Asked again, by the table in force and what is earned now."""
    conversion_redo(reference=reference, now=now)


def mine(account: Account, now: datetime) -> dict[str, list[CouldCount] | list[ConversionView]] | None:
    """On one's own page: where this could count, and what was asked."""
    options = could_count(account, now=now)
    asked = conversion_views(list(of_account(account)[:SHOWN]), now=now)
    return {"options": options, "asked": asked} if options or asked else None


def here(space: Space, visitor: Visitor, now: datetime) -> SpaceGateways | None:
    """On a space's page of statuses: what is taken from elsewhere."""
    found = gateways_of(space, now=now)
    standing = tuple(one for one in found.recognises if one.state != RecognitionState.ENDED)
    return replace(found, recognises=standing) if standing else None
