"""Who recognises whom, for anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.posts.finding import space_at
from apps.recognitions.picture import picture
from apps.recognitions.selectors.circles import circle_lines
from apps.recognitions.selectors.gateways import all_recognitions, gateway_at, gateways, gateways_of
from apps.spaces.desks import desk_mandates
from apps.spaces.permissions import covered_spaces


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """All of them, as a picture and a table."""
    now = clock.now()
    found = gateways(all_recognitions().standing(now), now=now)
    context = {"gateways": found, "picture": picture(found), "circles": circle_lines(now=now)}
    return render(request, "recognitions/directory.html", context)


@require_safe
def gateway(request: HttpRequest, reference: str) -> HttpResponse:
    """One: its table in words, its versions, how those who came by it turned out."""
    [found] = gateways([gateway_at(reference)], now=clock.now())
    return render(request, "recognitions/gateway.html", {"gateway": found})


@require_safe
def of_space(request: HttpRequest, space: str) -> HttpResponse:
    """Both directions of one space."""
    now = clock.now()
    place = space_at(request, space, now)
    held = desk_mandates(request)
    covered = covered_spaces(held) if held else []
    manages = covered is None or place.pk in covered
    context = {"place": place, "page": gateways_of(place, now=now), "manages": manages, "nav": "spaces"}
    return render(request, "recognitions/of_space.html", context)
