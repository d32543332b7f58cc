"""The public log as pages, CSV and feed. Everything here is public, except receipts: a private link opens one."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.base.errors import NotNow
from apps.ledger import checkpoints, selectors
from apps.ledger.selectors import Leaf, Receipt
from apps.ledger.state import LogState, log_state
from apps.look.syndication import FeedEntry, FeedOf, feed_answer

PER_PAGE = 50
RUN_FROM = 5
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # dates the feed of an empty log
COLUMNS = ("position", "kind", "object", "version", "hour", "sealed_hour", "body_sha256", "commitment", "leaf_sha256")


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Newest first, filtered by kind and object."""
    chosen = _filters(request)
    page = Paginator(selectors.entries(**chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "runs": _runs(selectors.leaves(list(page.object_list))),
        "kinds": selectors.kinds(),
        "tip": selectors.tip(),
        **chosen,
    }
    return render(request, "ledger/log.html", context)


def _runs(leaves: Iterable[Leaf]) -> list[list[Leaf]]:
    """Many entries of one kind that follow each other make one line, which opens; sealed filings already when two."""
    runs: list[list[Leaf]] = []
    for kind, found in groupby(leaves, key=lambda leaf: leaf.kind):
        run = list(found)
        runs += [run] if len(run) >= (2 if kind == "sealed" else RUN_FROM) else [[leaf] for leaf in run]
    return runs


@require_safe
def entry(request: HttpRequest, position: int) -> HttpResponse:
    """One leaf, in words and byte for byte."""
    context = {"leaf": selectors.leaf_at(position), "size": selectors.tip().size}
    return render(request, "ledger/entry.html", context)


@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All of it, streamed; the leaf last, byte for byte."""
    response = StreamingHttpResponse(_csv_lines(_filters(request)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="trustmgmt-log.csv"'
    return response


class _Echo:
    """A file that hands back each line."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(chosen: dict[str, str]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow([*COLUMNS, "leaf"])
    batch = []
    for row in selectors.entries(**chosen).iterator(500):
        batch.append(row)
        if len(batch) == 500:
            yield from (writer.writerow(_cells(leaf)) for leaf in selectors.leaves(batch))
            batch = []
    yield from (writer.writerow(_cells(leaf)) for leaf in selectors.leaves(batch))


def _cells(leaf: Leaf) -> list[object]:
    values = (getattr(leaf, column) for column in COLUMNS)
    cells = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return [*cells, leaf.leaf]


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The last entries as Atom."""
    found = selectors.leaves(list(selectors.entries(**_filters(request))[:PER_PAGE]))
    title = _("Public log of %(site)s") % {"site": settings.SITE_NAME}
    told = _("Texts published, decisions, alerts and answers, as they are sealed.")
    return feed_answer(request, FeedOf(title, reverse("ledger:log"), BEGINNING, map(_item, found), told))


def _item(leaf: Leaf) -> FeedEntry:
    path = reverse("ledger:entry", args=[leaf.position])
    at = leaf.hour or leaf.sealed_hour
    title = f"{leaf.position} · {leaf.label}" + (f" · {leaf.about}" if leaf.about else "")
    return FeedEntry(path, title, at, at, settings.SITE_NAME, text=leaf.leaf)


@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What I filed, when it is sealed and where, and how to check it without us."""
    found = selectors.receipt(token, now=clock.now())
    response = render(request, "ledger/receipt.html", {"receipt": found, "command": _command(), "file": _file(found)})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def receipt_file(request: HttpRequest, token: str) -> JsonResponse:
    """The same as a file to keep: payload, key, commitment, and the leaf once it is sealed."""
    found = selectors.receipt(token, now=clock.now())
    response = JsonResponse(_opening(found), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{_file(found)}"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def receipt_proof(request: HttpRequest, token: str) -> HttpResponse:
    """The proof that the sealed entry is in the log, as a file that holds without us (c2sp.org/tlog-proof)."""
    now = clock.now()
    found = selectors.receipt(token, now=now)
    proof = None if found.position is None else checkpoints.proof(found.position, now=now)
    if proof is None:
        raise NotNow(_("The entry waits for two others. Its proof is here as soon as it is sealed."))
    response = HttpResponse(proof, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.words.number}.tlog-proof"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Is the log whole, who has seen it, and what was found wrong: for everybody."""
    shown = log_state(now=clock.now())
    return render(request, "ledger/state.html", {"state": shown, "command": _audit(shown)})


def _audit(shown: LogState) -> str:
    """What an auditor types; with the witnesses that there are."""
    witnessed = f" -witness witness.key -quorum {shown.quorum}" if shown.quorum else ""
    return f"auditor log -key log.key{witnessed} -remember last.checkpoint {settings.SITE_URL}/log"


def _opening(found: Receipt) -> dict[str, object]:
    sealed = found.position is not None
    return {
        "receipt": found.words.number,
        "payload": found.payload,
        "key": found.key,
        "commitment": found.commitment,
        "position": found.position,
        "leaf": found.leaf,
        "log": settings.SITE_URL + reverse("ledger-api:entry", args=[found.position]) if sealed else "",
    }


def _file(found: Receipt) -> str:
    return f"{found.words.number}.json"


def _command() -> str:
    return (
        'python3 -c "import hashlib,hmac,json,sys; r=json.load(open(sys.argv[1])); '
        "print(hmac.new(bytes.fromhex(r['key']), r['payload'].encode(), hashlib.sha256).hexdigest()==r['commitment'], "
        "r['commitment'] in r['leaf'])\""
    )


def _filters(request: HttpRequest) -> dict[str, str]:
    """What was chosen; NUL cannot be looked up in PostgreSQL."""
    return {name: request.GET.get(name, "")[:64].replace("\0", "") for name in ("kind", "about")}
