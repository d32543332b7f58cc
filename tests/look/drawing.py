"""Draw one line of template, as a page would."""

from django.http import HttpRequest
from django.template import engines

HOSTILE = '"><script>alert(1)</script>&<i>'


def draw(source: str, request: HttpRequest | None = None, **context: object) -> str:
    return engines["django"].from_string(source).render(context, request)
