"""Questions about what somebody has earned elsewhere: asked at the desk, answered by the person or not."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.badges import services
from apps.badges.consents import Consent
from apps.badges.forms import AskForm
from apps.badges.models import Question
from apps.badges.selectors.questions import asked_by, asked_row, desk_spaces
from apps.base import clock
from apps.base.errors import BadInput, NotYours, Refusal
from apps.gate.idempotency import once
from apps.people.permissions import signed_in


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def desk(request: HttpRequest) -> HttpResponse:
    """What the spaces I manage asked, and the form to ask."""
    account, now = signed_in(request), clock.now()
    spaces = desk_spaces(account, now)
    if not spaces:
        raise NotYours(_("This needs a mandate of trust manager for a space."))
    form = AskForm(request.POST or None, spaces=spaces)
    if request.method == "POST" and form.is_valid():
        try:
            services.question_ask(account=account, asking=form.cleaned_data["asking"], draft=form.draft, now=now)
        except Refusal as refusal:
            form.put_back(refusal)
        else:
            messages.success(request, _("They are asked, once. If they answer, the answer stands here."))
            return redirect("badges:desk")
    context = {"form": form, "rows": asked_by(spaces), "answer": None}
    return render(request, "badges/desk.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_POST
def read(request: HttpRequest, ref: str) -> HttpResponse:
    """The answer as of now, or “no answer”. The person reads in their journal that it was read."""
    account, now = signed_in(request), clock.now()
    question = get_object_or_404(Question.objects.select_related("asking", "of", "topic", "persona"), reference=ref)
    answer = services.question_read(account=account, question=question, now=now)
    spaces = desk_spaces(account, now)
    file = json.dumps(answer.document, ensure_ascii=False, indent=1) if answer else ""
    context = {"form": AskForm(None, spaces=spaces), "rows": asked_by(spaces), "answer": answer}
    context |= {"read": asked_row(question), "file": file}
    return render(request, "badges/desk.html", context)


@login_required
@require_POST
@once
def consent(request: HttpRequest, ref: str) -> HttpResponse:
    """Once, always, not; or taken back."""
    question = get_object_or_404(Question, reference=ref, persona__account=signed_in(request))
    chosen = request.POST.get("consent", "")
    if chosen not in Consent.values:
        raise BadInput({"consent": _("Choose one of the three answers.")})
    services.question_consent(account=signed_in(request), question=question, consent=Consent(chosen), now=clock.now())
    messages.success(request, _("It is as you say from now on. Whoever asked is not told what you chose."))
    return redirect("badges:mine")
