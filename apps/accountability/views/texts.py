"""An operator's texts: what binds now, every version, what changed, and how to check that it is what was signed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.accountability import selectors
from apps.accountability.selectors import texts
from apps.accountability.selectors.cards import card_groups
from apps.accountability.selectors.operators import CARD
from apps.algorithms import cards
from apps.base import clock
from apps.base.errors import NotFound
from apps.documents.models import Version
from apps.documents.selectors import document_rows, version_of
from apps.documents.services import version_document
from apps.signatures.canonical import canonical


@require_safe
def document(request: HttpRequest, op: str, slug: str) -> HttpResponse:
    """The version in force, or the one asked for by number."""
    operator = selectors.operator_by_slug(op)
    found = texts.owned_text(operator, slug)
    page = texts.text_page(operator, found, texts.number_in(request.GET.get("v", "")), now=clock.now())
    return render(request, "accountability/text.html", {"text": page})


@require_safe
def diff(request: HttpRequest, op: str, slug: str, a: int, b: int) -> HttpResponse:
    """What changed from one version to another, sentence by sentence."""
    if a > b:
        return redirect("accountability:diff", op, slug, b, a)
    operator = selectors.operator_by_slug(op)
    found = texts.owned_text(operator, slug)
    language = request.GET.get("text", "") or (get_language() or "fr")[:2]
    page = texts.diff_page(operator, found, a, b, language=language, now=clock.now())
    return render(request, "accountability/diff.html", {"diff": page})


@require_safe
def copy(request: HttpRequest, op: str, slug: str) -> HttpResponse:
    """What the operator signed, beside what an archive found on its site."""
    operator = selectors.operator_by_slug(op)
    page = texts.copy_page(operator, texts.owned_text(operator, slug), now=clock.now())
    return render(request, "accountability/copy.html", {"copy": page})


@require_safe
def version_body(request: HttpRequest, op: str, slug: str, n: int) -> HttpResponse:
    """The bytes of the digest."""
    return HttpResponse(canonical(version_document(_version(op, slug, n))), content_type="application/json")


@require_safe
def version_proof(request: HttpRequest, op: str, slug: str, n: int) -> JsonResponse:
    """The version with its signature inside, as W3C data integrity has it."""
    version = _version(op, slug, n)
    signed = {**version_document(version), "proof": version.signature}
    return JsonResponse(signed, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _version(op: str, slug: str, n: int) -> Version:
    return version_of(texts.owned_text(selectors.operator_by_slug(op), slug), n)


@require_safe
def algorithms(request: HttpRequest, op: str) -> HttpResponse:
    """Every algorithm this operator has published a card for."""
    operator = selectors.operator_by_slug(op)
    rows = [row for row in document_rows([operator.reference], now=clock.now())[operator.reference] if row.kind == CARD]
    context = {"operator": operator, "groups": card_groups(operator, rows)}
    return render(request, "accountability/algorithms.html", context)


@require_safe
def source(request: HttpRequest, op: str, slug: str) -> HttpResponse:
    """The very file that runs here; only the operator of this site can show it."""
    name = slug.replace("-", "_")
    if op != settings.PLATFORM_OPERATOR or name not in cards.PUBLISHED:
        raise NotFound(_("This operator has published no source under this name."))
    return HttpResponse(cards.card(name).source, content_type="text/plain; charset=utf-8")
