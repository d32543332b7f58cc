"""What auditors and representatives do."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accountability.selectors import operator_by_slug
from apps.audits import services
from apps.audits.forms import AnnounceForm, AnswerForm, DeclareForm, FindingForm, FinishForm, LeaveForm, WithdrawForm
from apps.audits.models import Audit, Finding, Population, Seat
from apps.audits.permissions import (
    check_can_announce,
    check_can_look,
    check_can_withdraw,
    check_sits,
    mandate_of_auditor,
)
from apps.audits.populations import Scope, references
from apps.audits.selectors.audits import audit_by_reference, audit_page
from apps.audits.selectors.sample import sample_of, verdict_sign
from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow
from apps.base.models import typed
from apps.gate.idempotency import once
from apps.labels.models import CriterionVersion
from apps.people.permissions import signed_in
from apps.spaces.models import Mandate, Operator, Space, Visibility
from apps.spaces.permissions import representative_of


def _operators(mandate: Mandate) -> list[tuple[str, str]]:
    """Those this office may audit."""
    found = Operator.objects.filter(affiliated=True).order_by("name")
    found = found.filter(pk=mandate.operator_id) if mandate.operator_id else found
    return list(found.values_list("slug", "name"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def declare(request: HttpRequest) -> HttpResponse:
    """Say whether one has a link to an operator."""
    mandate = mandate_of_auditor(request.user, None, now=clock.now())
    initial = {"operator": typed(request.GET.get("o", ""))[:60]}
    form = DeclareForm(request.POST or None, operators=_operators(mandate), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.link_declare(
                account=signed_in(request), operator=operator_by_slug(data["operator"]),
                linked=data["linked"] == "yes", words=data["words"], now=clock.now(),
            )  # fmt: skip
        except BadInput as refusal:
            form.take_back(refusal)
        else:
            messages.success(request, _("Your declaration stands for a year, or until you say otherwise."))
            return redirect("audits:home")
    context = {"form": form, "mandate": mandate, "nav": "audit"}
    return render(request, "audits/declare.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def announce(request: HttpRequest) -> HttpResponse:
    """Announce an audit; the same page first says how many there are to draw from."""
    mandate = mandate_of_auditor(request.user, None, now=clock.now())
    form = _announce_form(request, mandate)
    counted = None
    if request.method == "POST" and form.is_valid():
        operator = operator_by_slug(form.cleaned_data["operator"])
        draft = _draft(form.cleaned_data)
        try:
            if "announce" in request.POST:
                audit = services.audit_announce(
                    account=signed_in(request), operator=operator, draft=draft, now=clock.now()
                )
                messages.success(request, _("The audit is announced, signed and on its way to the log."))
                return redirect("audits:audit", audit.reference)
            check_can_announce(request.user, operator, now=clock.now())
            counted = len(references(Population(draft.population), _scope(operator, draft)))
        except BadInput as refusal:
            form.take_back(refusal)
        except NotNow as refusal:
            form.add_error(None, str(refusal.sentence))
    context = {"form": form, "counted": counted, "mandate": mandate, "nav": "audit"}
    return render(request, "audits/announce.html", context, status=422 if form.errors else 200)


def _announce_form(request: HttpRequest, mandate: Mandate) -> AnnounceForm:
    criteria = CriterionVersion.objects.in_force(clock.now()).select_related("criterion")
    return AnnounceForm(
        request.POST or None,
        initial={"operator": typed(request.GET.get("o", ""))[:60], "criterion": request.GET.get("c", "")[:8]},
        operators=_operators(mandate),
        spaces=[(s.slug, s.name) for s in Space.objects.filter(visibility=Visibility.PUBLIC).order_by("slug")],
        criteria=[(v.criterion.code, f"{v.criterion.code} · {v.title}") for v in criteria],
    )


def _draft(data: dict[str, Any]) -> services.AuditDraft:
    version = CriterionVersion.objects.in_force(clock.now()).filter(criterion__code=data["criterion"]).first()
    return services.AuditDraft(
        population=data["population"],
        since=data["since"],
        until=data["until"],
        size=data["size"],
        question_fr=data["question_fr"],
        question_en=data["question_en"],
        space=Space.objects.filter(slug=data["space"]).first() if data["space"] else None,
        version=version if data["criterion"] else None,
    )


def _scope(operator: Operator, draft: services.AuditDraft) -> Scope:
    if draft.until < draft.since:
        raise BadInput({"until": _("The last day comes before the first.")})
    if draft.until > clock.now().date():
        raise BadInput({"until": _("Only what has happened can be looked at. Choose today or an earlier day.")})
    return Scope(operator, draft.space, draft.since, draft.until)


@login_required
@require_safe
def look(request: HttpRequest, ref: str) -> HttpResponse:
    """The sample, for whoever was drawn: what one found so far, and what remains."""
    return _look(request, audit_by_reference(typed(ref)))


def _look(
    request: HttpRequest, audit: Audit, finish: FinishForm | None = None, leave: LeaveForm | None = None
) -> HttpResponse:
    seat = check_sits(request.user, audit)
    mine = {found.item.number: found for found in seat.findings.select_related("item")}
    lines = [
        {"item": item, "sign": verdict_sign(mine[item.number].verdict), "words": mine[item.number].words}
        if item.number in mine
        else {"item": item}
        for item in sample_of(audit, shown=False)
    ]
    forms = {
        "finish": finish or FinishForm(under_criterion=audit.version is not None),
        "leave": leave or LeaveForm(),
    }
    context = {"page": audit_page(audit.reference), "seat": seat, "lines": lines, "missing": len(lines) - len(mine)}
    wrong = any(form is not None and form.errors for form in (finish, leave))
    return render(request, "audits/look.html", {**context, **forms, "nav": "audit"}, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def finding(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One item; saved, the next one without a finding comes."""
    audit = audit_by_reference(typed(ref))
    seat = check_can_look(request.user, audit, now=clock.now())
    item = next((one for one in sample_of(audit, shown=False) if one.number == number), None)
    if item is None:
        raise NotFound(_("The sample has no item of this number."))
    earlier = Finding.objects.filter(seat=seat, item__number=number).first()
    initial = {"verdict": earlier.verdict, "words": earlier.words} if earlier else {}
    form = FindingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.finding_note(
                account=signed_in(request), audit=audit, number=number, now=clock.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            form.take_back(refusal)
        else:
            return _next(audit, seat)
    context = {"page": audit_page(audit.reference), "item": item, "form": form, "nav": "audit"}
    return render(request, "audits/finding.html", context, status=422 if form.errors else 200)


def _next(audit: Audit, seat: Seat) -> HttpResponse:
    left = audit.sample.exclude(findings__seat=seat).values_list("number", flat=True).first()
    if left is None:
        return redirect("audits:look", audit.reference)
    return redirect("audits:finding", audit.reference, left)


@login_required
@require_POST
@once
def finish(request: HttpRequest, ref: str) -> HttpResponse:
    """End one's own look."""
    audit = audit_by_reference(typed(ref))
    check_can_look(request.user, audit, now=clock.now())
    form = FinishForm(request.POST, under_criterion=audit.version is not None)
    if form.is_valid():
        try:
            result = services.seat_finish(account=signed_in(request), audit=audit, now=clock.now(), **form.cleaned_data)
        except BadInput as refusal:
            form.take_back(refusal)
        else:
            said = _("The result is out.") if result else _("You have ended. The result is out when the other has.")
            messages.success(request, said)
            return redirect("audits:audit", audit.reference)
    return _look(request, audit, finish=form)


@login_required
@require_POST
@once
def leave(request: HttpRequest, ref: str) -> HttpResponse:
    """Step down; the next of the published order steps in."""
    audit = audit_by_reference(typed(ref))
    check_sits(request.user, audit)
    form = LeaveForm(request.POST)
    if form.is_valid():
        try:
            services.seat_leave(account=signed_in(request), audit=audit, why=form.cleaned_data["why"], now=clock.now())
        except BadInput as refusal:
            form.take_back(refusal)
        else:
            messages.success(request, _("You stepped down. The next in the published order steps in."))
            return redirect("audits:audit", audit.reference)
    return _look(request, audit, leave=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take an audit back."""
    audit = audit_by_reference(typed(ref))
    check_can_withdraw(request.user, audit)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.audit_withdraw(account=signed_in(request), audit=audit, now=clock.now(), **form.cleaned_data)
        except BadInput as refusal:
            form.take_back(refusal)
        else:
            messages.success(request, _("Taken back. What was announced stays readable, with your reason."))
            return redirect("audits:audit", audit.reference)
    context = {"page": audit_page(audit.reference), "form": form, "nav": "audit"}
    return render(request, "audits/withdraw.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer a result for the operator."""
    audit = audit_by_reference(typed(ref))
    representative_of(request.user, audit.operator, now=clock.now())
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.audit_answer(account=signed_in(request), audit=audit, now=clock.now(), **form.cleaned_data)
        except BadInput as refusal:
            form.take_back(refusal)
        else:
            messages.success(request, _("Your answer stands beside the result, signed."))
            return redirect("audits:audit", audit.reference)
    context = {"page": audit_page(audit.reference), "form": form, "nav": "audit"}
    return render(request, "audits/answer.html", context, status=422 if form.errors else 200)
