"""Pages are sent packed: a list of fifty reviews weighs a tenth of what it says.

Only pages. What others check byte by byte, files and streams go as they are. A random length is added, so that how
long an answer is tells nothing of a secret that stands in it beside what somebody typed; the token of forms is another
in each answer besides.
"""

import gzip
import re
import secrets
from collections.abc import Callable
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

ASKS = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
LEAST = 1_000  # bytes; less fits into one packet of the network as it is
PADDING = 100  # random bytes at most
LEVEL = 4  # two thirds of the time of the usual six, for four more bytes in a hundred


class PackingMiddleware:
    """gzip, for browsers that say they can read it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _is_page(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if ASKS.search(request.headers.get("Accept-Encoding", "")):
            response.content = _packed(response.content)
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["Content-Encoding"] = "gzip"
        return response


def _is_page(response: HttpResponse) -> bool:
    if response.streaming or response.has_header("Content-Encoding"):
        return False
    return response.headers.get("Content-Type", "").startswith("text/html") and len(response.content) >= LEAST


def _packed(body: bytes) -> bytes:
    """With a name of random length in front, as the format allows."""
    out, name = BytesIO(), "x" * secrets.randbelow(PADDING)
    with gzip.GzipFile(name, "wb", LEVEL, out, mtime=0) as file:
        file.write(body)
    return out.getvalue()
