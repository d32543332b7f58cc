"""Ratings and reviews from elsewhere: dated, on their own scale, about subjects made when missing."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.html import linebreaks
from django.utils.text import slugify

from apps.base.models import references
from apps.gate.imports.files import BadFile, Row
from apps.gate.imports.mappings import FileMapping
from apps.gate.imports.runs import HERE_ALREADY, Numbered
from apps.gate.imports.staging import copy_straight, escaped, insert_from, run
from apps.posts.models import Review, Source, Subject, SubjectKind
from apps.spaces.models import Space

MAX_TEXT = 60_000
NEEDS = {
    "there": True, "subject": True, "subject_id": False, "author": True, "at": True, "rating": True,
    "text": False, "title": False,
}  # fmt: skip

FIELDS = (
    "reference", "source_id_there", "author_name", "published_at", "stars", "original_rating", "title", "text", "html",
    "subject",
)  # fmt: skip
KNOWN_TOGETHER = 200_000  # subjects whose place is remembered from one batch to the next


class Rating(NamedTuple):
    """One row as it was read."""

    there: str
    subject: str
    subject_id: str  # what the source calls it, for its address; its name when there is nothing else
    author: str
    at: datetime
    rating: int | None
    text: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest and highest rating of the source; from 1 to 5 they are stars."""

    lowest: int
    highest: int

    @classmethod
    def of(cls, mapping: FileMapping) -> "Scale":
        """As the mapping says: `scale = [-10, 10]`."""
        given = mapping.settings.get("scale")
        if not (isinstance(given, list) and len(given) == 2 and all(type(end) is int for end in given)):
            raise BadFile(f"{mapping.name}: scale must be two whole numbers, as in scale = [1, 5].")
        if not -32_000 < given[0] < given[1] < 32_000:
            raise BadFile(f"{mapping.name}: {given[0]} to {given[1]} is no scale.")
        return cls(given[0], given[1])

    @property
    def stars(self) -> bool:
        """Whether it is ours."""
        return (self.lowest, self.highest) == (1, 5)

    def __str__(self) -> str:
        return f"{self.lowest}..{self.highest}"


def rating_of(row: Row, mapping: FileMapping, scale: Scale) -> Rating:
    """Read a row; BadRow with the reason."""
    has = mapping.fields
    return Rating(
        there=mapping["there"].required(row, 120),
        subject=mapping["subject"].required(row, 160),
        subject_id=mapping["subject_id" if "subject_id" in has else "subject"].required(row, 160),
        author=mapping["author"].required(row, 120),
        at=mapping["at"].moment(row),
        rating=mapping["rating"].integer(row, scale.lowest, scale.highest),
        text=mapping["text"].text(row, MAX_TEXT) if "text" in has else "",
        title=mapping["title"].text(row, 160) if "title" in has else "",
    )


class Line(NamedTuple):
    """A rating made ready while the database takes others: all that goes there but the place of its subject."""

    there: str
    slug: str
    subject: str
    copied: str


