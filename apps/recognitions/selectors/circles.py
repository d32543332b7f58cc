"""Circles as anybody reads them: the template, who is in, which tables stand and what they say otherwise."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.base.models import typed
from apps.recognitions import circle_words
from apps.recognitions.circles import Belonging, Circle, CircleVersion
from apps.recognitions.models import Recognition, TableVersion
from apps.recognitions.scales import sides_of
from apps.recognitions.selectors.gateways import Gateway, all_recognitions, gateways
from apps.recognitions.services.circles import keeper
from apps.recognitions.template import differences, filled


@dataclass(frozen=True, slots=True)
class CircleLine:
    """A circle in a list."""

    slug: str
    path: str
    name: str
    purpose: str
    spaces: tuple[str, ...]
    tables: int


@dataclass(frozen=True, slots=True)
class CircleSpace:
    """A space in a circle; `until` once it has announced that it leaves."""

    space: str
    name: str
    path: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class CircleTable:
    """A table made from the template, and what it says otherwise, in words."""

    gateway: Gateway
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CircleText:
    """One version of the template."""

    number: int
    announced_at: datetime
    path: str
    diff_path: str


@dataclass(frozen=True, slots=True)
class CirclePage:
    """One circle. No field holds a figure of the circle about anybody."""

    slug: str
    path: str
    name: str
    purpose: str
    says: tuple[str, ...]
    never: tuple[str, ...]
    founder: str
    kept_by: str
    kept_by_name: str
    founded_at: datetime
    version: int
    versions: tuple[CircleText, ...]
    spaces: tuple[CircleSpace, ...]
    tables: tuple[CircleTable, ...]
    possible: int  # tables that the spaces in it could publish of each other


def circle_at(slug: str) -> Circle:
    """Raises NotFound."""
    found = Circle.objects.select_related("document", "founder__operator").filter(slug=typed(slug)).first()
    if found is None:
        raise NotFound(_("No circle has this address. All of them are listed under “Circles”."))
    return found


def circle_lines(*, now: datetime) -> list[CircleLine]:
    """All of them, by name. The same number of questions for any number."""
    inside = Belonging.objects.now(now).select_related("space")
    rows = Circle.objects.prefetch_related(Prefetch("belongings", inside, to_attr="inside"), _latest())
    tables: dict[int | None, int] = defaultdict(int)
    for key in Recognition.objects.standing(now).exclude(circle=None).values_list("circle", flat=True):
        tables[key] += 1
    return sorted((_line(row, tables[row.pk]) for row in rows), key=lambda line: line.name.lower())


def _latest() -> Prefetch[str, QuerySet[CircleVersion], str]:
    return Prefetch("templates", CircleVersion.objects.order_by("version__number"), to_attr="written")


def _line(row: Circle, tables: int) -> CircleLine:
    inside: Sequence[Belonging] = getattr(row, "inside", ())
    written: Sequence[CircleVersion] = getattr(row, "written", ())
    return CircleLine(
        slug=row.slug,
        path=reverse("recognitions:circle", args=[row.slug]),
        name=row.name,
        purpose=written[-1].purpose,
        spaces=tuple(one.space.name for one in inside),
        tables=tables,
    )


def circle_page(circle: Circle, *, now: datetime) -> CirclePage:
    """With every table of it that stands."""
    texts = list(circle.templates.select_related("version").order_by("-version__number"))
    inside = list(Belonging.objects.now(now).filter(circle=circle).select_related("space"))
    kept, last = keeper(circle, now=now), texts[0]
    return CirclePage(
        slug=circle.slug,
        path=reverse("recognitions:circle", args=[circle.slug]),
        name=circle.name,
        purpose=last.purpose,
        says=tuple(circle_words.says(last.terms())),
        never=tuple(circle_words.never()),
        founder=circle.founder.name,
        kept_by=kept.slug,
        kept_by_name=kept.name,
        founded_at=circle.founded_at,
        version=last.version.number,
        versions=tuple(_text(circle, text) for text in texts),
        spaces=tuple(_space(one) for one in inside),
        tables=tuple(_tables(circle, last, now)),
        possible=len(inside) * (len(inside) - 1),
    )


def _text(circle: Circle, text: CircleVersion) -> CircleText:
    address, number = [circle.founder.operator.slug, circle.document.slug], text.version.number
    return CircleText(
        number=number,
        announced_at=text.version.announced_at,
        path=f"{reverse('accountability:document', args=address)}?v={number}",
        diff_path=reverse("accountability:diff", args=[*address, number - 1, number]) if number > 1 else "",
    )


def _space(row: Belonging) -> CircleSpace:
    path = reverse("recognitions:space", args=[row.space.slug])
    return CircleSpace(row.space.slug, row.space.name, path, row.since, row.until)


def of_circle(circle: Circle, now: datetime) -> QuerySet[Recognition]:
    """Its tables that stand."""
    return all_recognitions().standing(now).filter(circle=circle)


def _tables(circle: Circle, text: CircleVersion, now: datetime) -> list[CircleTable]:
    """What binds now is compared with the latest template."""
    rows = {row.reference: row for row in of_circle(circle, now)}
    spaces = {space.pk: space for row in rows.values() for space in (row.from_space, row.to_space) if space}
    sides = sides_of(spaces.values(), now=now)
    binding = {
        table.recognition_id: table for table in TableVersion.objects.filter(recognition__in=rows.values()).binding(now)
    }
    found = []
    for gateway in gateways(rows.values(), now=now):
        row = rows[gateway.reference]
        source, space, table = row.from_space, row.to_space, binding.get(row.pk)
        if source is not None and table is not None and table.rows:
            there, here = sides[source.pk], sides[space.pk]
            proposed = filled(text.terms(), spaces[source.pk], spaces[space.pk], there, here)
            found.append(CircleTable(gateway, tuple(differences(proposed, table.terms(), there, here))))
    return found
