"""The JSON twins of the lists of doubts; what was said aside is in none of them."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.base import clock
from apps.base.models import typed
from apps.gate.api import serializer_of
from apps.gate.openapi import page_of
from apps.professionals.models import Doubt
from apps.professionals.selectors.doubts import (
    DoubtRow,
    doubt_by_reference,
    doubt_row,
    doubt_seen,
    doubts_about,
    doubts_readable,
    subject_read,
)
from apps.professionals.selectors.figures import DoubtFigures, DoubtTally, doubt_figures, tally_of_subject
from apps.professionals.views.doubts import PER_PAGE

REFUSED = {"type": "object", "properties": {"detail": {"type": "string"}}}
PAGE = page_of(PER_PAGE)


@dataclass(frozen=True, slots=True)
class DoubtList:
    """Newest first, twenty at a time."""

    count: int
    page: int
    pages: int
    results: list[DoubtRow]


@dataclass(frozen=True, slots=True)
class AllDoubts:
    """Figures, and the doubts they count as far as this reader may read them."""

    counted_at: datetime
    figures: DoubtFigures
    doubts: DoubtList


@dataclass(frozen=True, slots=True)
class SubjectDoubts:
    """Those about one subject."""

    subject: str
    tally: DoubtTally
    doubts: DoubtList


def _listed(found: QuerySet[Doubt], number: str | None) -> DoubtList:
    page = Paginator(found, PER_PAGE).get_page(number)
    rows = [doubt_row(doubt) for doubt in page.object_list]
    return DoubtList(page.paginator.count, page.number, page.paginator.num_pages, rows)


class DoubtsTwin(APIView):
    """Reasoned doubts of professionals: raised, held, not held, open; by whom and about what."""

    @extend_schema(operation_id="doubts", parameters=[PAGE], responses=serializer_of(AllDoubts))
    def get(self, request: Request) -> Response:
        now = clock.now()
        listed = _listed(doubts_readable(request.user, now=now), request.query_params.get("page"))
        return Response(serializer_of(AllDoubts)(AllDoubts(now, doubt_figures(request.user, now=now), listed)).data)


class DoubtTwin(APIView):
    """One doubt."""

    @extend_schema(operation_id="doubt", responses={200: serializer_of(DoubtRow), 404: REFUSED})
    def get(self, request: Request, reference: str) -> Response:
        now = clock.now()
        found = doubt_by_reference(typed(reference)[:24], request.user, now=now)
        return Response(serializer_of(DoubtRow)(doubt_seen(found, request.user, now=now)).data)


class SubjectTwin(APIView):
    """The doubts about one subject."""

    @extend_schema(
        operation_id="doubts_of_subject",
        parameters=[PAGE],
        responses={200: serializer_of(SubjectDoubts), 404: REFUSED},
    )
    def get(self, request: Request, subject: str) -> Response:
        now = clock.now()
        thing = subject_read(typed(subject)[:100], request.user, now=now)
        listed = _listed(doubts_about(thing, request.user, now=now), request.query_params.get("page"))
        page = SubjectDoubts(thing.slug, tally_of_subject(thing), listed)
        return Response(serializer_of(SubjectDoubts)(page).data)
