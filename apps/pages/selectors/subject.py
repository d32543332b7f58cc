"""All reviews of one thing, spaces and imports side by side; never one figure across spaces."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.base.errors import NotFound
from apps.look.charts import bars, sparkline
from apps.look.charts.bars import BarChart
from apps.look.charts.spark import Sparkline
from apps.pages.filters import filtered, order_choices, page_number, why_this_order
from apps.pages.selectors.lines import ReviewLine, review_lines, with_neighbours
from apps.pages.selectors.parts import Choice, Numbering, OperatorFace, SpaceBrief, operator_face, paged, space_brief
from apps.posts import selectors as posts
from apps.posts.models import STANDING, Lack, Review, Source
from apps.professionals.selectors.figures import tally_of_subject
from apps.professionals.verification.register import RegisterRow, faces_of
from apps.spaces.models import Space
from apps.spaces.permissions import Visitor, readable_spaces

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Share:
    """How many gave this rating."""

    rating: str
    reviews: int


@dataclass(frozen=True, slots=True)
class Month:
    """How many reviews in one month."""

    month: date
    reviews: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The reviews of one space, or of one import into it: how many, how they spread, how they were controlled."""

    space: SpaceBrief
    source: str
    licence: str
    control: str
    reviews: int
    shares: list[Share]
    months: list[Month]

    @property
    def spread(self) -> BarChart:
        """The ratings, drawn."""
        said = ", ".join(f"{share.rating}: {share.reviews}" for share in self.shares)
        sentence = _("Ratings in %(space)s: %(said)s") % {"space": self.space.name, "said": said}
        rows = [(share.rating, share.reviews) for share in self.shares]
        return bars(rows, sentence=sentence, headers=(_("Rating"), _("Reviews")))

    @property
    def over_time(self) -> Sparkline:
        """The months, drawn."""
        sentence = ngettext("%(n)d review, month by month", "%(n)d reviews, month by month", self.reviews)
        points = [(f"{m.month:%Y-%m}", m.reviews) for m in self.months]
        return sparkline(points, sentence=sentence % {"n": self.reviews}, header=_("Reviews"))


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """One thing that people tell of, in several spaces."""

    slug: str
    label: str
    name: str
    place: str
    kind: str
    operator: OperatorFace | None
    faces: list[RegisterRow]  # who speaks for it with face uncovered
    doubts_said: str
    doubts_url: str
    origins: list[Origin]
    reviews: list[ReviewLine]
    numbering: Numbering
    order: str
    orders: tuple[Choice, ...]


def subject_page(visitor: Visitor, query: QueryDict, *, subject: str, now: datetime) -> SubjectPage:
    """What this visitor may read of a subject; raises NotFound when that is nothing."""
    spaces = readable_spaces(visitor, now=now)
    thing = posts.visible_subjects(spaces).select_related("operator").filter(slug=subject).first()
    if thing is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    rows = Review.objects.filter(STANDING, subject=thing, space__in=spaces)
    doubts = tally_of_subject(thing)
    found, numbering = paged(with_neighbours(filtered(rows, query)), page_number(query))
    return SubjectPage(
        slug=thing.slug,
        label=posts.label_of(thing),
        name=thing.name,
        place=thing.place,
        kind=thing.get_kind_display(),
        operator=operator_face(thing.operator, now) if thing.operator else None,
        faces=faces_of(thing, now=now),
        doubts_said=doubts.sentence if doubts.raised else "",
        doubts_url=reverse("professionals:of_subject", args=[thing.slug]) if doubts.raised else "",
        origins=_origins(rows),
        reviews=review_lines(found),
        numbering=numbering,
        order=why_this_order(query),
        orders=order_choices(query),
    )


def _origins(rows: QuerySet[Review]) -> list[Origin]:
    """Per space and import, in the order of the first review; two queries for all of them."""
    counted = rows.exclude(state="masked", masked_spans=[])
    shares: dict[tuple[int, int | None], list[tuple[int | None, int | None, int]]] = defaultdict(list)
    for space, source, stars, original, n in counted.values_list(
        "space", "source", "stars", "original_rating"
    ).annotate(n=Count("pk")):
        shares[space, source].append((stars, original, n))
    months: dict[tuple[int, int | None], dict[date, int]] = defaultdict(dict)
    for space, source, month, n in rows.values_list("space", "source", TruncMonth("published_at")).annotate(
        n=Count("pk")
    ):
        months[space, source][timezone.localdate(month)] = n
    spaces = Space.objects.in_bulk([space for space, _source in months])
    sources = Source.objects.in_bulk([source for _space, source in months if source])
    ordered = sorted(months, key=lambda key: min(months[key]))
    return [_origin(spaces[s], sources.get(i) if i else None, shares[s, i], months[s, i]) for s, i in ordered]


def _origin(
    space: Space, source: Source | None, shares: list[tuple[int | None, int | None, int]], months: dict[date, int]
) -> Origin:
    imported = _("Imported as it was; it never counts as evidence of trust.")
    ours = _("Published without prior control; each can be contested.")
    return Origin(
        space=space_brief(space),
        source=source.name if source else "",
        licence=source.licence if source else "",
        control=imported if source else ours,
        reviews=sum(months.values()),
        shares=_stars(shares) if any(stars for stars, _o, _n in shares) else _originals(shares),
        months=[] if source and Lack.DATE in source.lacks else _every_month(months),
    )


def _stars(shares: list[tuple[int | None, int | None, int]]) -> list[Share]:
    counts = {stars: n for stars, _original, n in shares}
    return [Share(_("%(n)d st.") % {"n": stars}, counts.get(stars, 0)) for stars in range(5, 0, -1)]


def _originals(shares: list[tuple[int | None, int | None, int]]) -> list[Share]:
    """Ratings on a scale of their own, highest first."""
    counts = {original: n for _stars, original, n in shares if original is not None}
    return [Share(f"{original:+d}", counts[original]) for original in sorted(counts, reverse=True)]


def _every_month(months: dict[date, int]) -> list[Month]:
    """From the first month to the last, empty ones too; the latest 24."""
    first, last = min(months), max(months)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    every = [date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(count)]
    return [Month(month, months.get(month, 0)) for month in every[-MONTHS:]]
