"""The log as programs read it (c2sp.org/tlog-tiles): no language, no account, files that never change."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.base.errors import NotFound
from apps.ledger import checkpoints, selectors, services, tree
from apps.ledger.site_key import site_key
from apps.signatures import trees
from apps.signatures.keys import public_pem

FOR_EVER = "public, max-age=31536000, immutable"
A_MOMENT = "public, max-age=2"
TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """For anybody's program, also in a browser on another site."""

    @require_safe
    @wraps(view)
    def open_to_all(request: HttpRequest, **given: str) -> HttpResponse:
        response = view(request, **given)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return open_to_all


@public
def checkpoint(request: HttpRequest) -> HttpResponse:
    """How long the log is and under which root, signed by us and by those who watch us."""
    shown = checkpoints.published(now=clock.now())
    if shown is None:
        return _nothing("The log is empty: its first entry makes its first checkpoint.")
    return HttpResponse(shown.note, content_type=TEXT, headers={"Cache-Control": A_MOMENT})


@public
def site_key_pem(request: HttpRequest) -> HttpResponse:
    """The public key by which the site signs texts, answers and people's copies, as PEM."""
    body = public_pem(site_key().public_key())
    return HttpResponse(body, content_type="application/x-pem-file", headers={"Cache-Control": A_MOMENT})


@public
def tile(request: HttpRequest, level: str, number: str, width: str = "") -> HttpResponse:
    """Up to 256 hashes."""
    place = trees.tile_number(number)
    found = None if place is None else tree.part_of_tile(int(level), place, int(width or trees.WIDTH))
    return _file(found)


@gzip_page
@public
def entries(request: HttpRequest, number: str, width: str = "") -> HttpResponse:
    """Up to 256 entries, each after its length."""
    place = trees.tile_number(number)
    return _file(None if place is None else tree.part_of_bundle(place, int(width or trees.WIDTH)))


@public
def proof(request: HttpRequest, position: int) -> HttpResponse:
    """The proof that an entry is in the log, as a file to keep."""
    text = checkpoints.proof(position, now=clock.now())
    if text is None:
        return _nothing("No checkpoint holds this entry yet.")
    response = HttpResponse(text, content_type=TEXT, headers={"Cache-Control": A_MOMENT})
    response["Content-Disposition"] = f'attachment; filename="entry-{position}.tlog-proof"'
    return response


@public
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys of the log, a line each: compare them with what others were given."""
    lines = "".join(f"{voucher.vkey}\n" for voucher in checkpoints.vouchers())
    return HttpResponse(lines, content_type=TEXT, headers={"Cache-Control": "public, max-age=300"})


@public
def body(request: HttpRequest, position: int) -> HttpResponse:
    """Where the exact bytes stand whose digest this entry holds."""
    try:
        path = selectors.leaf_at(position).body_path
    except NotFound:
        path = ""
    return HttpResponseRedirect(path) if path else _nothing("This entry has no public text behind it.")


@public
def text(request: HttpRequest, sha256: str) -> HttpResponse:
    """The words of an entry that have no other address."""
    found = selectors.public_text(sha256)
    if found is None:
        return _nothing("No text with this digest is kept here.")
    return HttpResponse(found, content_type="application/json", headers={"Cache-Control": FOR_EVER})


@public
def tombstone(request: HttpRequest, index: int) -> HttpResponse:
    """The bytes of the digest of a tombstone."""
    if not selectors.is_buried(index):
        return _nothing("Nothing of this entry was erased.")
    return HttpResponse(services.tombstone_notice(index), content_type="application/json")


def _file(found: bytes | None) -> HttpResponse:
    if found is None:
        return _nothing("The log does not reach so far.")
    return HttpResponse(found, content_type=BYTES, headers={"Cache-Control": FOR_EVER})


def _nothing(sentence: str) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=404, content_type=TEXT, headers={"Cache-Control": "no-store"})
