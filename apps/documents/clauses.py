"""Clauses that people talk about: pointed at in one version, followed into the next, looked at by a person when lost.

`clauses_follow` is idempotent: it goes on where each clause was left, one version after the other.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.algorithms import clause_anchors
from apps.base.errors import BadInput
from apps.documents.models import Clause, ClausePlace, Document, Standing, Version

STANDS = (Standing.SAME, Standing.REWORDED, Standing.PUT)


def body_of(version: Version, language: str) -> str:
    """The text in one language."""
    return version.body_en if language == "en" else version.body_fr


@transaction.atomic
def clause_point(*, version: Version, language: str, at: int, now: datetime) -> Clause:
    """The clause that stands at this sentence of this version; made when nobody has pointed at it before."""
    standing = ClausePlace.objects.filter(
        clause__document=version.document_id, clause__language=language, number=version.number, at=at
    )
    known = standing.select_related("clause").order_by("pk").first()
    if known is not None:
        return known.clause
    text = clause_anchors.text(body_of(version, language))
    if at not in set(text.anchorable()):
        raise BadInput({"at": _("Point at a whole sentence of four words or more.")})
    document = Document.objects.select_for_update().get(pk=version.document_id)
    clause = Clause.objects.create(
        document=document,
        language=language,
        quote=text.sentences[at].text,
        opened_in=version.number,
        opened_at=now,
    )
    ClausePlace.objects.create(clause=clause, number=version.number, state=Standing.SAME, at=at, likeness=1.0)
    clauses_follow(document)
    return clause


@transaction.atomic
def clauses_follow(document: Document) -> int:
    """Look for each clause in the versions it was not looked for yet; how many places were found or missed."""
    clauses = list(Clause.objects.filter(document=document).prefetch_related("places"))
    last = document.versions.order_by("-number").values_list("number", flat=True).first() or 0
    behind = [clause for clause in clauses if max((p.number for p in clause.places.all()), default=last) < last]
    if not behind:
        return 0
    texts = _Texts(document)
    made = [place for clause in behind for place in _followed(clause, texts, last)]
    ClausePlace.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _followed(clause: Clause, texts: "_Texts", last: int) -> Iterable[ClausePlace]:
    """Its places in the versions after the last one looked at, each sought from where it last stood."""
    places = sorted(clause.places.all(), key=lambda place: place.number)
    if places[-1].state == Standing.GONE:
        return
    stood = next(place for place in reversed(places) if place.at is not None)
    anchor = _anchor(texts.cut(stood.number, clause.language), stood)
    for number in range(places[-1].number + 1, last + 1):
        where = texts.cut(number, clause.language)
        found = clause_anchors.place(anchor, where)
        place = ClausePlace(
            clause=clause, number=number, state=found.state, at=found.at, likeness=found.likeness,
            rule_version=found.version,
        )  # fmt: skip
        anchor = _anchor(where, place) if found.at is not None else anchor
        yield place


def _anchor(where: clause_anchors.Text, place: ClausePlace) -> clause_anchors.Anchor:
    assert place.at is not None  # noqa: S101 - only where it stands
    return clause_anchors.anchor(where, place.at)


class _Texts:
    """The versions of one document, each cut once."""

    def __init__(self, document: Document) -> None:
        self.versions = {version.number: version for version in document.versions.all()}
        self.known: dict[tuple[int, str], clause_anchors.Text] = {}

    def cut(self, number: int, language: str) -> clause_anchors.Text:
        """A version that is missing in this language is an empty text: nothing stands in it."""
        key = (number, language)
        if key not in self.known:
            self.known[key] = clause_anchors.text(body_of(self.versions[number], language))
        return self.known[key]


@transaction.atomic
def clause_look(*, clause: Clause, number: int, at: int | None, now: datetime) -> ClausePlace:
    """A person looked: it stands at this sentence of this version, or (None) it is gone from the text."""
    place = ClausePlace.objects.select_for_update().get(clause=clause, number=number)
    if at is not None:
        version = Version.objects.get(document=clause.document_id, number=number)
        if at not in set(clause_anchors.text(body_of(version, clause.language)).anchorable()):
            raise BadInput({"at": _("Point at a whole sentence of four words or more.")})
    place.state, place.at = (Standing.GONE, None) if at is None else (Standing.PUT, at)
    place.likeness, place.looked_at = 0.0, now
    place.save(update_fields=["state", "at", "likeness", "looked_at"])
    clause.places.filter(number__gt=number).delete()  # sought again from where a person put it
    clauses_follow(clause.document)
    return place
