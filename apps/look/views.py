"""The style guide, and the pages for when something is not there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from apps.look.examples import all_examples


def signs(request: HttpRequest) -> HttpResponse:
    """Every part of every page, in one place."""
    return render(request, "look/signs.html", all_examples())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request nobody could read. Drawn without the request, which is what is broken."""
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke here. Touches neither database nor session, which may be what broke."""
    return HttpResponse(render_to_string("500.html"), status=500)
