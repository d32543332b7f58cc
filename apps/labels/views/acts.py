"""What auditors, representatives and members do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accountability.selectors import operator_by_slug
from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotYours, Refusal, TooMany
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.labels import services
from apps.labels.forms import AssessForm, BringForm, ChangeForm, ReplyForm
from apps.labels.models import Assessment, Assessor, CriterionVersion
from apps.labels.permissions import author_of, check_can_judge, office_bringing
from apps.labels.selectors import elsewhere, labels
from apps.labels.selectors.verdicts import verdict_view
from apps.labels.states import LabelState
from apps.people.models import Account
from apps.people.permissions import signed_in
from apps.spaces.models import Operator
from apps.spaces.permissions import representative_of

OFFICES = (Assessor.AUDITOR, Assessor.OPERATOR, Assessor.COMMUNITY)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def assess(request: HttpRequest, op: str, code: str) -> HttpResponse:
    """Say what one found of an operator under a criterion."""
    operator = operator_by_slug(op)
    version = _in_force(code)
    form = AssessForm(request.POST or None, offices=_offices(signed_in(request), operator))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        draft = services.AssessmentDraft(data["verdict"], data["reason_fr"], data["reason_en"])
        try:
            services.assess(
                account=signed_in(request), by=Assessor(data["by"]), operator=operator, version=version, draft=draft,
                now=clock.now(),
            )  # fmt: skip
        except BadInput as refusal:
            form.take_back(refusal)
        else:
            messages.success(request, _("Your verdict stands beside the others, signed and logged."))
            return redirect("labels:operator", op)
    context = {"operator": operator, "version": version, "form": form, "nav": "operators"}
    return render(request, "labels/assess.html", context, status=422 if form.errors else 200)


def _in_force(code: str) -> CriterionVersion:
    found = CriterionVersion.objects.in_force(clock.now()).filter(criterion__code=code.upper()).first()
    if found is None:
        raise NotFound(_("The label has no criterion of this name."))
    return found


def _offices(account: Account, operator: Operator) -> list[Assessor]:
    """Those this person holds towards this operator; NotYours with the last sentence when there is none."""
    held, why = [], ""
    for office in OFFICES:
        try:
            author_of(account, office, operator, now=clock.now())
            held.append(office)
        except Refusal as refusal:
            why = str(refusal.sentence)
    if not held:
        raise NotYours(why)
    return held


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def reply(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer a verdict for the operator."""
    assessment = get_object_or_404(Assessment.objects.select_related("operator", "version__criterion"), reference=ref)
    representative_of(request.user, assessment.operator, now=clock.now())
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reply(account=signed_in(request), assessment=assessment, now=clock.now(), **form.cleaned_data)
        except BadInput as refusal:
            form.take_back(refusal)
        else:
            messages.success(request, _("Your answer stands beside the verdict."))
            return redirect("labels:operator", assessment.operator.slug)
    verdict = verdict_view(assessment, assessment.version)
    context = {"operator": assessment.operator, "verdict": verdict, "form": form, "nav": "operators"}
    return render(request, "labels/reply.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
@once
def grant(request: HttpRequest, op: str) -> HttpResponse:
    """Give the label."""
    label = services.label_grant(account=signed_in(request), operator=operator_by_slug(op), now=clock.now())
    messages.success(request, _("The label is given, signed, and on its way to the log."))
    return redirect("labels:label", label.reference)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Suspend a label, take it up again, or revoke it."""
    label = labels.label_by_reference(ref)
    check_can_judge(signed_in(request), label.operator, now=clock.now())
    page = labels.label_page(label, now=clock.now())
    form = ChangeForm(request.POST or None, states=page.next_states)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.label_change(
                account=signed_in(request), label=label, to=LabelState(data["to"]), reason_fr=data["reason_fr"],
                reason_en=data["reason_en"], now=clock.now(),
            )  # fmt: skip
        except BadInput as refusal:
            form.take_back(refusal)
        else:
            messages.success(request, _("Done. The public list says so from now on."))
            return redirect("labels:label", ref)
    context = {"page": page, "form": form, "nav": "operators"}
    return render(request, "labels/change.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, op: str) -> HttpResponse:
    """Show the label that another body gave: its file says who signed it, and its body is asked, in no transaction,
    whether it holds. Sent twice it is kept once."""
    operator = operator_by_slug(op)
    office_bringing(signed_in(request), operator, now=clock.now())
    form = BringForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        check_limit(name="bring_label", who=signed_in(request).reference, at_most=20, per_seconds=3600)
        try:
            label = services.outside_label_bring(
                account=signed_in(request), operator=operator, text=form.cleaned_data["file"], now=clock.now()
            )
        except BadInput as refusal:
            form.take_back(refusal)
        else:
            messages.success(request, _("The label is shown, with what its check said."))
            return redirect("labels:outside", label.reference)
    context = {"operator": operator, "form": form, "nav": "operators"}
    return render(request, "labels/bring.html", context, status=422 if form.errors else 200)


@require_POST
def ask_again(request: HttpRequest, ref: str) -> HttpResponse:
    """Anybody may want to know now: its body is asked, at most every few minutes, in no transaction."""
    label = elsewhere.outside_by_reference(ref)
    try:
        check_limit(name="ask_label", who=label.reference, at_most=1, per_seconds=180)
    except TooMany:  # pressed twice, or by two: what was heard stands on the page
        messages.success(request, _("%(host)s was asked a moment ago.") % {"host": label.host})
        return redirect("labels:outside", ref)
    word = services.outside_label_ask(label=label, now=clock.now())
    if word.trouble:
        told = {"host": label.host, "why": elsewhere.trouble_in_words(word.trouble)}
        messages.warning(request, _("%(host)s could not confirm anything. %(why)s") % told)
    else:
        messages.success(request, _("%(host)s has answered.") % {"host": label.host})
    return redirect("labels:outside", ref)
