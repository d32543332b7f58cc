"""A second opinion: asked for with one's own view under seal, given without sight of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.base import clock
from apps.base.errors import BadInput, Refusal
from apps.gate.idempotency import once
from apps.moderation.forms import DecisionForm, put_back
from apps.moderation.rules import RuleCode
from apps.moderation.selectors import desk
from apps.moderation.services.second_readings import View, second_ask, second_give, waiting_reading
from apps.moderation.states import Outcome
from apps.moderation.views.at_desk import At, at_the_desk
from apps.moderation.views.deciding import to_next
from apps.moderation.views.item import page_of


@require_POST
@at_the_desk
@once
def second(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Without an outcome, the bar that asks for one's own view; with it, the view is kept."""
    now = clock.now()
    case, mandate = desk.case_on_desk(reference, at[1])
    target = desk.item_of(case)
    form = DecisionForm(request.POST, target=target)
    if not form.is_valid():
        return page_of(request, at, case, mandate, form, asks=True, status=422)
    data = form.cleaned_data
    if not data["outcome"]:
        return page_of(request, at, case, mandate, form, asks=True)
    rule = RuleCode(data["rule"]) if data["rule"] else None
    view = View(Outcome(data["outcome"]), rule, data["own_words"])
    waiting = waiting_reading(case, target, now=now)
    keep = second_give if waiting is not None and waiting.first_id != at[0].pk else second_ask
    try:
        keep(account=at[0], case=case, view=view, seen_version=data["seen_version"], now=now)
    except BadInput as refusal:
        put_back(form, refusal)
        return page_of(request, at, case, mandate, form, asks=True, status=refusal.status)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return page_of(request, at, case, mandate, form, asks=True, status=refusal.status)
    messages.success(request, _("Your view is kept under seal. Whoever decides sees both, once both are given."))
    return to_next(request, at, now)
