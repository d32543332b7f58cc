"""A case as others read it, the appeal in its place, and the lists."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, Refusal
from apps.gate.idempotency import once
from apps.moderation.forms import AppealForm, put_back
from apps.moderation.models import Case
from apps.moderation.selectors import lists
from apps.moderation.selectors.case_page import case_page
from apps.moderation.services.appeals import appeal_file
from apps.people.permissions import signed_in


@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The same page for author, reporters and the public."""
    return _page(request, reference, AppealForm())


def _page(request: HttpRequest, reference: str, form: AppealForm, *, status: int = 200) -> HttpResponse:
    page = case_page(reference, request.user, now=clock.now())
    context = {"case": page, "form": form, "nav": "decisions"}
    return render(request, "moderation/case.html", context, status=status)


@login_required
@require_POST
@once
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """Contest the decision; another person answers."""
    account, form = signed_in(request), AppealForm(request.POST)
    page = case_page(reference, account, now=clock.now())
    if not form.is_valid():
        return _page(request, page.reference, form, status=422)
    found = Case.objects.filter(reference=page.reference).first()
    if found is None:
        raise NotFound(_("No case bears this number, or it is for members of a space only."))
    try:
        appeal_file(account=account, case=found, text=form.cleaned_data["text"], now=clock.now())
    except BadInput as refusal:
        put_back(form, refusal)
        return _page(request, page.reference, form, status=refusal.status)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, page.reference, form, status=refusal.status)
    messages.success(request, _("Your appeal is filed. Somebody who had no part in the decision answers it."))
    return redirect("moderation:case", reference=page.reference)


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Every published decision, newest first."""
    found, filters = lists.decisions(request.user, lists.wanted(request.GET), now=clock.now())
    page, rows = lists.page_of(found, request.GET.get("page"))
    context = {"page": page, "rows": rows, "filters": filters, "nav": "decisions"}
    return render(request, "moderation/cases.html", context)


@login_required
@require_safe
def my_cases(request: HttpRequest) -> HttpResponse:
    """Cases about my words, and those I reported."""
    return render(request, "moderation/my_cases.html", {"cases": lists.my_cases(signed_in(request))})
