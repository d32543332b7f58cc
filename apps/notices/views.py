"""What we told me."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.notices import selectors, services
from apps.people.permissions import signed_in


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The list. What is shown is read; it says "new" this once."""
    account, now = signed_in(request), clock.now()
    page = selectors.page_of(account, number=request.GET.get("page", "1"), now=now)
    shown = list(page.object_list)
    context = {
        "page": page,
        "notices": [selectors.told(notice) for notice in shown],
        "several": account.personas.count() > 1,
    }
    if request.method == "GET":
        services.mark_read(account=account, notices=shown, now=now)
    return render(request, "notices/list.html", context)
