"""The texts of this release, in both languages, from the files beside this one."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

TEXTS = Path(__file__).parent / "texts"
KINDS = ("rules", "moderation-charter", "promises", "verification", "privacy", "legal")  # each is also its own address

NOT_SAID = {
    "fr": "pas encore indiqué, ce site n’est pas ouvert au public",
    "en": "not stated yet, this site is not open to the public",
}


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
    (title_fr, body_fr), (title_en, body_en) = (_titled(kind, code) for code in ("fr", "en"))
    return Text(kind, kind, title_fr, title_en, body_fr, body_en)


def _titled(kind: str, code: str) -> tuple[str, str]:
    """The title is the first line; the rest is the body, with who publishes and hosts said by the configuration."""
    title, _, body = (TEXTS / f"{kind}.{code}.md").read_text(encoding="utf-8").partition("\n")
    for part, said in settings.LEGAL_NOTICE.items():
        body = body.replace(f"{{{part}}}", said or NOT_SAID[code])
    return title.removeprefix("# ").strip(), body.strip()
