"""A page of one's own: badges gathered, put in order, shown or not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.badges import services
from apps.badges.forms import CopyForm, GatherForm
from apps.badges.models import Gathered
from apps.badges.selectors.gathered import PER_PART, CollectionPage, collection_of, collection_page
from apps.badges.taking_along import badges_of_copy
from apps.base import clock
from apps.base.errors import BadInput, Refusal
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.look.numbers import number
from apps.people.models import Account
from apps.people.permissions import signed_in

HOUR = 3600


@require_safe
def of(request: HttpRequest, ref: str) -> HttpResponse:
    """For anybody who was given its address; search engines are asked not to keep it."""
    page = collection_page(ref, clock.now(), request.GET.get("page"))
    response = render(request, "badges/of.html", {"page": page, "parts": _parts(page)})
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
    page = collection_of(account, clock.now(), request.GET.get("page"))
    context = {"page": page, "parts": _parts(page), "form": form, "copy": copy}
    status = 422 if form.errors or copy.errors else 200
    return render(request, "badges/collection.html", context, status=status)


def _parts(page: CollectionPage) -> Page[int]:
    return Paginator(range(page.badges), PER_PART).get_page(page.part)


def _back(request: HttpRequest) -> HttpResponse:
    """To the part of the page from which it was sent."""
    part = request.POST.get("page", "")
    where = reverse("badges:collection")
    return redirect(f"{where}?page={part}" if part.isascii() and part.isdecimal() and len(part) < 6 else where)


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
    return _back(request)


@once
def _moved(request: HttpRequest, account: Account, ref: str) -> HttpResponseBase:
    done = request.POST.get("do")
    if done == "up":
        services.gathered_order(account=account, references=_higher(account, ref))
    elif done == "off":
        services.gathered_drop(account=account, reference=ref)
    else:
        raise BadInput({"do": _("Choose what to do with it.")})
    return _back(request)


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
            brought = services.copy_gather(account=account, documents=documents, now=now)
            _say(request, brought)
            return redirect("badges:collection")
    return _page(request, account, GatherForm(), copy)


def _say(request: HttpRequest, brought: services.Brought) -> None:
    """How many are here, how many stayed out and why, and what to do about the others: nothing is passed over."""
    n = brought.kept
    here = ngettext("%(n)s badge of the copy is here.", "%(n)s badges of the copy are here.", n)
    messages.success(request, here % {"n": number(n)})
    for why, many in brought.left.most_common():
        out = ngettext("One stayed out: %(why)s", "%(n)s stayed out: %(why)s", many)
        messages.warning(request, out % {"n": number(many), "why": why})
    if brought.waiting:
        more = ngettext(
            "%(n)s is still to be checked. Bring the same copy again: what is here is not checked twice.",
            "%(n)s are still to be checked. Bring the same copy again: what is here is not checked twice.",
            brought.waiting,
        )
        messages.warning(request, more % {"n": number(brought.waiting)})
    if brought.unread:
        said = _("The copy holds %(n)s more than a page can (%(most)s): they were not read. Keep the copy for them.")
        messages.warning(request, said % {"n": number(brought.unread), "most": number(services.MOST)})
