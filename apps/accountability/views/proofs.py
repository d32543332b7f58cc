"""What somebody showed for what they say, opened for people with a mandate and without a link to the operator."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from apps.accountability import selectors, services
from apps.accountability.kept import Proof
from apps.accountability.services.proofs import Shown, proof_open
from apps.accountability.views.voice import voice_by_token
from apps.base import clock
from apps.gate.files import size_words
from apps.people.permissions import signed_in


@login_required
@require_safe
def proof(request: HttpRequest, op: str, ref: str, proof: str) -> HttpResponse:
    """The words, and where the file is. Opening it is counted, and whoever gave it sees that."""
    found = _proof(op, ref, proof)
    shown = services.proof_read(account=signed_in(request), proof=found, now=clock.now())
    alert = found.voice.alert
    context = {"proof": found, "words": shown.words, "size": size_words(found.file_size), "alert": alert}
    return _unkept(render(request, "accountability/proof.html", {**context, "operator": alert.operator}))


@login_required
@require_safe
def proof_file(request: HttpRequest, op: str, ref: str, proof: str) -> HttpResponse:
    """The file, to be saved: nothing in it runs here. Whoever gave it sees that it was taken, as above."""
    found = _proof(op, ref, proof)
    return _file(found, services.proof_read(account=signed_in(request), proof=found, now=clock.now()))


@require_safe
def own_file(request: HttpRequest, op: str, token: str) -> HttpResponse:
    """The same for whoever gave it, by the private link of the receipt."""
    found = get_object_or_404(Proof, voice=voice_by_token(op, token))
    return _file(found, proof_open(found))


def _proof(op: str, ref: str, proof: str) -> Proof:
    alert = selectors.alert_by_reference(selectors.operator_by_slug(op), ref)
    rows = Proof.objects.select_related("voice__alert__operator")
    return get_object_or_404(rows, reference=proof, voice__alert=alert)


def _file(found: Proof, shown: Shown) -> HttpResponse:
    response = HttpResponse(shown.file, content_type=found.file_type or "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.file_name or "proof") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return _unkept(response)


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
