"""What operator no. 1 says of its own moderation: the words a representative starts from, and may change."""

import re
from pathlib import Path

from apps.accountability.reports.annex import PROSE

TEXTS = Path(__file__).parent.parent / "platform" / "texts"


def release_prose(language: str) -> list[str]:
    """The six answers of this release: one paragraph under each `##`, in the order of the act."""
    text = (TEXTS / f"transparency.{language}.md").read_text(encoding="utf-8")
    answers = [re.sub(r"[ \n]+", " ", part.partition("\n")[2]).strip(" ") for part in text.split("\n## ")[1:]]
    if len(answers) != len(PROSE):
        raise ValueError(f"{language}: {len(answers)} answers to {len(PROSE)} questions")
    return answers