@dataclass(frozen=True, slots=True)
class Market:
    """Where ratings go."""

    space: Space
    source: Source
    kind: SubjectKind
    scale: Scale | None  # None: the source has no ratings
    language: str
    slugs: dict[str, str] = field(default_factory=dict)  # by what the source calls a subject; kept by who reads
    places: dict[str, int] = field(default_factory=dict)  # of subjects, by slug; kept by who writes

    def read_as(self, read: Callable[[Row], Rating]) -> Callable[[Row], Line]:
        """A row made ready to be written, as far as that needs no database."""
        fresh = _references()
        return lambda row: self._line(read(row), next(fresh))

    def ready(self, ratings: Iterable[Rating]) -> list[Line]:
        """Ratings that are read already, made ready to be written."""
        return [self._line(rating, reference) for rating, reference in zip(ratings, _references(), strict=False)]

    def write(self, batch: Sequence[Numbered[Line]]) -> list[tuple[int, str]]:
        """Subjects first, then what was said of them; the lines that were here.

        One at a time writes what is from this source: what is not there yet comes in straight.
        """
        run("SELECT FROM posts_source WHERE id = %s FOR NO KEY UPDATE", [self.source.pk])
        fresh, here = self._sorted(batch)
        self._know_subjects(fresh)
        lines = (f"{line.copied}\t{self.places[line.slug]}" for line in fresh)
        copy_straight(Review, FIELDS, lines, self._same())
        return here

    def _line(self, r: Rating, reference: str) -> Line:
        rating = "\\N" if r.rating is None else str(r.rating)
        scores = f"{rating}\t\\N" if self.scale is None or self.scale.stars else f"\\N\t{rating}"
        html = escaped(linebreaks(r.text, autoescape=True)) if r.text else ""
        words = f"{escaped(r.title)}\t{escaped(r.text)}\t{html}"
        told = f"{reference}\t{escaped(r.there)}\t{escaped(r.author)}\t{r.at}\t{scores}\t{words}"
        return Line(r.there, self._slug(r.subject_id), r.subject, told)

    def _slug(self, subject_id: str) -> str:
        slug = self.slugs.get(subject_id)
        if slug is None:
            _make_room(self.slugs)
            slug = self.slugs[subject_id] = slug_of(self.source, subject_id)
        return slug

    def _sorted(self, batch: Sequence[Numbered[Line]]) -> tuple[list[Line], list[tuple[int, str]]]:
        """What is new, and the numbers of what is here or stands twice in the batch."""
        known = {there for (there,) in run(HERE, [self.source.pk, [line.there for _n, line in batch]], fetch=True)}
        fresh, here = [], []
        for number, line in batch:
            if line.there in known:
                here.append((number, HERE_ALREADY))
            else:
                known.add(line.there)
                fresh.append(line)
        return fresh, here

    def _know_subjects(self, lines: Sequence[Line]) -> None:
        """Where each subject stands; a new one is called as the first line says that names it."""
        _make_room(self.places)
        names = {line.slug: line.subject for line in reversed(lines) if line.slug not in self.places}
        if names:
            slugs = sorted(names)
            self._make_subjects(slugs, [names[slug] for slug in slugs])
            self.places.update(run("SELECT slug, id FROM posts_subject WHERE slug = ANY(%s)", [slugs], fetch=True))

    def _make_subjects(self, slugs: list[str], names: list[str]) -> None:
        insert_from(
            Subject,
            {
                "reference": "r.reference", "slug": "r.slug", "name": "r.name", "kind": f"'{self.kind.value}'",
                "source": str(self.source.pk),
            },
            "FROM unnest(%s::text[], %s::text[], %s::text[]) r(reference, slug, name) "
            "WHERE NOT EXISTS (SELECT FROM posts_subject s WHERE s.slug = r.slug)",
            [list(references(len(slugs))), slugs, names],
        )  # fmt: skip

    def _same(self) -> dict[str, object]:
        scale = "" if self.scale is None or self.scale.stars else str(self.scale)
        return {
            "space": self.space.pk, "source": self.source.pk, "language": self.language, "original_scale": scale
        }  # fmt: skip


HERE = "SELECT source_id_there FROM posts_review WHERE source_id = %s AND source_id_there = ANY(%s)"


def _make_room(known: dict[str, Any]) -> None:
    """Memory does not grow with the file: what is forgotten is found again."""
    if len(known) > KNOWN_TOGETHER:
        known.clear()


def _references() -> Iterator[str]:
    while True:
        yield from references(1_000)


def slug_of(source: Source, subject: str) -> str:
    """An address for a subject of this source; two names never share one."""
    plain = slugify(subject)
    if plain != subject.lower():
        plain = f"{plain[:40]}-{hashlib.sha256(subject.encode()).hexdigest()[:8]}".strip("-")
    return f"{source.slug[:40]}-{plain}"[:100]
