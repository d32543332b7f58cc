"""The side of the person named: is a pseudonym of mine named here, what can I do. No account is needed."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.base import clock
from apps.base.errors import Refusal
from apps.gate.address import network_digest
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.warnings.forms import AnswerForm, NamedForm
from apps.warnings.models import Claim
from apps.warnings.patterns import PATTERNS
from apps.warnings.selectors import views_of
from apps.warnings.services import naming
from apps.warnings.states import CHECKED_WITHIN, ClaimState
from apps.warnings.views.quiet import quiet

A_DAY = 24 * 3600
ASKED_A_DAY = 5  # from one network
PLACED_A_DAY = 10


@require_http_methods(["GET", "HEAD", "POST"])
@once
def ask(request: HttpRequest) -> HttpResponse:
    """Say which pseudonym is yours. Everybody gets the same answer: a code."""
    form = NamedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _check_pace(request, "named", ASKED_A_DAY)
            asked = naming.claim_make(**form.cleaned_data, now=clock.now())
        except Refusal as refusal:
            form.put_back(refusal)
            return render(request, "warnings/ask.html", {"form": form}, status=refusal.status)
        return redirect("warnings:private", token=asked.token)
    return render(request, "warnings/ask.html", {"form": form}, status=422 if form.is_bound else 200)


def _check_pace(request: HttpRequest, name: str, at_most: int) -> None:
    check_limit(
        name=name,
        who=f"network:{network_digest(request, now=clock.now())}",
        at_most=at_most,
        per_seconds=A_DAY,
        sentence=_("That is many questions in a day from where you are. Come back tomorrow."),
    )


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """What a warning may not hold: the whole list, patterns and all."""
    return render(request, "warnings/rules.html", {"patterns": PATTERNS})


@require_safe
@quiet
def private(request: HttpRequest, token: str) -> HttpResponse:
    """The private page: the code, then what is said about this pseudonym and nothing else."""
    now = clock.now()
    return _private(request, naming.claim_by_token(token, now=now), token, now=now)


def _private(
    request: HttpRequest, claim: Claim, token: str, *, now: datetime, form: AnswerForm | None = None, at: str = ""
) -> HttpResponse:
    proven = claim.state == ClaimState.PROVEN
    context = {
        "claim": claim,
        "token": token,
        "rows": views_of(naming.named_in(claim)) if proven else [],
        "before": claim.placed_at + CHECKED_WITHIN if claim.placed_at else None,
        "form": form or AnswerForm(),
        "at": at,
        "link": request.build_absolute_uri(reverse("warnings:private", args=[token])),
    }
    return render(request, "warnings/private.html", context, status=422 if form is not None else 200)


@require_POST
@once
@quiet
def place(request: HttpRequest, token: str) -> HttpResponse:
    """The code stands in the profile."""
    now = clock.now()
    claim = naming.claim_by_token(token, now=now)
    _check_pace(request, "named-placed", PLACED_A_DAY)
    naming.claim_place(claim=claim, now=now)
    messages.success(request, _("A person looks for the code within three days. The answer comes here."))
    return redirect("warnings:private", token=token)


@require_POST
@once
@quiet
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """No trace of having asked."""
    naming.claim_forget(claim=naming.claim_by_token(token, now=clock.now()))
    messages.success(request, _("Forgotten. This private link leads nowhere any more."))
    return redirect("warnings:ask")


@require_POST
@once
@quiet
def answer(request: HttpRequest, token: str, reference: str) -> HttpResponse:
    """Answer a warning, beside it."""
    now = clock.now()
    claim = naming.proven(token, now=now)
    warning = naming.warning_named(claim, reference)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _private(request, claim, token, now=now, form=form, at=reference)
    try:
        naming.answer_publish(warning=warning, language=(get_language() or "fr")[:2], now=now, **form.cleaned_data)
    except Refusal as refusal:
        form.put_back(refusal)
        return _private(request, claim, token, now=now, form=form, at=reference)
    messages.success(request, _("Your answer stands beside the warning now."))
    return redirect("warnings:private", token=token)


@require_POST
@once
@quiet
def unanswer(request: HttpRequest, token: str, reference: str) -> HttpResponse:
    """Take the answer back."""
    now = clock.now()
    claim = naming.proven(token, now=now)
    naming.answer_withdraw(warning=naming.warning_named(claim, reference), now=now)
    messages.success(request, _("Your answer is taken back."))
    return redirect("warnings:private", token=token)
