"""Forum talks from elsewhere: one row is one message, in the talk it names."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import linebreaks

from apps.base.models import new_reference
from apps.gate.imports.files import BadRow, Row
from apps.gate.imports.files import Source as FileSource
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
    "thread": True, "title": True, "author": True, "at": True, "number": False, "there": False, "text": False,
    "thanks": False, "question": False, "best": False, "accepts": False,
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
    number: int  # 0: it follows those that are here
    name: str  # what identifies it within the talk
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
        return f"{self.thread}.{self.name}"


def message_of(row: Row, mapping: FileMapping, accepted: Collection[str] = ()) -> Message:
    """Read a row; BadRow with the reason. `accepted` names the best answers where questions say which they are."""
    has = mapping.fields
    question = "question" in has and mapping["question"].says(row)
    number = _number(row, mapping, opens=question)
    name = mapping["there"].required(row, 60) if "there" in has else str(number)
    thread = mapping["thread"].required(row, 100)
    if "number" not in has and not question and name == thread:
        raise BadRow("neither a question nor an answer to one")
    needs_title = "number" in has or question  # an answer without a number has no title of its own
    return Message(
        thread=thread,
        number=number,
        name=name,
        title=mapping["title"].required(row, 200) if needs_title else "",
        text=mapping["text"].required(row, MAX_TEXT) if "text" in has else "",
        author=mapping["author"].required(row, 120),
        at=mapping["at"].moment(row),
        thanks=mapping["thanks"].integer(row, 0, MOST_THANKS) if "thanks" in has else 0,
        question=question,
        best=name in accepted or ("best" in has and mapping["best"].says(row)),
    )


def _number(row: Row, mapping: FileMapping, *, opens: bool) -> int:
    """Where it stands: as the source counts, or the question first and the others as they come."""
    if "number" in mapping.fields:
        return mapping["number"].integer(row, 0, MOST_MESSAGES) + 1
    return 1 if opens else 0


def accepted_in(source: FileSource, mapping: FileMapping) -> frozenset[str]:
    """The answers that questions of this file name as the best: read first, for an answer may stand anywhere."""
    if "accepts" not in mapping.fields:
        return frozenset()
    return frozenset(_accepted(row, mapping) for _line, row in source.rows()) - {""}


def _accepted(row: Row | BadRow, mapping: FileMapping) -> str:
    try:
        return "" if isinstance(row, BadRow) else mapping["accepts"].text(row, 60)
    except BadRow:  # refused with its reason when it is taken
        return ""


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
        run(NUMBERED, [self.source.pk])
        self._threads()
        self._posts()
        run(FOLLOW_UP, [self.source.pk])
        written = {line for (line,) in run(WRITTEN, fetch=True)}
        return [(line, HERE_ALREADY) for line, _message in batch if line not in written]

    def _staged(self, numbered: Numbered[Message]) -> tuple[object, ...]:
        line, m = numbered
        html = (linebreaks(m.text, autoescape=True) if self.plain else to_html(m.text)) if m.text else ""
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


# Messages without a number follow the question and those that are here; what is here already is not counted again.
NUMBERED = """
WITH fresh AS (
  SELECT m.line, row_number() OVER (PARTITION BY m.thread ORDER BY m.at, m.line) AS place,
    greatest(1, coalesce((SELECT max(p.number) FROM posts_post p WHERE p.thread_id = t.id), 1)) AS after
  FROM imported_message m
  LEFT JOIN posts_thread t ON t.source_id = %s AND t.source_id_there = m.thread
  WHERE m.number = 0 AND NOT EXISTS (
    SELECT 1 FROM posts_post p WHERE p.source_id = t.source_id AND p.source_id_there = m.there)
)
UPDATE imported_message m SET number = fresh.after + fresh.place FROM fresh WHERE fresh.line = m.line
"""
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
