"""Text by text, before one erases oneself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from apps.base import clock
from apps.gate.idempotency import once
from apps.people.permissions import signed_in
from apps.posts import parting as partings
from apps.posts.models import Parting


@login_required
@never_cache
@once
def parting(request: HttpRequest) -> HttpResponse:
    """A list with boxes to tick, and a way to say it of many at once. Nothing happens before one erases."""
    account, now = signed_in(request), clock.now()
    if request.method == "POST":
        wish = request.POST.get("parting", "")
        if "all" in request.POST:
            asked = {"kind": request.POST.get("kind", ""), "space": request.POST.get("space", "")}
            count = partings.wishes_for_all(account=account, parting=wish, now=now, **asked)
        else:
            count = partings.wishes_set(account=account, items=request.POST.getlist("item"), parting=wish, now=now)
        said = ngettext(
            "Noted for %(n)d text. Nothing happens now.", "Noted for %(n)d texts. Nothing happens now.", count
        )
        messages.success(request, said % {"n": count})
        return redirect(f"{request.path}?page={request.GET.get('page', '1')}")
    page, mine = partings.mine_page(account, request.GET.get("page", "1"))
    context = {"page": page, "mine": mine, "partings": Parting.choices, "spaces": partings.spaces_of_mine(account)}
    return render(request, "posts/parting.html", context)
