"""What can be contested, seen alike: a review, a message, a member's profile in one space, words told above."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from apps.base import clock
from apps.base.compiled import Compiled, any_of
from apps.base.errors import NotFound
from apps.moderation.models import Case
from apps.moderation.sentences import Span, split
from apps.moderation.states import OF_PAUSED, OF_TALKS, OUTCOMES, ItemKind, Outcome
from apps.people.models import Persona
from apps.posts import spoken
from apps.posts.locking import lock_words
from apps.posts.models import Post, Review
from apps.posts.selectors import AnyWords, is_hidden, item_by_reference, path_of, space_of, title_of
from apps.posts.services import digest
from apps.posts.states import ItemState
from apps.spaces.models import Membership, Pause, Space
from apps.spaces.selectors import space_by_slug


@dataclass(frozen=True, slots=True)
class Target:
    """The item of a case as it is now."""

    kind: ItemKind
    reference: str
    space: Space
    author: Persona | None
    author_name: str
    title: str
    about: str  # the subject, the talk, or the space
    text: str
    version: int
    digest: str
    published_at: datetime
    item: AnyWords | None = None
    stars: int | None = None
    uncovered: bool = False  # said under a real name: nothing of its bearer's pseudonyms is put beside it

    @property
    def stands(self) -> bool:
        """Whether readers still find it in its place."""
        if isinstance(self.item, spoken.Spoken):
            return self.item.stands
        return self.item is None or self.item.state in {ItemState.PUBLISHED, ItemState.MASKED}

    @property
    def readable_sentences(self) -> list[tuple[int, Span]]:
        """By their numbers, those that no mask covers: what is masked is told to nobody who reports the rest."""
        if self.item is not None and is_hidden(self.item):
            return []
        masked = self.item.masked_spans if self.item is not None and self.item.state == ItemState.MASKED else []
        every = enumerate(split(self.text))
        return [(n, (a, b)) for n, (a, b) in every if not any(a < end and start < b for start, end in masked)]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What can be decided about it: a talk, by the message that began it, can also be closed to answers."""
        paused = self.kind == ItemKind.PROFILE and self.author is not None and _is_paused(self.author, self.space)
        begins = isinstance(self.item, Post) and self.item.number == 1 and self.item.source_id is None
        return (*OUTCOMES[self.kind], *(OF_TALKS if begins else ()), *(OF_PAUSED if paused else ()))

    @property
    def path(self) -> str:
        """Where it is read."""
        try:
            if isinstance(self.item, spoken.Spoken):
                return spoken.kind_of(self.item).path(self.item)
            return path_of(self.item) if self.item else reverse("pages:member", args=[self.space.slug, self.title])
        except NoReverseMatch:
            return ""


def _is_paused(persona: Persona, space: Space) -> bool:
    """By a decision of ours that still runs."""
    return Pause.objects.running(clock.now()).filter(persona=persona, space=space, by="").exists()


def of_item(item: AnyWords) -> Target:
    """A review, a message, or words told on a floor above."""
    if isinstance(item, spoken.Spoken):
        return _of_spoken(item)
    review = item if isinstance(item, Review) else None
    return Target(
        kind=ItemKind.REVIEW if review else ItemKind.POST,
        reference=item.reference,
        space=space_of(item),
        author=item.author,
        author_name=item.author.pseudonym if item.author else item.author_name,
        title=title_of(item),
        about=review.subject.name if review else title_of(item),
        text=item.text,
        version=item.version,
        digest=digest(item),
        published_at=item.published_at,
        item=item,
        stars=item.stars,
    )


def _of_spoken(item: spoken.Spoken) -> Target:
    kind, face = spoken.kind_of(item), spoken.uncovered(item)
    return Target(
        kind=ItemKind(kind.name),
        reference=item.reference,
        space=item.space,
        author=item.author,
        author_name=face or (item.author.pseudonym if item.author else str(kind.nameless)),
        title=kind.title(item),
        about=kind.about(item),
        text=item.text,
        version=item.version,
        digest=spoken.digest(item),
        published_at=item.published_at,
        item=item,
        uncovered=bool(face),
    )


def of_profile(persona: Persona, space: Space) -> Target:
    """A member as this space knows them."""
    membership = Membership.objects.filter(persona=persona, space=space).first()
    if membership is None:
        raise NotFound(_("Nobody stands under this name in this space."))
    return Target(
        kind=ItemKind.PROFILE,
        reference=persona.reference,
        space=space,
        author=persona,
        author_name=persona.pseudonym,
        title=persona.pseudonym,
        about=space.name,
        text="",
        version=1,
        digest=hashlib.sha256(f"{persona.reference}\n1\n{persona.pseudonym}".encode()).hexdigest(),
        published_at=membership.joined_at,
    )


def target_of(reference: str, *, space_slug: str = "") -> Target:
    """What stands behind this reference; a profile needs its space. Raises NotFound."""
    persona = Persona.objects.filter(reference=reference).first() if space_slug else None
    if persona is None:
        return of_item(spoken.spoken_by_reference(reference) or item_by_reference(reference))
    return of_profile(persona, space_by_slug(space_slug))


def target_of_case(case: Case) -> Target | None:
    """The item of a case, or None when it was erased."""
    try:
        if case.item_kind == ItemKind.PROFILE:
            return of_profile(Persona.objects.get(reference=case.item), case.space)
    except (NotFound, Persona.DoesNotExist):
        return None
    return next((of_item(item) for item in _of_kind(case.item_kind, [case.item])), None)


def hold_words(cases: Iterable[Case]) -> None:
    """Nobody edits what these locked cases are about, or takes it back, before this is over: the cases come first, then
    their words. Read them after, never before."""
    named: dict[str, list[str]] = {}
    for case in cases:
        named.setdefault(case.item_kind, []).append(case.item)
    lock_words(named)


def held_target_of_case(case: Case) -> Target | None:
    """The item of a locked case, held as it is."""
    hold_words([case])
    return target_of_case(case)


def _of_kind(kind: str, references: list[str]) -> Iterable[AnyWords]:
    """In one question, whichever floor they are of."""
    if kind == ItemKind.REVIEW:
        return _reviews(references)
    return _posts(references) if kind == ItemKind.POST else spoken.spoken_of(kind, references)


def targets_of_cases(cases: Iterable[Case]) -> dict[str, Target]:
    """The items of many cases, by reference, one query per kind."""
    by_kind: dict[str, list[Case]] = {}
    for case in cases:
        by_kind.setdefault(case.item_kind, []).append(case)
    references = {kind: [c.item for c in group] for kind, group in by_kind.items()}
    words = [kind for kind in references if kind != ItemKind.PROFILE]
    found = [of_item(item) for kind in words for item in _of_kind(kind, references[kind])]
    profiles = by_kind.get("profile", [])
    found += [t for case in profiles if (t := target_of_case(case)) is not None]
    return {target.reference: target for target in found}


REVIEWS = Compiled(
    lambda: Review.objects.filter(reference=any_of("references")).select_related("space", "subject", "author", "source")
)
POSTS = Compiled(
    lambda: Post.objects.filter(reference=any_of("references")).select_related("thread__space", "author", "source")
)


def _reviews(references: list[str]) -> Iterable[Review]:
    if not references:
        return []
    return REVIEWS.objects(references=references)


def _posts(references: list[str]) -> Iterable[Post]:
    if not references:
        return []
    return POSTS.objects(references=references)
