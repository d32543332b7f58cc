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
WITH touched AS (
  SELECT t.id, t.source_id_there FROM posts_thread t
  WHERE t.source_id = %s AND t.source_id_there IN (SELECT thread FROM imported_message)
), counted AS (
  SELECT p.thread_id, count(*) AS posts, min(p.published_at) AS first_at, max(p.published_at) AS last_at
  FROM posts_post p JOIN touched ON touched.id = p.thread_id GROUP BY p.thread_id
), opened AS (
  SELECT DISTINCT ON (thread) thread, title, question FROM imported_message WHERE number = 1 ORDER BY thread, line
), solved AS (
  SELECT DISTINCT ON (p.thread_id) p.thread_id, p.id, p.published_at FROM imported_message m
  JOIN touched ON touched.source_id_there = m.thread
  JOIN posts_post p ON p.thread_id = touched.id AND p.number = m.number
  WHERE m.best AND m.number > 1 ORDER BY p.thread_id, p.number
)
UPDATE posts_thread t SET
  post_count = counted.posts, started_at = counted.first_at, last_post_at = counted.last_at,
  title = coalesce(opened.title, t.title), is_question = t.is_question OR coalesce(opened.question, false),
  best_answer_id = coalesce(solved.id, t.best_answer_id),
  best_answer_at = coalesce(solved.published_at, t.best_answer_at)
FROM touched JOIN counted ON counted.thread_id = touched.id
LEFT JOIN opened ON opened.thread = touched.source_id_there
LEFT JOIN solved ON solved.thread_id = touched.id
WHERE t.id = touched.id
"""
