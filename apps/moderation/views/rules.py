"""Rules at the desk: tried on the last thirty days, asked for by one person, enabled by another."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, Refusal
from apps.gate.idempotency import once
from apps.moderation.forms import ReasonForm, TrialForm, put_back
from apps.moderation.permissions import check_can_change_rules, check_can_second
from apps.moderation.selectors import queue, rules
from apps.moderation.services.trials import rule_try
from apps.moderation.views.at_desk import At, at_the_desk
from apps.scoring.changes import change_by_reference, change_enable, change_propose, change_refuse, document
from apps.scoring.models import RuleChange
from apps.scoring.states import ChangeState
from apps.signatures.canonical import canonical


@require_safe
@at_the_desk
def rule_list(request: HttpRequest, at: At) -> HttpResponse:
    """What serves, what can be tried, and everything that was."""
    return _list(request, at, TrialForm())


def _list(request: HttpRequest, at: At, form: TrialForm, *, status: int = 200) -> HttpResponse:
    return render(
        request, "moderation/rules.html", {**_desk(at), "page": rules.rules_page(), "form": form}, status=status
    )


def _desk(at: At) -> dict[str, Any]:
    return {"queue": queue.queue(*at, now=clock.now()), "mandate": at[1][0], "section": "rules"}


@require_POST
@at_the_desk
@once
def try_rule(request: HttpRequest, at: At) -> HttpResponse:
    """Try a change on past reviews. Nothing changes."""
    form = TrialForm(request.POST)
    if not form.is_valid():
        return _list(request, at, form, status=422)
    try:
        change = rule_try(account=at[0], kind=form.kind, parameters=form.parameters(), now=clock.now())
    except BadInput as refusal:
        put_back(form, refusal)
        return _list(request, at, form, status=refusal.status)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _list(request, at, form, status=refusal.status)
    return redirect("moderation:rule", reference=change.reference)


@require_safe
@at_the_desk
def rule(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """One change and its trial."""
    return _page(request, at, change_by_reference(reference), ReasonForm())


def _page(request: HttpRequest, at: At, change: RuleChange, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    page = rules.change_page(change, at[0].pk, now=clock.now())
    return render(request, "moderation/rule.html", {**_desk(at), "page": page, "form": form}, status=status)


@require_POST
@at_the_desk
@once
def answer(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Ask for it with a reason; agree to it or refuse it as a second person; withdraw it."""
    now, change, form = clock.now(), change_by_reference(reference), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, at, change, form, status=422)
    try:
        mandate = check_can_change_rules(at[0], now=now)
        act = form.cleaned_data["act"]
        if act == "propose":
            change_propose(change=change, proposer=mandate, reason=form.cleaned_data["reason"], now=now)
        elif act == "enable":
            check_can_second(mandate, change.proposer)
            change_enable(change=change, seconder=mandate, now=now)
        else:
            change_refuse(change=change, by=mandate, now=now)
    except BadInput as refusal:
        put_back(form, refusal)
        return _page(request, at, change, form, status=refusal.status)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, at, change, form, status=refusal.status)
    messages.success(request, DONE[act]())
    return redirect("moderation:rule", reference=reference)


DONE = {
    "propose": lambda: _("It waits for a second person now."),
    "enable": lambda: _("Enabled. Every space is scored again; the public log has it."),
    "refuse": lambda: _("It stays as it was. What was tried stays listed."),
}


@require_safe
def rule_document(request: HttpRequest, reference: str) -> HttpResponse:
    """The exact bytes whose digest the public log has: offices and digests, nobody's name and nobody's words."""
    change = change_by_reference(reference)
    if change.state not in {ChangeState.ENABLED, ChangeState.REPLACED}:
        raise NotFound(_("Nobody has enabled this: the public log says nothing of it."))
    return HttpResponse(canonical(document(change)), content_type="application/json")
