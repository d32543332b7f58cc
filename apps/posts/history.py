"""What an item said before: every version, sentence by sentence, what is masked staying masked in all of them."""

from dataclasses import dataclass
from datetime import datetime

from apps.algorithms.sentence_diff import Change, compare
from apps.posts.masking import carry, cut, passages
from apps.posts.models import Review, Revision
from apps.posts.selectors import Words, is_hidden
from apps.posts.states import ItemState


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version and how it differs from the one before."""

    number: int
    at: datetime
    stars: int | None
    stars_before: int | None
    title: str
    title_before: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    number: int
    at: datetime
    stars: int | None
    title: str
    text: str


def history_of(item: Words) -> list[VersionShown]:
    """Newest first; nothing while all of it is hidden, today or in one of its versions."""
    revisions = list(Revision.objects.filter(item=item.reference).order_by("version"))
    if is_hidden(item) or any(r.masked and not r.masked_spans for r in revisions):
        return []
    masked = [p for r in revisions for p in passages(r.text, r.masked_spans)]
    if item.state == ItemState.MASKED:
        masked += passages(item.text, item.masked_spans)
    versions = _versions(item, revisions)
    read = [cut(v.text, carry(masked, v.text), stub="[…]") for v in versions]
    before = [None, *versions[:-1]]
    earlier = ["", *read[:-1]]
    shown = [_compare(v, b, now, was) for v, b, now, was in zip(versions, before, read, earlier, strict=True)]
    return shown[::-1]


def _versions(item: Words, revisions: list[Revision]) -> list[_Text]:
    """Each version dated by the moment it began: publication, then the end of the one before."""
    begun = [item.published_at, *(r.replaced_at for r in revisions)]
    past = [_Text(r.version, at, r.stars, r.title, r.text) for r, at in zip(revisions, begun, strict=False)]
    stars, title = item.stars, item.title if isinstance(item, Review) else ""
    return [*past, _Text(item.version, begun[-1], stars, title, item.text)]


def _compare(version: _Text, before: _Text | None, text: str, earlier: str) -> VersionShown:
    return VersionShown(
        number=version.number,
        at=version.at,
        stars=version.stars,
        stars_before=before.stars if before and before.stars != version.stars else None,
        title=version.title,
        title_before=before.title if before and before.title != version.title else "",
        changes=compare(earlier if before else text, text),
    )
