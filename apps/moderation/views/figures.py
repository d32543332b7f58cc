"""Figures of moderation, for everybody; and one's own load at the desk, for oneself."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.moderation.figures.load import load_of
from apps.moderation.figures.page import figure_of, figures_page
from apps.moderation.selectors import queue
from apps.moderation.views.at_desk import At, at_the_desk


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How fast, how often wrong, how fair."""
    page = figures_page(request.user, request.GET, now=clock.now())
    return render(request, "moderation/figures.html", {"page": page, "nav": "decisions"})


@require_safe
def as_csv(request: HttpRequest, name: str) -> HttpResponse:
    """One figure with the numbers as they are, and what computed them."""
    page = figures_page(request.user, request.GET, now=clock.now())
    figure = figure_of(page, name)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{figure.name}.csv"'
    computed = [f"{figure.algorithm} {figure.version}", page.counted_at.isoformat(timespec="seconds")]
    names, *rows = figure.cells
    writer = csv.writer(response)
    writer.writerow([*names, "computed_by", "counted_at"])
    writer.writerows([*row, *computed] for row in rows)
    return response


@require_safe
@at_the_desk
def load_as_csv(request: HttpRequest, at: At) -> HttpResponse:
    """The same numbers as they are, for oneself."""
    page = load_of(*at, now=clock.now())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="load.csv"'
    writer = csv.writer(response)
    writer.writerow(["what", "mine", "middle_of_the_team", "days", "computed_by"])
    computed = f"{page.algorithm} {page.version}"
    writer.writerows([line.name, line.mine, line.middle, page.days, computed] for line in page.lines)
    return response


@require_safe
@at_the_desk
def load(request: HttpRequest, at: At) -> HttpResponse:
    """What I did, beside the middle of the team."""
    now = clock.now()
    context = {
        "page": load_of(*at, now=now),
        "queue": queue.queue(*at, now=now),
        "mandate": at[1][0],
        "section": "mine",
    }
    return render(request, "moderation/load.html", context)
