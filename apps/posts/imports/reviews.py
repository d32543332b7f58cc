"""Reviews from elsewhere, of which the source may give no author, no date and no rating: said so, never made up."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from apps.gate.imports.files import Row
from apps.gate.imports.mappings import FileMapping
from apps.posts.imports.ratings import MAX_TEXT, Rating, Scale

NEEDS = {
    "subject": True, "text": True, "there": False, "subject_id": False, "author": False, "at": False, "rating": False,
    "title": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """How a row becomes a review. One without a date stands at the moment its source came in, and the page says so."""

    mapping: FileMapping
    undated_at: datetime
    scale: Scale | None

    def __call__(self, row: Row) -> Rating:
        """Read a row; BadRow with the reason."""
        text = self._required(row, "text", MAX_TEXT)
        subject = self._required(row, "subject", 160)
        return Rating(
            there=self._required(row, "there", 120) if "there" in self.mapping.fields else digest(subject, text),
            subject=subject,
            subject_id=self._required(row, "subject_id" if "subject_id" in self.mapping.fields else "subject", 160),
            author=self._optional(row, "author", 120),
            at=self.mapping["at"].moment(row) if "at" in self.mapping.fields else self.undated_at,
            rating=self.mapping["rating"].integer(row, self.scale.lowest, self.scale.highest) if self.scale else None,
            text=text,
            title=self._optional(row, "title", 160),
        )

    def _required(self, row: Row, name: str, at_most: int) -> str:
        return self.mapping[name].required(row, at_most)

    def _optional(self, row: Row, name: str, at_most: int) -> str:
        return self.mapping[name].text(row, at_most) if name in self.mapping.fields else ""


def digest(subject: str, text: str) -> str:
    """What identifies a review whose source gives it no name: the same words about the same thing come in once."""
    return hashlib.sha256(f"{subject}\n{text}".encode()).hexdigest()[:40]
