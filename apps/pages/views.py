"""A page: read its dataclass, draw its template."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.base.errors import NotFound
from apps.pages.catalogue import PAGES, TWINS, PageKind
from apps.scoring.releases import numbers_of


def view_of(kind: PageKind) -> Callable[..., HttpResponse]:
    """The view of one kind of page."""

    @require_safe
    def view(request: HttpRequest, **named: Any) -> HttpResponse:
        page = kind.read(request.user, request.GET, now=clock.now(), **named)
        return render(request, kind.template, {"page": page, "nav": kind.section})

    return view


@require_safe
def about_api(request: HttpRequest) -> HttpResponse:
    """How to read everything by machine."""
    return render(request, "pages/api.html", {"pages": (*PAGES, *TWINS)})


@require_safe
def learnt(request: HttpRequest, op: str, slug: str, version: str) -> HttpResponse:
    """All numbers of released weights, as the bytes whose digest is on the public log."""
    if op != settings.PLATFORM_OPERATOR:
        raise NotFound(_("No learnt weights have this version."))
    return HttpResponse(numbers_of(slug.replace("-", "_"), version), content_type="application/json")


@require_safe
def about_us(request: HttpRequest) -> HttpResponse:
    """The platform is operator no. 1: under every criterion, on the page that every operator has."""
    return redirect("labels:operator", settings.PLATFORM_OPERATOR)
