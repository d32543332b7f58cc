"""The public register of professionals, with the procedure and its figures."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.professionals.verification.figures import verification_figures
from apps.professionals.verification.procedure import procedure_text
from apps.professionals.verification.register import register_row, register_rows

PER_PAGE = 50


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Who, how, since and until when."""
    now = clock.now()
    page = Paginator(register_rows(request.user, now=now), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [register_row(row) for row in page.object_list],
        "page": page,
        "figures": verification_figures(now=now),
        "procedure": procedure_text(now=now),
        "nav": "spaces",
    }
    return render(request, "professionals/verification/register.html", context)
