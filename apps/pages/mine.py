"""Pages of one's own that draw on several floors."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.pages.selectors.mirror import mirror_page
from apps.people.permissions import signed_in


@login_required
@never_cache
@require_safe
def mirror(request: HttpRequest) -> HttpResponse:
    """Me, as others get me."""
    page = mirror_page(signed_in(request), request.GET, now=clock.now())
    return render(request, "pages/mirror.html", {"mirror": page, "page": page.seen if page else None})
