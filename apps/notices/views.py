"""What we told me."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from apps.base import clock
from apps.base.errors import NotNow, Refusal
from apps.base.models import typed
from apps.gate.idempotency import once
from apps.notices import mailing as mailings
from apps.notices import selectors, services
from apps.notices.forms import MailingForm
from apps.notices.models import Mailing
from apps.notices.quiet import quiet_begin, quiet_end, silenced_by
from apps.people.models import Account
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


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def quiet(request: HttpRequest) -> HttpResponse:
    """Whom I do not hear: the list, and one press to begin or to end it."""
    account = signed_in(request)
    if request.method != "POST":
        return render(request, "notices/quiet.html", {"rows": silenced_by(account)})
    act, said = ACTS.get(request.POST.get("act", ""), (None, ""))
    if act is None:
        raise NotNow(_("Choose what to do."))
    act(account=account, who=typed(request.POST.get("who", ""))[:24], now=clock.now())
    messages.success(request, str(said))
    return redirect("notices:quiet")


ACTS: dict[str, tuple[Callable[..., object] | None, Promise | str]] = {
    "begin": (quiet_begin, gettext_lazy("You no longer hear from them. Only you know.")),
    "end": (quiet_end, gettext_lazy("You hear from them again.")),
}


@login_required
@never_cache
@once
def mailing(request: HttpRequest) -> HttpResponse:
    """Whether, where and how often summaries go by e-mail."""
    account = signed_in(request)
    standing = Mailing.objects.filter(account=account).first()
    initial = {f"often_{family}": often for family, often in mailings.often_of(account).items()}
    initial["address"] = standing.address if standing else ""
    form = MailingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and _chosen(request, account, form):
        return redirect("notices:mailing")
    context = {"form": form, "mailing": standing, "sends": mailings.sends_mail()}
    return render(request, "notices/mailing.html", context, status=422 if form.is_bound else 200)


def _chosen(request: HttpRequest, account: Account, form: MailingForm) -> bool:
    try:
        asks = mailings.mailing_choose(
            account=account, address=form.cleaned_data["address"], often=form.often, now=clock.now()
        )
    except Refusal as refusal:
        form.add_error("address", str(refusal.sentence))
        return False
    messages.success(request, _("Noted. We wrote to that address: it must say yes first.") if asks else _("Noted."))
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The address says yes, with one press: a link alone is opened by machines too."""
    context = {"title": _("Is this your address?"), "button": _("Yes, send summaries here")}
    context["sentence"] = _("Somebody chose it for summaries of their notices.")
    if request.method == "POST":
        mailings.address_confirm(token=token, now=clock.now())
        context = {
            "title": _("Thank you."),
            "sentence": _("Summaries come here from now on. Each says how to stop them."),
        }
    return render(request, "notices/one_press.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more summaries, with one press, signed in or not; a program for e-mail may press it too (RFC 8058)."""
    context = {"title": _("No more summaries?"), "button": _("Stop, and forget my address")}
    context["sentence"] = _("Your notices stay on the site.")
    if request.method == "POST":
        mailings.mailing_stop(token=token)
        context = {"title": _("Stopped."), "sentence": _("Nothing more is sent, and the address is forgotten.")}
    return render(request, "notices/one_press.html", context)
