"""What changed between two versions, sentence by sentence, and how much that matters."""

from dataclasses import dataclass

from django.utils.translation import get_language

from apps.algorithms import change_class, sentence_diff
from apps.documents.models import ChangeClass, Version

Bodies = tuple[str, str]  # French, English
AROUND = 1  # unchanged sentences shown on each side of a change
MOST_SHOWN = 400  # changes on one page; a text rewritten from end to end is read as a whole


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: same, removed or added."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the page: kept, was (before) or now (after)."""

    kind: str
    pieces: list[Piece]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """Only what changed, with the sentences around it."""

    language: str
    words: str
    kept: int
    removed: int
    added: int
    changed: int
    passages: list[list[Line]]
    left_out: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A class of change and why."""

    kind: ChangeClass
    reason: str


def difference(before: str, after: str, *, language: str) -> Difference:
    """What a reader of `after` who knew `before` needs to see."""
    changes = sentence_diff.compare(before, after)
    runs = sentence_diff.passages(changes, AROUND)
    shown, left_out = runs[:MOST_SHOWN], sum(len(run) for run in runs[MOST_SHOWN:])
    counts = sentence_diff.tally(changes)
    return Difference(
        language=language,
        words=sentence_diff.sentence(changes, (get_language() or "fr")[:2]),
        **counts,
        passages=[[line for change in run for line in _lines(change)] for run in shown],
        left_out=left_out,
    )


def _lines(change: sentence_diff.Change) -> list[Line]:
    heading = change.sentence.kind == "heading"
    if change.kind == "kept":
        return [Line("kept", [Piece("same", change.sentence.text)], heading)]
    if change.kind == "changed":
        was = [Piece(p.kind, p.text) for p in change.pieces if p.kind != "added"]
        now = [Piece(p.kind, p.text) for p in change.pieces if p.kind != "removed"]
        return [Line("was", was, heading), Line("now", now, heading)]
    kind = "was" if change.kind == "removed" else "now"
    return [Line(kind, [Piece("same", change.sentence.text)], heading)]


def suggested_class(before: Bodies, after: Bodies) -> Suggestion:
    """What the published algorithm calls this change: the weightier of both languages. Whoever publishes may differ."""
    pairs = [(was, now) for was, now in zip(before, after, strict=True) if was != now]
    found = [change_class.suggest(was, now) for was, now in pairs]
    if not found:
        return Suggestion(ChangeClass.TECHNICAL, "")
    heaviest = max(found, key=lambda suggestion: change_class.CLASSES.index(suggestion.code))
    code = "technical" if heaviest.code == "none" else heaviest.code
    return Suggestion(ChangeClass(code), change_class.sentence(heaviest, (get_language() or "fr")[:2]))


def bodies(version: Version) -> Bodies:
    """Both texts of a version, French first."""
    return version.body_fr, version.body_en
