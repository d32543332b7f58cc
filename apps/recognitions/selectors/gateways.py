"""One way from a space to another, as anybody reads it. A list costs the same number of questions at any length."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.base.errors import NotFound
from apps.base.models import typed
from apps.documents.models import ChangeClass
from apps.recognitions import wording
from apps.recognitions.models import Recognition, RecognitionQuerySet, TableVersion
from apps.recognitions.scales import Side, far_side, sides_of
from apps.recognitions.selectors.flows import Flow, flows
from apps.recognitions.states import RecognitionState
from apps.spaces.models import Space


@dataclass(frozen=True, slots=True)
class TableLine:
    """One version of a table: since when it binds, and where its text and what changed are read."""

    number: int
    announced_at: datetime
    effective_at: datetime
    change: str
    in_force: bool
    path: str
    diff_path: str


@dataclass(frozen=True, slots=True)
class Gateway:
    """What is earned in one space counts in another: by which table, since when."""

    reference: str
    path: str
    source: str  # slug; empty for a space of another site
    source_name: str
    source_address: str  # of a space of another site, where other sites read it; empty for a space here
    space: str
    space_name: str
    state: str
    state_words: str
    ends_at: datetime | None
    says: tuple[str, ...]  # what counts for what
    bounds: tuple[str, ...]  # how much, how often, how long
    rows: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]
    cap: str
    quota: int
    max_age: int
    version: int
    effective_at: datetime
    next_from: datetime | None  # another version is announced
    versions: tuple[TableLine, ...]
    flow: Flow
    circle: str  # whose template it was made from; empty for none
    circle_name: str
    circle_path: str

    @property
    def topics_words(self) -> str:
        """On how much."""
        n = len(self.topics)
        return ngettext("on %(n)d topic", "on %(n)d topics", n) % {"n": n}


def all_recognitions() -> RecognitionQuerySet:
    """With what a line needs."""
    return Recognition.objects.select_related("from_space", "to_space__operator", "document", "circle")


def gateway_at(reference: str) -> Recognition:
    """Raises NotFound."""
    found = all_recognitions().filter(reference=typed(reference)).first()
    if found is None:
        raise NotFound(_("No recognition has this address."))
    return found


def gateways(recognitions: Iterable[Recognition], *, now: datetime) -> list[Gateway]:
    """As they stand now, by name of the space where something was earned."""
    rows = list(recognitions)
    tables = _tables(rows)
    sides = sides_of([space for row in rows for space in (row.from_space, row.to_space) if space], now=now)
    came = flows(rows, now=now)
    found = [_gateway(row, tables[row.pk], sides, came[row.pk], now) for row in rows]
    return sorted(found, key=lambda one: (one.space_name.lower(), one.source_name.lower()))


def _tables(rows: Sequence[Recognition]) -> dict[int, list[TableVersion]]:
    found: dict[int, list[TableVersion]] = defaultdict(list)
    tables = TableVersion.objects.filter(recognition__in=rows).select_related("version")
    for table in tables.defer("version__body_fr", "version__body_en").order_by("version__number"):
        found[table.recognition_id].append(table)
    return found


def _gateway(
    row: Recognition, tables: list[TableVersion], sides: dict[int, Side], flow: Flow, now: datetime
) -> Gateway:
    shown = _shown(tables, now)
    terms = shown.terms()
    later = [t.effective_at for t in tables if t.effective_at > now and t.version.number > shown.version.number]
    far = far_side(row.source_name, row.from_shown) if row.from_space is None else None
    there, here = far or sides[row.from_space_id or 0], sides[row.to_space_id]
    over = row.ends_at is not None and row.ends_at <= now
    state = RecognitionState.ENDED if over else RecognitionState(row.state)
    return Gateway(
        reference=row.reference,
        path=reverse("recognitions:gateway", args=[row.reference]),
        source=row.from_space.slug if row.from_space else "",
        source_name=row.source_name,
        source_address=str(row.from_shown.get("address", "")),
        space=row.to_space.slug,
        space_name=row.to_space.name,
        state=state.value,
        state_words=str(state.label),
        ends_at=row.ends_at,
        says=tuple(wording.sentences(terms, there, here)) if terms.rows else (),
        bounds=tuple(wording.bounds(terms, there, here)) if terms.rows else (),
        rows=tuple((there.step(was), here.step(level)) for was, level in terms.rows),
        topics=tuple((there.topic(was), here.topic(topic)) for was, topic in terms.topics),
        cap=here.step(terms.cap),
        quota=terms.quota,
        max_age=terms.max_age,
        version=shown.version.number,
        effective_at=shown.effective_at,
        next_from=min(later, default=None),
        versions=tuple(_line(row, table, shown, over, now) for table in reversed(tables)),
        flow=flow,
        circle=row.circle.slug if row.circle else "",
        circle_name=row.circle.name if row.circle else "",
        circle_path=reverse("recognitions:circle", args=[row.circle.slug]) if row.circle else "",
    )


def _shown(tables: Sequence[TableVersion], now: datetime) -> TableVersion:
    """What binds; of what has ended, the last table there was."""
    binding = [t for t in tables if t.effective_at <= now and t.rows]
    return max(binding or tables[:1], key=lambda t: t.version.number)


def _line(row: Recognition, table: TableVersion, shown: TableVersion, over: bool, now: datetime) -> TableLine:
    number, address = table.version.number, [row.to_space.operator.slug, row.document.slug]
    diff = reverse("accountability:diff", args=[*address, number - 1, number]) if number > 1 else ""
    return TableLine(
        number=number,
        announced_at=table.version.announced_at,
        effective_at=table.effective_at,
        change=str(ChangeClass(table.version.change_class).label),
        in_force=table.pk == shown.pk and not over and table.effective_at <= now,
        path=f"{reverse('accountability:document', args=address)}?v={number}",
        diff_path=diff,
    )


@dataclass(frozen=True, slots=True)
class SpaceGateways:
    """Both directions of one space."""

    space: str
    space_name: str
    recognises: tuple[Gateway, ...]
    recognised_by: tuple[Gateway, ...]


def gateways_of(space: Space, *, now: datetime) -> SpaceGateways:
    """What it recognises, and by whom it is recognised."""
    every = all_recognitions()
    found = gateways([*every.filter(to_space=space), *every.filter(from_space=space)], now=now)
    return SpaceGateways(
        space=space.slug,
        space_name=space.name,
        recognises=tuple(one for one in found if one.space == space.slug),
        recognised_by=tuple(one for one in found if one.source == space.slug),
    )
