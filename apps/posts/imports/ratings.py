"""Ratings and reviews from elsewhere: dated, on their own scale, about subjects made when missing."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import linebreaks
from django.utils.text import slugify

from apps.base.models import new_reference
from apps.gate.imports.files import BadFile, Row
from apps.gate.imports.mappings import FileMapping
from apps.gate.imports.runs import HERE_ALREADY, Numbered
from apps.gate.imports.staging import copy_in, insert_from, run
from apps.posts.models import Review, Source, Subject, SubjectKind
from apps.spaces.models import Space

MAX_TEXT = 60_000
NEEDS = {
    "there": True, "subject": True, "subject_id": False, "author": True, "at": True, "rating": True,
    "text": False, "title": False,
}  # fmt: skip

COLUMNS = {
    "line": "bigint", "there": "text", "subject": "text", "slug": "text", "author": "text", "at": "timestamptz",
    "stars": "int", "original": "int", "text": "text", "html": "text", "title": "text",
    "subject_reference": "text", "reference": "text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rating:
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


@dataclass(frozen=True, slots=True)
class Market:
    """Where ratings go."""

    space: Space
    source: Source
    kind: SubjectKind
    scale: Scale | None  # None: the source has no ratings
    language: str

    def write(self, batch: Sequence[Numbered[Rating]]) -> list[tuple[int, str]]:
        """Subjects first, then what was said of them; the lines that were here."""
        copy_in("imported_rating", COLUMNS, self._staged(batch))
        self._subjects()
        self._reviews()
        written = {line for (line,) in run(WRITTEN, fetch=True)}
        return [(line, HERE_ALREADY) for line, _rating in batch if line not in written]

    def _staged(self, batch: Sequence[Numbered[Rating]]) -> Iterator[tuple[object, ...]]:
        """Rows for COPY; the first that names a subject brings the reference a new one would get."""
        on_stars, slugs = self.scale is None or self.scale.stars, dict[str, str]()
        for line, r in batch:
            if is_first := r.subject_id not in slugs:
                slugs[r.subject_id] = slug_of(self.source, r.subject_id)
            stars, original = (r.rating, None) if on_stars else (None, r.rating)
            html = linebreaks(r.text, autoescape=True) if r.text else ""
            yield (
                line, r.there, r.subject, slugs[r.subject_id], r.author, r.at, stars, original, r.text, html, r.title,
                new_reference() if is_first else "", new_reference(),
            )  # fmt: skip

    def _subjects(self) -> None:
        insert_from(
            Subject,
            {
                "reference": "subject_reference", "slug": "slug", "name": "subject", "kind": f"'{self.kind.value}'",
                "source": str(self.source.pk),
            },
            "FROM (SELECT DISTINCT ON (slug) * FROM imported_rating ORDER BY slug, line) r "
            "WHERE NOT EXISTS (SELECT FROM posts_subject s WHERE s.slug = r.slug)",
        )  # fmt: skip

    def _reviews(self) -> None:
        scale = "" if self.scale is None or self.scale.stars else str(self.scale)
        insert_from(
            Review,
            {
                "reference": "r.reference", "space": str(self.space.pk), "subject": "s.id", "author_name": "r.author",
                "source": str(self.source.pk), "source_id_there": "r.there", "language": f"'{self.language}'",
                "title": "r.title", "text": "r.text", "html": "r.html", "published_at": "r.at", "stars": "r.stars",
                "original_rating": "r.original", "original_scale": f"'{scale}'",
            },
            "FROM imported_rating r JOIN posts_subject s ON s.slug = r.slug ORDER BY r.line",
        )  # fmt: skip


WRITTEN = "SELECT i.line FROM imported_rating i JOIN posts_review r ON r.reference = i.reference"


def slug_of(source: Source, subject: str) -> str:
    """An address for a subject of this source; two names never share one."""
    plain = slugify(subject)
    if plain != subject.lower():
        plain = f"{plain[:40]}-{hashlib.sha256(subject.encode()).hexdigest()[:8]}".strip("-")
    return f"{source.slug[:40]}-{plain}"[:100]
