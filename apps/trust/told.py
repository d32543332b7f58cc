"""What was said of people, place by place, without an object for each row: pages and counting read hundreds at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from apps.algorithms import earned_status
from apps.base.compiled import Compiled, any_of, given
from apps.people.models import Persona
from apps.spaces.models import Space, Topic
from apps.trust.models import Feedback

Key = tuple[int, int, int | None]  # receiver, space, topic
PLACE = ("receiver", "space", "topic")
NAMES = ("space__slug", "space__name_fr", "space__name_en", "topic__slug", "topic__name_fr", "topic__name_en")
WORD = ("person", "giver", "at", "favourable", "giver_earned", "verified", "size", "giver_days", "leniency")


@dataclass(slots=True)
class Told:
    """The words about somebody in one place, for the algorithm."""

    space: Space
    topic: Topic | None
    words: list[earned_status.Feedback] = field(default_factory=list)


def feedback() -> QuerySet[Feedback]:
    """With the account behind each giver: one person under two names is one giver."""
    behind = Persona.objects.filter(reference=OuterRef("giver")).values("account")
    return Feedback.objects.annotate(person=Subquery(behind[:1])).order_by("pk")


def words_by_place(rows: QuerySet[Feedback]) -> dict[Key, Told]:
    """In one query, with the names of the places."""
    return _by_place(rows.values_list(*PLACE, *NAMES, *WORD))


IN_SPACE = Compiled(
    lambda: feedback().filter(space=given("space"), receiver=any_of("receivers")).values_list(*PLACE, *NAMES, *WORD)
)


def words_said_in(space: Space, receivers: list[int]) -> dict[Key, Told]:
    """The same of some people in one space: for everybody who speaks on a page."""
    return _by_place(IN_SPACE.rows(space=space.pk, receivers=receivers))


def _by_place(rows: Iterable[tuple[Any, ...]]) -> dict[Key, Told]:
    found: dict[Key, Told] = {}
    for row in rows:
        key = row[:3]
        if key not in found:
            found[key] = _place(*row[1:9])
        found[key].words.append(_word(*row[9:]))
    return found


def words_here(rows: QuerySet[Feedback]) -> Iterator[earned_status.Feedback]:
    """The words alone."""
    return (_word(*row) for row in rows.values_list(*WORD))


def word_of(row: Feedback) -> earned_status.Feedback:
    """A row that was loaded whole."""
    person, giver, *said = (getattr(row, name, None) for name in WORD)
    return _word(person, str(giver), *said)


def _word(person: int | None, giver: str, at: Any, *said: Any) -> earned_status.Feedback:
    return earned_status.Feedback(f"account {person}" if person else giver, at.timestamp(), *said)


def _place(space: int, topic: int | None, *names: str) -> Told:
    """Only the names are read: enough to be said."""
    slug, french, english, *about = names
    here = Space(pk=space, slug=slug, name_fr=french, name_en=english)
    if topic is None:
        return Told(here, None)
    return Told(here, Topic(pk=topic, slug=about[0], name_fr=about[1], name_en=about[2]))
