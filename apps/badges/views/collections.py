"""A page of one's own: badges gathered, put in order, shown or not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.badges import services
from apps.badges.forms import CopyForm, GatherForm
from apps.badges.models import Gathered
from apps.badges.selectors.gathered import collection_of, collection_page
from apps.badges.taking_along import badges_of_copy
from apps.base import clock
from apps.base.errors import BadInput, Refusal
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.people.models import Account
from apps.people.permissions import signed_in

HOUR = 3600


@require_safe
def of(request: HttpRequest, ref: str) -> HttpResponse:
    """For anybody who was given its address; search engines are asked not to keep it."""
    response = render(request, "badges/of.html", {"page": collection_page(ref, clock.now())})
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What is on it, and the form to bring another badge. Sent twice it is kept once; no transaction waits for a
    site."""
    account, now = signed_in(request), clock.now()
    post = request.method == "POST"
    form = GatherForm(request.POST if post else None, request.FILES if post else None)
    if post and form.is_valid():
        try:
            check_limit(name="badges", who=account.reference, at_most=30, per_seconds=HOUR)
            services.badge_gather(account=account, text=form.cleaned_data["text"], now=now)
        except Refusal as refusal:
            form.add_error("text", str(refusal.sentence))
        else:
            messages.success(request, _("It is on your page. Its issuer confirmed it a moment ago."))
            return redirect("badges:collection")
    return _page(request, account, form, CopyForm())


def _page(request: HttpRequest, account: Account, form: GatherForm, copy: CopyForm) -> HttpResponse:
    context = {"page": collection_of(account, clock.now()), "form": form, "copy": copy}
    status = 422 if form.errors or copy.errors else 200
    return render(request, "badges/collection.html", context, status=status)


@login_required
@require_POST
@once
def open_(request: HttpRequest) -> HttpResponse:
    """Opened, or closed again."""
    open_now = request.POST.get("open") == "yes"
    services.collection_open(account=signed_in(request), open_=open_now, now=clock.now())
    opened, closed = _("Whoever has its address reads it from now on."), _("It is closed: its address leads nowhere.")
    messages.success(request, opened if open_now else closed)
    return redirect("badges:collection")


@login_required
@require_POST
def change(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Higher, looked at again, or off the page."""
    account = signed_in(request)
    row = get_object_or_404(Gathered, account=account, reference=ref)
    if request.POST.get("do") != "ask":
        return _moved(request, account, ref)
    check_limit(name="badges", who=account.reference, at_most=30, per_seconds=HOUR)
    services.gathered_ask(row=row, now=clock.now())  # in no transaction: another site answers, or does not
    return redirect("badges:collection")


@once
def _moved(request: HttpRequest, account: Account, ref: str) -> HttpResponseBase:
    done = request.POST.get("do")
    if done == "up":
        services.gathered_order(account=account, references=_higher(account, ref))
    elif done == "off":
        services.gathered_drop(account=account, reference=ref)
    else:
        raise BadInput({"do": _("Choose what to do with it.")})
    return redirect("badges:collection")


def _higher(account: Account, ref: str) -> list[str]:
    order = list(Gathered.objects.filter(account=account).values_list("reference", flat=True))
    at = order.index(ref)
    order.insert(max(0, at - 1), order.pop(at))
    return order


@login_required
@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """From the copy that another instance made: every badge in it that was not altered."""
    account, now = signed_in(request), clock.now()
    copy = CopyForm(request.POST, request.FILES)
    if copy.is_valid():
        file = copy.cleaned_data["copy"]
        try:
            check_limit(name="bring", who=account.reference, at_most=10, per_seconds=24 * HOUR)
            documents = badges_of_copy(file, size=file.size, now=now)
        except Refusal as refusal:
            copy.add_error("copy", str(refusal.sentence))
        else:
            kept, left = services.copy_gather(account=account, documents=documents, now=now)
            messages.success(request, _("%(n)d badges of the copy are here.") % {"n": kept})
            for sentence in left:
                messages.warning(request, _("One stayed out: %(why)s") % {"why": sentence})
            return redirect("badges:collection")
    return _page(request, account, GatherForm(), copy)
