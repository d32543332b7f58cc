"""The clauses of a text: those people talk about, where each stands in each version, what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accountability.permissions import Visitor, check_can_look_for
from apps.accountability.stated import ClauseTalk
from apps.algorithms import clause_anchors
from apps.base.errors import NotFound
from apps.base.permissions import allows
from apps.documents.clauses import body_of
from apps.documents.models import Clause, ClausePlace, Document, Standing, Version
from apps.posts.selectors import thread_path
from apps.spaces.models import Operator, Space
from apps.spaces.permissions import readable_spaces

PER_PAGE = 60


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A talk about a clause."""

    path: str
    space: str
    posts: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause people talk about."""

    reference: str
    quote: str
    state: str
    words: str
    posts: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A clause in one version."""

    number: int
    state: str
    words: str
    text: str
    heading: str


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence of a version that can be pointed at."""

    at: int
    text: str
    heading: bool
    anchorable: bool
    talked: bool


@dataclass(frozen=True, slots=True)
class ClausePage:
    """One clause: its words, where it stands in each version, and the talks about it."""

    reference: str
    language: str
    quote: str
    opened_in: int
    places: list[PlaceRow]
    talks: list[TalkRow]
    lost_in: int | None
    may_look: bool
    nearest: list[SentenceRow]


def clause_of(document: Document, reference: str) -> Clause:
    """Raises NotFound."""
    clause = Clause.objects.filter(document=document, reference=reference).first()
    if clause is None:
        raise NotFound(_("Nobody has talked about such a clause of this text."))
    return clause


def clause_rows(document: Document, number: int, visitor: Visitor, *, now: datetime) -> list[ClauseRow]:
    """The clauses talked about, in the order of the text, as they stand in this version; lost ones first."""
    clauses = Clause.objects.filter(document=document, talks__thread__space__in=readable_spaces(visitor, now=now))
    rows = []
    for clause in clauses.distinct().prefetch_related("places", "talks__thread"):
        place = _place_in(clause.places.all(), number)
        posts = sum(talk.thread.post_count for talk in clause.talks.all())
        order = place.at if place.at is not None else -1
        rows.append((order, ClauseRow(clause.reference, clause.quote, place.state, place_words(place), posts)))
    return [row for _order, row in sorted(rows, key=lambda found: found[0])]


def _place_in(places: Sequence[ClausePlace] | QuerySet[ClausePlace], number: int) -> ClausePlace:
    """Where it stands in this version; before it was pointed at, where it was first."""
    ordered = sorted(places, key=lambda place: place.number)
    return next((place for place in reversed(ordered) if place.number <= number), ordered[0])


def place_words(place: ClausePlace) -> str:
    """How it stands, in one sentence."""
    if place.state in clause_anchors.STATES:
        found = clause_anchors.Place(place.state, place.at, place.likeness)
        return clause_anchors.sentence(found, (get_language() or "fr")[:2])
    return str(Standing(place.state).label)[:1].upper() + str(Standing(place.state).label)[1:] + "."


def clause_page(operator: Operator, clause: Clause, visitor: Visitor, *, now: datetime) -> ClausePage:
    """Its places newest first, and its talks; when it is lost, the sentences nearest to where it stood."""
    places = sorted(clause.places.all(), key=lambda place: -place.number)
    versions = {v.number: v for v in Version.objects.filter(document=clause.document_id)}
    lost = next((place.number for place in reversed(places) if place.state == Standing.LOST), None)
    may_look = lost is not None and allows(check_can_look_for, visitor, clause, operator, now=now)
    return ClausePage(
        reference=clause.reference,
        language=clause.language,
        quote=clause.quote,
        opened_in=clause.opened_in,
        places=_place_rows(clause, places, versions),
        talks=_talks(clause, visitor, now),
        lost_in=lost,
        may_look=may_look,
        nearest=_nearest(clause, places, versions[lost]) if may_look and lost is not None else [],
    )


def _place_rows(clause: Clause, places: Sequence[ClausePlace], versions: dict[int, Version]) -> list[PlaceRow]:
    """A version that leaves the clause as it was says no more than that."""
    rows = []
    for place in places:
        shown = place.at is not None and (place.state != Standing.SAME or place.number == clause.opened_in)
        text = clause_anchors.text(body_of(versions[place.number], clause.language)) if shown else None
        rows.append(
            PlaceRow(
                number=place.number,
                state=place.state,
                words=place_words(place),
                text=text.sentences[place.at].text if text and place.at is not None else "",
                heading=text.headings[place.at] if text and place.at is not None else "",
            )
        )
    return rows


def _nearest(clause: Clause, places: Sequence[ClausePlace], version: Version) -> list[SentenceRow]:
    """Sentences of the version in which it is lost, around where it last stood."""
    stood = next((p.at for p in places if p.at is not None and p.number < version.number), 0) or 0
    rows = sentence_rows(version, clause.language, set())
    start = max(0, min(stood, len(rows)) - 12)
    return [row for row in rows[start : start + 24] if row.anchorable]


def _talks(clause: Clause, visitor: Visitor, now: datetime) -> list[TalkRow]:
    readable = readable_spaces(visitor, now=now)
    talks = ClauseTalk.objects.filter(clause=clause, thread__space__in=readable).select_related("thread__space")
    return [
        TalkRow(thread_path(t.thread), t.thread.space.name, t.thread.post_count, t.thread.last_post_at)
        for t in talks.order_by("-thread__last_post_at")
    ]


def sentence_rows(version: Version, language: str, talked: set[int]) -> list[SentenceRow]:
    """Every sentence of a version, in reading order."""
    text = clause_anchors.text(body_of(version, language))
    can = set(text.anchorable())
    return [
        SentenceRow(number, sentence.text, sentence.kind == "heading", number in can, number in talked)
        for number, sentence in enumerate(text.sentences)
    ]


def talked_about(document: Document, number: int, language: str) -> set[int]:
    """The sentences of a version about which there is a talk."""
    places = ClausePlace.objects.filter(
        clause__document=document, clause__language=language, clause__talks__isnull=False, number=number
    )
    return {at for at in places.values_list("at", flat=True) if at is not None}


def where_to_talk(visitor: Visitor, operator: Operator) -> list[Space]:
    """The spaces this person stands in, those of this operator first."""
    if not visitor.is_authenticated:
        return []
    spaces = Space.objects.filter(memberships__persona__account=visitor, imported=False, threads=True).distinct()
    return sorted(spaces, key=lambda space: (space.operator_id != operator.pk, space.name.casefold()))
