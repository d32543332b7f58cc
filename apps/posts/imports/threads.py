"""Forum talks from elsewhere: one row is one message, in the talk it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import linebreaks

from apps.base.models import new_reference
from apps.gate.imports.files import Row
from apps.gate.imports.mappings import FileMapping
from apps.gate.imports.runs import HERE_ALREADY, Numbered
from apps.gate.imports.staging import copy_in, insert_from, run
from apps.posts.markdown import to_html
from apps.posts.models import Post, Source, Thread
from apps.spaces.models import Space

MAX_TEXT = 60_000  # of a message from elsewhere
MOST_MESSAGES = 100_000  # in one talk
MOST_THANKS = 1_000_000

# A field, and whether a mapping must name it.
NEEDS = {
    "thread": True, "number": True, "title": True, "text": True, "author": True, "at": True,
    "thanks": False, "question": False, "best": False,
}  # fmt: skip

COLUMNS = {
    "line": "bigint", "thread": "text", "there": "text", "number": "int", "title": "text", "text": "text",
    "html": "text", "author": "text", "at": "timestamptz", "thanks": "int", "question": "bool", "best": "bool",
    "thread_reference": "text", "reference": "text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """One row as it was read."""

    thread: str
    number: int
    title: str
    text: str
    author: str
    at: datetime
    thanks: int = 0
    question: bool = False
    best: bool = False

    @property
    def there(self) -> str:
        """What identifies it where it comes from."""
        return f"{self.thread}.{self.number}"


def message_of(row: Row, mapping: FileMapping) -> Message:
    """Read a row; BadRow with the reason."""
    has = mapping.fields
    return Message(
        thread=mapping["thread"].required(row, 100),
        number=mapping["number"].integer(row, 0, MOST_MESSAGES) + 1,
        title=mapping["title"].required(row, 200),
        text=mapping["text"].required(row, MAX_TEXT),
        author=mapping["author"].required(row, 120),
        at=mapping["at"].moment(row),
        thanks=mapping["thanks"].integer(row, 0, MOST_THANKS) if "thanks" in has else 0,
        question="question" in has and mapping["question"].says(row),
        best="best" in has and mapping["best"].says(row),
    )


@dataclass(frozen=True, slots=True)
class Forum:
    """Where messages go."""

    space: Space
    source: Source
    language: str
    plain: bool

    def write(self, batch: Sequence[Numbered[Message]]) -> list[tuple[int, str]]:
        """Talks first, then their messages, then what follows from both; the lines that were here."""
        copy_in("imported_message", COLUMNS, map(self._staged, batch))
        self._threads()
        self._posts()
        run(FOLLOW_UP, [self.source.pk])
        written = {line for (line,) in run(WRITTEN, fetch=True)}
        return [(line, HERE_ALREADY) for line, _message in batch if line not in written]

    def _staged(self, numbered: Numbered[Message]) -> tuple[object, ...]:
        line, m = numbered
        html = linebreaks(m.text, autoescape=True) if self.plain else to_html(m.text)
        return (
            line, m.thread, m.there, m.number, m.title, m.text, html, m.author, m.at, m.thanks, m.question, m.best,
            new_reference(), new_reference(),
        )  # fmt: skip

    def _threads(self) -> None:
        insert_from(
            Thread,
            {
                "reference": "thread_reference", "space": str(self.space.pk), "source": str(self.source.pk),
                "source_id_there": "thread", "title": "title", "is_question": "question",
                "started_at": "at", "last_post_at": "at",
            },
            "FROM (SELECT DISTINCT ON (thread) * FROM imported_message ORDER BY thread, number) m",
        )  # fmt: skip

    def _posts(self) -> None:
        insert_from(
            Post,
            {
                "reference": "m.reference", "thread": "t.id", "number": "m.number", "author_name": "m.author",
                "source": str(self.source.pk), "source_id_there": "m.there", "language": f"'{self.language}'",
                "text": "m.text", "html": "m.html", "published_at": "m.at", "helpful_count": "m.thanks",
            },
            "FROM imported_message m JOIN posts_thread t ON t.source_id_there = m.thread "
            f"AND t.source_id = {self.source.pk} ORDER BY m.line",
        )  # fmt: skip


WRITTEN = "SELECT m.line FROM imported_message m JOIN posts_post p ON p.reference = m.reference"

# What a talk is follows from its messages: counted again for each talk that was touched.
FOLLOW_UP = """
UPDATE posts_thread t SET
  post_count = c.posts, started_at = c.first_at, last_post_at = c.last_at,
  title = coalesce(q.title, t.title), is_question = t.is_question OR coalesce(q.question, false),
  best_answer_id = coalesce(b.id, t.best_answer_id), best_answer_at = coalesce(b.at, t.best_answer_at)
FROM (SELECT DISTINCT thread FROM imported_message) touched
JOIN posts_thread own ON own.source_id = %s AND own.source_id_there = touched.thread
JOIN LATERAL (SELECT count(*) AS posts, min(published_at) AS first_at, max(published_at) AS last_at
  FROM posts_post WHERE thread_id = own.id) c ON true
LEFT JOIN LATERAL (SELECT title, question FROM imported_message WHERE thread = touched.thread AND number = 1 LIMIT 1) q
  ON true
LEFT JOIN LATERAL (SELECT p.id, p.published_at AS at FROM imported_message m
  JOIN posts_post p ON p.thread_id = own.id AND p.number = m.number
  WHERE m.thread = touched.thread AND m.best AND m.number > 1 ORDER BY m.number LIMIT 1) b ON true
WHERE t.id = own.id
"""
