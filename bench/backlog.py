"""A seeded space of invented reviews, written through COPY into the real tables: some people and subjects are busy."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2024, 1, 1, tzinfo=UTC)
SYLLABLES = ("ka", "lo", "mi", "ter", "van", "sel", "dri", "po", "nu", "cha", "ben", "or", "quil", "fas", "ge", "tum")
COLUMNS = (
    "reference, author_id, author_name, source_id_there, language, text, html, state, masked_spans, \"case\", "
    "published_at, version, helpful_count, space_id, subject_id, title, stars, original_scale, link"
)  # fmt: skip
TOGETHER = 2_000


class Backlog:
    """Who writes about what, drawn again and again from one seed."""

    def __init__(self, reviews: int, *, seed: int = 20261121, texts: float = 0.5) -> None:
        self.reviews, self.texts, self.rng = reviews, texts, random.Random(seed)
        self.space = _space()
        self.people = _people(max(10, reviews // 8))
        self.subjects = _subjects(max(5, reviews // 40))

    def write(self, after: timedelta = timedelta()) -> None:
        """All of them, half an hour apart."""
        self._write(range(self.reviews), after)

    def more(self, count: int) -> list[int]:
        """Some that come after all others; their keys."""
        from apps.posts.models import Review

        numbers = range(self.reviews, self.reviews + count)
        self._write(numbers, timedelta())
        references = [_reference(number) for number in numbers]
        return list(Review.objects.filter(reference__in=references).order_by("pk").values_list("pk", flat=True))

    def _write(self, numbers: range, after: timedelta) -> None:
        from django.db import connection

        with connection.cursor() as cursor, cursor.copy(f"COPY posts_review ({COLUMNS}) FROM STDIN") as copy:
            for some in self._lines(numbers, after):
                copy.write(some)

    def author(self) -> Any:
        """One of few who write much or of many who write little."""
        return self._drawn(self.people)

    def subject(self) -> Any:
        """One of few that everybody knows, or of many."""
        return self._drawn(self.subjects)

    def stars(self) -> int:
        """Mostly content."""
        return self.rng.choices((1, 2, 3, 4, 5), (10, 6, 10, 30, 44))[0]

    def text(self) -> str:
        """Forty invented words; one text in fifty is a copy of another."""
        own = random.Random(self.rng.randrange(40)) if self.rng.random() < 0.02 else self.rng
        letters = own.choices(SYLLABLES, k=120)
        return " ".join("".join(letters[at : at + 3]) for at in range(0, 120, 3))

    def _drawn(self, among: list[Any]) -> Any:
        return among[int(self.rng.random() ** 2 * len(among))]

    def _lines(self, numbers: range, after: timedelta) -> Iterator[str]:
        for start in range(0, len(numbers), TOGETHER):
            some = numbers[start : start + TOGETHER]
            yield "".join(self._line(number, START + after + timedelta(minutes=30 * number)) for number in some)

    def _line(self, number: int, at: datetime) -> str:
        text = self.text() if self.rng.random() < self.texts else ""
        html = f"<p>{text}</p>" if text else ""
        return (
            f"{_reference(number)}\t{self.author().pk}\t\t\tfr\t{text}\t{html}\tpublished\t[]\t\t{at.isoformat()}\t1\t0\t"
            f"{self.space.pk}\t{self.subject().pk}\t\t{self.stars()}\t\tnone\n"
        )


def _reference(number: int) -> str:
    return f"bench-{number:010d}"


def _space() -> Any:
    from apps.spaces.models import Operator, Space

    operator = Operator.objects.create(slug="bench", name="Bench", created_at=START)
    return Space.objects.create(slug="bench", name_fr="Banc", name_en="Bench", operator=operator, created_at=START)


def _people(count: int) -> list[Any]:
    from apps.people.models import Persona

    rows = (Persona(pseudonym=f"p{n}", skeleton=f"p{n}", created_at=START) for n in range(count))
    return Persona.objects.bulk_create(rows, batch_size=TOGETHER)


def _subjects(count: int) -> list[Any]:
    from apps.posts.models import Subject, SubjectKind

    rows = (Subject(slug=f"s{n}", name=f"Subject {n}", kind=SubjectKind.PLACE) for n in range(count))
    return Subject.objects.bulk_create(rows, batch_size=TOGETHER)
