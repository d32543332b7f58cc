"""The texts of this release, in both languages, from the files beside this one."""

from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
KINDS = ("rules", "moderation-charter", "promises", "privacy", "legal")  # each is also its own address


@dataclass(frozen=True, slots=True)
class Text:
    """A text of this release."""

    slug: str
    kind: str
    title_fr: str
    title_en: str
    body_fr: str
    body_en: str


def written_texts() -> list[Text]:
    """What people wrote."""
    return [_read(kind) for kind in KINDS]


def _read(kind: str) -> Text:
    (title_fr, body_fr), (title_en, body_en) = (_titled(TEXTS / f"{kind}.{code}.md") for code in ("fr", "en"))
    return Text(kind, kind, title_fr, title_en, body_fr, body_en)


def _titled(path: Path) -> tuple[str, str]:
    """The title is the first line; the rest is the body."""
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    return title.removeprefix("# ").strip(), body.strip()
