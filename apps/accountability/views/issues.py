"""For people with a mandate and without a link to the operator: the words of an alert, and what was contested."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accountability import selectors, services
from apps.accountability.forms import DecideForm, IssueForm, MergeForm
from apps.accountability.models import Alert, Contest
from apps.accountability.permissions import check_can_look_closely
from apps.base import clock
from apps.base.errors import BadInput
from apps.gate.idempotency import once
from apps.people.permissions import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def words(request: HttpRequest, op: str, ref: str) -> HttpResponse:
    """Reword, split, or merge. Said plainly: voices stay where they were given, and are asked."""
    alert = selectors.alert_by_reference(selectors.operator_by_slug(op), ref)
    check_can_look_closely(request.user, alert.operator, now=clock.now())
    what = request.POST.get("do", "")
    form = IssueForm(request.POST if what in {"reword", "split"} else None, initial=_present(alert))
    others = Alert.objects.open().filter(operator=alert.operator).exclude(pk=alert.pk).order_by("pk")
    named = [(other.reference, other.subject) for other in others]
    merge = MergeForm(request.POST if what == "merge" else None, others=named, auto_id="merge_%s")
    used = merge if what == "merge" else form
    if request.method == "POST" and used.is_valid():
        try:
            done = _done(request, alert, what, form, merge)
        except BadInput as refusal:
            used.take_back(refusal)
        else:
            messages.success(request, _("Done, and in the public log. Those who raised it are asked."))
            return redirect("accountability:alert", op, done.reference)
    context = {"alert": selectors.alert_page(alert, now=clock.now()), "operator": alert.operator, "form": form}
    context |= {"merge": merge if named else None}
    return render(request, "accountability/words.html", context, status=422 if used.errors else 200)


def _present(alert: Alert) -> dict[str, str]:
    return {"title_fr": alert.title_fr, "title_en": alert.title_en}


def _done(request: HttpRequest, alert: Alert, what: str, form: IssueForm, merge: MergeForm) -> Alert:
    now = clock.now()
    account = signed_in(request)
    if what == "merge":
        into = get_object_or_404(Alert, operator=alert.operator, reference=merge.cleaned_data["into"])
        return services.issue_merge(account=account, alert=alert, into=into, why=merge.cleaned_data["why"], now=now)
    act = services.issue_split if what == "split" else services.issue_reword
    return act(account=account, alert=alert, draft=form.draft(), now=now)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def contest(request: HttpRequest, op: str, ref: str, contest: str) -> HttpResponse:
    """Decide whether a voice stands on its own: with a reason, under one's mandate."""
    alert = selectors.alert_by_reference(selectors.operator_by_slug(op), ref)
    check_can_look_closely(request.user, alert.operator, now=clock.now())
    found = get_object_or_404(Contest.objects.select_related("voice__alert"), reference=contest, voice__alert=alert)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.contest_decide(
            account=signed_in(request),
            contest=found,
            upheld=data["upheld"] == "yes",
            reason=data["words"],
            now=clock.now(),
        )
        messages.success(request, _("Decided. Whoever contested it reads why."))
        return redirect("accountability:alert", op, ref)
    context = {"contest": found, "alert": alert, "operator": alert.operator, "form": form}
    return render(request, "accountability/contest.html", context, status=422 if form.errors else 200)
