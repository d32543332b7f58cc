"""What a trust manager does beside deciding: mask in an emergency, enter an authority's order, declare links."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.base import clock
from apps.base.errors import BadInput, Refusal
from apps.gate.idempotency import once
from apps.moderation.forms import EmergencyForm, OrderForm, TieForm, put_back
from apps.moderation.models import Case
from apps.moderation.rules import RuleCode
from apps.moderation.selectors import desk, ties
from apps.moderation.services.emergencies import emergency_mask
from apps.moderation.services.orders import order_enter
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.services.ties import tie_declare, tie_end
from apps.moderation.states import EmergencyGround, Outcome
from apps.moderation.targets import target_of
from apps.moderation.views.at_desk import At, at_the_desk
from apps.moderation.views.item import page_of
from apps.people.models import Account
from apps.spaces.models import Role
from apps.spaces.permissions import mandate_for


@require_POST
@at_the_desk
@once
def emergency(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Mask at once; the case goes back to the queue, for another."""
    case, mandate = desk.case_on_desk(reference, at[1])
    form = EmergencyForm(request.POST, target=desk.item_of(case))
    if not form.is_valid():
        return page_of(request, at, case, mandate, form, status=422)
    try:
        _mask(at[0], case, form)
    except BadInput as refusal:
        put_back(form, refusal)
        return page_of(request, at, case, mandate, form, status=refusal.status)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return page_of(request, at, desk.case_on_desk(reference, at[1])[0], mandate, form, status=refusal.status)
    messages.success(request, _("Masked at once. Another person must decide within 24 hours."))
    return redirect("moderation:desk")


def _mask(account: Account, case: Case, form: EmergencyForm) -> None:
    data = form.cleaned_data
    draft = DecisionDraft(
        outcome=Outcome.MASK,
        rule=RuleCode(data["rule"]) if data["rule"] else None,
        seen_version=data["seen_version"],
        spans=form.chosen_spans,
        own_words=data["own_words"],
        own_language=(get_language() or "fr")[:2],
    )
    ground = EmergencyGround(data["ground"])
    emergency_mask(account=account, case=case, draft=draft, ground=ground, now=clock.now())


@require_http_methods(["GET", "POST"])
@at_the_desk
@once
def order(request: HttpRequest, at: At, item: str) -> HttpResponse:
    """Enter an authority's order about one text."""
    target = target_of(item)
    mandate_for(at[0], target.space, Role.TRUST_MANAGER, now=clock.now())
    form = OrderForm(request.POST or None)
    if form.is_valid():
        try:
            entered = order_enter(account=at[0], target=target, draft=form.draft(), now=clock.now())
        except BadInput as refusal:
            put_back(form, refusal)
        except Refusal as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("The order is entered. A person decides about it, as about any case."))
            return redirect("moderation:item", reference=entered.case.reference)
    context = {"form": form, "target": target}
    return render(request, "moderation/order.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def links(request: HttpRequest) -> HttpResponse:
    """Declared links of trust managers, for everybody to read; those under mandate declare theirs."""
    now = clock.now()
    offices = ties.offices(request.user, now=now)
    form = TieForm(request.POST or None, offices=offices, things=ties.things()) if offices else None
    if form is not None and form.is_valid() and isinstance(request.user, Account):
        try:
            tie_declare(account=request.user, draft=ties.draft_of(form.cleaned_data), now=now)
        except BadInput as refusal:
            put_back(form, refusal)
        except Refusal as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("The link is declared. It is public from now on."))
            return redirect("moderation:links")
    context = {"ties": ties.declared(request.user), "form": form, "nav": "decisions"}
    return render(request, "moderation/links.html", context, status=422 if form is not None and form.is_bound else 200)


@require_POST
@at_the_desk
@once
def end_link(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """End a link that one declared."""
    tie_end(account=at[0], tie=ties.tie_by(reference), now=clock.now())
    messages.success(request, _("The link is ended."))
    return redirect("moderation:links")
