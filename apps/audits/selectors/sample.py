"""What was drawn to be looked at, and what was found of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.audits.models import Audit, Finding, Population, Verdict
from apps.audits.populations import Thing, things
from apps.labels.selectors.labels import StateSign

SIGNS = {
    Verdict.RIGHT: ("i-yes", ""),
    Verdict.WRONG: ("i-no", "alert"),
    Verdict.UNSURE: ("i-part", "doubt"),
}


@dataclass(frozen=True, slots=True)
class FindingView:
    """What one auditor found of one item."""

    by: str
    sign: StateSign
    words: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of the sample."""

    number: int
    about: str
    name: str
    path: str
    findings: list[FindingView]


def sample_of(audit: Audit, *, shown: bool) -> list[ItemView]:
    """What was drawn; what was found of it only once the result is out."""
    items = list(audit.sample.all())
    where = things(Population(audit.population), [item.about for item in items])
    found: dict[int, list[FindingView]] = {}
    if shown:
        rows = Finding.objects.filter(item__in=items, seat__left_at=None).select_related("seat")
        for row in rows.order_by("seat__number"):
            found.setdefault(row.item_id, []).append(FindingView(row.seat.named, verdict_sign(row.verdict), row.words))
    gone = _("no longer there")
    return [
        ItemView(item.number, item.about, thing.name, thing.path, found.get(item.pk, []))
        for item in items
        if (thing := where.get(item.about) or Thing(item.about, gone, ""))
    ]


def verdict_sign(verdict: str) -> StateSign:
    """A finding as a word with its icon."""
    icon, kind = SIGNS[Verdict(verdict)]
    return StateSign(str(Verdict(verdict).label).capitalize(), icon, kind)
