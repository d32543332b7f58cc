"""The JSON twin of the public register of professionals."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.base import clock
from apps.gate.api import serializer_of
from apps.gate.openapi import page_of
from apps.professionals.verification.figures import VerificationFigures, verification_figures
from apps.professionals.verification.procedure import procedure_now
from apps.professionals.verification.register import RegisterRow, register_row, register_rows
from apps.professionals.views.register import PER_PAGE


@dataclass(frozen=True, slots=True)
class ProfessionalRegister:
    """Who is verified, fifty at a time in the order of names; the text they are verified by, as reference:version."""

    counted_at: datetime
    procedure: str
    figures: VerificationFigures
    count: int
    page: int
    pages: int
    results: list[RegisterRow]


class RegisterTwin(APIView):
    """Verified professionals: how, since and until when, for what; and how verification is done, in figures."""

    @extend_schema(
        operation_id="professionals", parameters=[page_of(PER_PAGE)], responses=serializer_of(ProfessionalRegister)
    )
    def get(self, request: Request) -> Response:
        now = clock.now()
        page = Paginator(register_rows(request.user, now=now), PER_PAGE).get_page(request.query_params.get("page"))
        told = ProfessionalRegister(
            counted_at=now,
            procedure=procedure_now(now),
            figures=verification_figures(now=now),
            count=page.paginator.count,
            page=page.number,
            pages=page.paginator.num_pages,
            results=[register_row(row) for row in page.object_list],
        )
        return Response(serializer_of(ProfessionalRegister)(told).data)
