"""Statements of reasons in the fields of the Digital Services Act: one case's, or all, streamed."""

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.base.models import typed
from apps.moderation.models import Decision, DecisionQuerySet
from apps.moderation.selectors import export, lists
from apps.moderation.selectors.case_page import case_page


def _all(request: HttpRequest) -> DecisionQuerySet:
    found, _filters = lists.decisions(request.user, lists.wanted(request.GET), now=clock.now())
    return found


def _of_case(request: HttpRequest, reference: str) -> DecisionQuerySet:
    page = case_page(typed(reference)[:24], request.user, now=clock.now())
    return Decision.objects.published().filter(case__reference=page.reference).order_by("published_at", "pk")


def _json(decisions: DecisionQuerySet) -> StreamingHttpResponse:
    return StreamingHttpResponse(export.as_json(decisions), content_type="application/json")


def _csv(decisions: DecisionQuerySet, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(export.as_csv(decisions), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@require_safe
def all_as_json(request: HttpRequest) -> StreamingHttpResponse:
    """Every restriction this person may read, with the filters of the list."""
    return _json(_all(request))


@require_safe
def all_as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same."""
    return _csv(_all(request), "statements")


@require_safe
def case_as_json(request: HttpRequest, reference: str) -> StreamingHttpResponse:
    """Of one case."""
    return _json(_of_case(request, reference))


@require_safe
def case_as_csv(request: HttpRequest, reference: str) -> StreamingHttpResponse:
    """The same."""
    found = _of_case(request, reference)
    return _csv(found, "statement")
