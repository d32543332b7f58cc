"""What the text of a circle would say, in words, before it is published."""

import hashlib
import json
from dataclasses import asdict, dataclass

from apps.recognitions import circle_words
from apps.recognitions.services.circles import CircleDraft, circle_checked


@dataclass(frozen=True, slots=True)
class CirclePreview:
    """Names and purpose in both languages, as they would stand there; `seen` is what was read."""

    name_fr: str
    name_en: str
    purpose_fr: str
    purpose_en: str
    says: tuple[str, ...]
    never: tuple[str, ...]
    seen: str


def circle_preview(draft: CircleDraft, after: int) -> CirclePreview:
    """Raises BadInput for what cannot be published."""
    clean = circle_checked(draft)
    return CirclePreview(
        name_fr=clean.name_fr,
        name_en=clean.name_en,
        purpose_fr=clean.purpose_fr,
        purpose_en=clean.purpose_en,
        says=tuple(circle_words.says(clean.template)),
        never=tuple(circle_words.never()),
        seen=hashlib.sha256(json.dumps([asdict(clean), after], sort_keys=True).encode()).hexdigest(),
    )
