"""One jury and the bytes behind its digests; how juries vote."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.base.models import typed
from apps.juries import documents
from apps.juries.models import Jury, JuryDraw
from apps.juries.selectors.figures import figures as jury_figures
from apps.juries.selectors.mine import rule_path
from apps.juries.selectors.page import jury_by_case, jury_page
from apps.signatures.canonical import canonical


@require_safe
def jury(request: HttpRequest, case: str) -> HttpResponse:
    """How it was drawn, and what it came to."""
    page = jury_page(jury_by_case(typed(case)[:24], request.user, now=clock.now()))
    return render(request, "juries/jury.html", {"page": page, "rule_path": rule_path(), "nav": "decisions"})


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Bias and turnout, in words and with intervals."""
    context = {"page": jury_figures(), "rule_path": rule_path(), "nav": "decisions"}
    return render(request, "juries/figures.html", context)


@require_safe
def announcement(request: HttpRequest, case: str) -> HttpResponse:
    """The bytes of the digest of the announcement. Lots stand in it: nobody's name, and nothing of the case."""
    return _bytes(documents.announcement(_jury(case)))


@require_safe
def drawing(request: HttpRequest, case: str) -> HttpResponse:
    """The same of the draw."""
    return _bytes(documents.drawing(_draw(case)))


@require_safe
def note(request: HttpRequest, case: str) -> HttpResponse:
    """The checkpoint that drew it, with the witnesses' lines as they stood."""
    return HttpResponse(_draw(case).note, content_type="text/plain; charset=utf-8")


@require_safe
def seats(request: HttpRequest, case: str) -> HttpResponse:
    """Who was invited, by lot, in order."""
    return _bytes(documents.seats(_jury(case)))


@require_safe
def ending(request: HttpRequest, case: str) -> HttpResponse:
    """The tally."""
    return _bytes(documents.ending(get_object_or_404(Jury.objects.exclude(ended_at=None), case__reference=typed(case))))


def _jury(case: str) -> Jury:
    return get_object_or_404(Jury.objects.select_related("case"), case__reference=typed(case))


def _draw(case: str) -> JuryDraw:
    return get_object_or_404(JuryDraw.objects.select_related("jury__case"), jury__case__reference=typed(case))


def _bytes(document: Any) -> HttpResponse:
    return HttpResponse(canonical(document), content_type="application/json")
