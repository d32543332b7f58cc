"""Ask for an opinion, give one, answer one; who mediates."""

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow, Refusal
from apps.base.models import typed
from apps.gate.idempotency import once
from apps.mediation import documents, selectors, services
from apps.mediation.forms import AnswerForm, HandForm, OpinionForm
from apps.mediation.models import Mediation, MediatorOpinion, OpinionAnswer
from apps.mediation.permissions import check_can_ask, mediation_at
from apps.moderation.forms import put_back
from apps.moderation.models import Case
from apps.moderation.selectors.case_page import case_page
from apps.people.models import Account
from apps.people.permissions import signed_in
from apps.posts.states import ItemState
from apps.signatures.canonical import canonical

page = require_http_methods(["GET", "HEAD", "POST"])
Act = Callable[[Account, Mediation, forms.Form, datetime], object]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who mediates, and what they said."""
    now = clock.now()
    listed = selectors.given_page(request.user, request.GET.get("page"), now=now)
    context = {"page": selectors.home(request.user, now=now, page=listed), "listed": listed, "nav": "decisions"}
    return render(request, "mediation/home.html", context)


@login_required
@page
@once
def ask(request: HttpRequest, case: str) -> HttpResponse:
    """Ask for an opinion on a decision."""
    account, now = signed_in(request), clock.now()
    about = case_page(typed(case)[:24], account, now=now)
    found = Case.objects.select_related("space", "author").filter(reference=about.reference).first()
    if found is None:
        raise NotFound(_("No case bears this number, or it is for members of a space only."))
    check_can_ask(account, found, now=now)
    form, status, asked = HandForm(request.POST or None), 200, list[Mediation]()
    if request.method == "POST":

        def ask_it() -> None:
            asked.append(services.mediation_ask(account=account, case=found, text=_text(form), now=now))

        status = _refused(form, ask_it)
        if asked:
            messages.success(request, _("Asked. Mediators without a link to the case are told."))
            return redirect("mediation:mediation", asked[0].reference)
    context = {"case": about, "form": form, "nav": "decisions"}
    return render(request, "mediation/ask.html", context, status=status)


@page
@once
def mediation(request: HttpRequest, reference: str) -> HttpResponse:
    """One opinion: what becomes of it, and what this reader may do."""
    now = clock.now()
    found = mediation_at(reference, request.user, now=now)
    sent, status = dict[str, forms.Form](), 200
    if request.method == "POST":
        account, act = signed_in(request), request.POST.get("act", "")
        if act not in ACTS:
            raise NotNow(_("Choose what to do."))
        form_of, do, said = ACTS[act]
        form = form_of(request.POST)
        status = _refused(form, lambda: do(account, found, form, now))
        if not status:
            messages.success(request, str(said))
            return redirect("mediation:home" if act == "decline" else "mediation:mediation", *_where(act, reference))
        sent = {act: form}
    return _drawn(request, mediation_at(reference, request.user, now=now), sent, status)


def _where(act: str, reference: str) -> list[str]:
    return [] if act == "decline" else [reference]


def _drawn(request: HttpRequest, found: Mediation, sent: dict[str, forms.Form], status: int) -> HttpResponse:
    now = clock.now()
    view = selectors.mediation_view(found, request.user, now=now)
    handed, drawn = [], {"give": view.may_give, "hand": view.may_hand, "answer": view.may_answer}
    if view.reads_handed and isinstance(request.user, Account):
        handed = services.handed_read(account=request.user, mediation=found, now=now)
    context = {
        "page": view,
        "handed": handed,
        "give": sent.get("give") or OpinionForm(),
        "hand": sent.get("hand") or HandForm(),
        "answer": sent.get("answer") or AnswerForm(),
        "refused": next((form for act, form in sent.items() if not drawn.get(act)), None),
        "nav": "decisions",
    }
    return render(request, "mediation/mediation.html", context, status=status)


def _text(form: forms.Form) -> str:
    return str(form.cleaned_data["text"])


def _refused(form: forms.Form, act: Callable[[], object]) -> int:
    """Do it: 0. Else the number of the refusal, which is put back into the form."""
    if not form.is_valid():
        return BadInput.status
    try:
        act()
    except BadInput as refusal:
        put_back(form, refusal)
        return refusal.status
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return refusal.status
    return 0


def _accept(account: Account, found: Mediation, form: forms.Form, now: datetime) -> object:
    return services.mediation_accept(account=account, mediation=found, now=now)


def _decline(account: Account, found: Mediation, form: forms.Form, now: datetime) -> object:
    return services.mediation_decline(account=account, mediation=found, now=now)


def _withdraw(account: Account, found: Mediation, form: forms.Form, now: datetime) -> object:
    return services.mediation_withdraw(account=account, mediation=found, now=now)


def _hand(account: Account, found: Mediation, form: forms.Form, now: datetime) -> object:
    return services.words_hand(account=account, mediation=found, text=_text(form), now=now)


def _give(account: Account, found: Mediation, form: forms.Form, now: datetime) -> object:
    advised = form.cleaned_data["recommendation"]
    return services.opinion_give(account=account, mediation=found, text=_text(form), recommendation=advised, now=now)


def _answer(account: Account, found: Mediation, form: forms.Form, now: datetime) -> object:
    follows = form.cleaned_data["follows"]
    return services.opinion_answer(account=account, mediation=found, follows=follows, text=_text(form), now=now)


ACTS: dict[str, tuple[type[forms.Form], Act, Promise]] = {
    "accept": (forms.Form, _accept, gettext_lazy("Taken. You read now what the parties hand over.")),
    "decline": (forms.Form, _decline, gettext_lazy("Declined. Another mediator may take it.")),
    "withdraw": (forms.Form, _withdraw, gettext_lazy("Taken back. Your right of appeal is as it was.")),
    "hand": (HandForm, _hand, gettext_lazy("Handed over. Only the mediator who takes the case reads it.")),
    "give": (OpinionForm, _give, gettext_lazy("Published beside the decision. It changes nothing by itself.")),
    "answer": (AnswerForm, _answer, gettext_lazy("Published under the opinion.")),
}


@require_safe
def opinion(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The bytes of the digest of an opinion; nowhere while a decision masks any of them."""
    said = _said(request, reference, number)
    if said.state != ItemState.PUBLISHED:
        raise NotFound(_("A decision masked words of this opinion: its bytes are not shown. The case says why."))
    return _bytes(documents.opinion(said))


@require_safe
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The bytes of the digest of an answer; nowhere while a decision masks any of them."""
    answers = OpinionAnswer.objects.select_related("opinion__mediation__case", "mandate")
    said = answers.filter(opinion=_said(request, reference, number)).first()
    if said is None:
        raise NotFound(_("This opinion is not answered yet."))
    if said.state != ItemState.PUBLISHED:
        raise NotFound(_("A decision masked words of this answer: its bytes are not shown. The case says why."))
    return _bytes(documents.answer(said))


def _said(request: HttpRequest, reference: str, number: int) -> MediatorOpinion:
    found = mediation_at(reference, request.user, now=clock.now())
    rows = MediatorOpinion.objects.select_related("mediation__case", "mandate")
    return get_object_or_404(rows, mediation=found, number=number)


def _bytes(document: documents.Document) -> HttpResponse:
    return HttpResponse(canonical(document), content_type="application/json")
