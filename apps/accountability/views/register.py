"""The register of operators, and each operator's page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accountability import selectors
from apps.accountability.charts import curve, revenue
from apps.accountability.selectors.cards import card_rows
from apps.accountability.selectors.texts import last_change
from apps.accountability.states import AlertState
from apps.base import clock
from apps.base.permissions import allows
from apps.spaces.permissions import representative_of

PER_PAGE = 50
SOME_CARDS = 6  # on an operator's own page


@require_safe
def operators(request: HttpRequest) -> HttpResponse:
    """Searched by name, filtered by state, in alphabetical order: no score ranks anybody."""
    q, state = (request.GET.get(name, "")[:80].replace("\0", "").strip() for name in ("q", "state"))
    page = Paginator(selectors.operators_found(q=q, state=state), PER_PAGE).get_page(request.GET.get("page"))
    rows = selectors.operator_rows(list(page.object_list), now=clock.now())
    states = [(value, label) for value, label in AlertState.choices if value != AlertState.CALM]
    context = {"page": page, "rows": rows, "q": q, "state": state, "states": states}
    return render(request, "accountability/operators.html", context)


@require_safe
def operator(request: HttpRequest, op: str) -> HttpResponse:
    """The news sets the order: an alert stands first while it is possible or confirmed, else below the promises."""
    now = clock.now()
    found = selectors.operator_by_slug(op)
    page = selectors.operator_page(found, now=now)
    context = {
        "operator": page,
        "curve": curve(page.days) if page.alerts else None,
        "revenue": revenue(page.money) if page.money else None,
        "last": last_change(found, page.documents, now=now),
        "cards": card_rows(found, page.cards[:SOME_CARDS]),
        "may_answer": allows(representative_of, request.user, found, now=now),
    }
    return render(request, "accountability/operator.html", context)


@require_safe
def heard(request: HttpRequest, op: str) -> HttpResponse:
    """What we heard, what we did."""
    page = selectors.heard_page(selectors.operator_by_slug(op), now=clock.now())
    return render(request, "accountability/heard.html", {"page": page})


@require_safe
def state(request: HttpRequest, op: str) -> HttpResponse:
    """The state alone, for an open page that heard that it changed."""
    worst = selectors.worst_alert(selectors.operator_by_slug(op), now=clock.now())
    return render(request, "accountability/operator_state.html", {"worst": worst})
