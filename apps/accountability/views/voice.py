"""What the holder of a receipt can still do: renew, contest, say whether an answer helped and a promise was kept."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accountability import selectors, services
from apps.accountability.forms import ContestForm, ProofForm, VerdictForm
from apps.accountability.kept import Proof
from apps.accountability.models import Commitment, Contest, Voice
from apps.accountability.selectors.alerts import answers_to, voice_reason
from apps.accountability.services.proofs import proof_open
from apps.accountability.views.voice_acts import ACTS
from apps.base import clock
from apps.base.errors import BadInput, NotFound
from apps.gate.idempotency import once
from apps.people.permissions import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@once
def voice(request: HttpRequest, op: str, token: str) -> HttpResponse:
    """Everything at once, each with its own form."""
    found = voice_by_token(op, token)
    what = request.POST.get("do")
    form = ContestForm(request.POST if what == "contest" else None)
    proof = ProofForm(*((request.POST, request.FILES) if what == "proof" else ()))
    used = proof if what == "proof" else form
    if request.method == "POST":
        try:
            if _done(request, found, used):
                return redirect("accountability:voice", op, token)
        except BadInput as refusal:
            if not used.is_bound:  # what was sent came from no form of this page
                raise
            used.take_back(refusal)
    context = {
        "voice": found,
        "operator": found.alert.operator,
        "reason": voice_reason(found, get_language() or "fr"),
        "contest": Contest.objects.filter(voice=found).first(),
        "form": form,
        "proof_form": proof,
        **_shown(found),
        "renewable": found.issue_sha256 != found.alert.issue_sha256 and found.alert.closed_at is None,
        "alert": selectors.alert_page(found.alert, now=clock.now()),
        "answers": answers_to([found.alert], now=clock.now()),
        "asked": _asked(found),
    }
    return render(request, "accountability/voice.html", context, status=422 if used.errors else 200)


def _shown(voice: Voice) -> dict[str, Any]:
    """What was given as proof, to whoever gave it."""
    proof = Proof.objects.filter(voice=voice).first()
    return {"proof": proof, "proof_words": proof_open(proof).words if proof else ""}


def voice_by_token(op: str, token: str) -> Voice:
    """Raises NotFound."""
    voice = Voice.objects.select_related("alert__operator").filter(token=token, alert__operator__slug=op).first()
    if voice is None:
        raise NotFound(_("This receipt opens nothing. The link is incomplete, or what it held was erased."))
    return voice


def _asked(voice: Voice) -> list[Commitment]:
    """Promises whose day has come and whose count is not published."""
    asked = Commitment.objects.filter(answer__alert=voice.alert_id, asked_at__isnull=False, checked_at=None)
    return list(asked.order_by("due_on", "pk"))


def _done(request: HttpRequest, voice: Voice, form: ContestForm | ProofForm) -> bool:
    """One of the acts of this page; False where its form lacks something."""
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise BadInput({"words": _("Nothing was chosen. Nothing was sent.")})
    if form.is_bound and not form.is_valid():
        return False
    messages.success(request, act(request, voice, form, clock.now()))
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def promise(request: HttpRequest, op: str, ref: str) -> HttpResponse:
    """For those who raised the alert with an account, and for the panel drawn by lot: was it kept?"""
    commitment = get_object_or_404(
        Commitment.objects.select_related("answer__alert__operator"), reference=ref, answer__alert__operator__slug=op
    )
    form, account = VerdictForm(request.POST or None), signed_in(request)
    if request.method == "POST":
        services.check_is_asked(commitment, account)
    if request.method == "POST" and form.is_valid():
        verdict = form.cleaned_data["verdict"]
        services.check_say(commitment=commitment, verdict=verdict, account=account, voice=None, now=clock.now())
        messages.success(request, _("Thank you: it counts with others, and never shows alone."))
        return redirect("accountability:alert", op, commitment.answer.alert.reference)
    context = {"promise": commitment, "operator": commitment.answer.alert.operator, "form": form}
    return render(request, "accountability/promise.html", context, status=422 if form.errors else 200)
