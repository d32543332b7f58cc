"""Report something, with or without an account, and the receipt one keeps."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, Refusal
from apps.base.permissions import allows
from apps.gate.address import network_digest
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.moderation.forms import AppealForm, ReportForm, put_back
from apps.moderation.models import Report
from apps.moderation.permissions import check_can_report
from apps.moderation.selectors.receipts import receipt_by_token, reported_in
from apps.moderation.services.reports import Receipt, digest_of, report_again, report_file
from apps.moderation.states import ItemKind
from apps.moderation.targets import Target, target_of
from apps.people.models import Account, Persona
from apps.people.services import main_persona
from apps.spaces.models import Role
from apps.spaces.permissions import mandate_for
from apps.spaces.selectors import persona_in

MEMBER_PER_HOUR = 30
NETWORK_PER_HOUR = 10


@require_http_methods(["GET", "POST"])
@once
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Reason, exact place, words; the item stays visible."""
    now = clock.now()
    target = target_of(reference, space_slug=request.POST.get("space") or request.GET.get("space", ""))
    check_can_report(request.user, target, now=now)
    form = ReportForm(request.POST or None, target=target)
    if form.is_valid():
        try:
            receipt = _file(request, target, form, now)
        except BadInput as refusal:
            put_back(form, refusal)
        except Refusal as refusal:
            form.add_error(None, str(refusal.sentence))
            return _page(request, form, target, status=refusal.status)
        else:
            return redirect("moderation:receipt", token=receipt.token)
    return _page(request, form, target, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, form: ReportForm, target: Target, *, status: int) -> HttpResponse:
    now = clock.now()
    can_order = target.kind != ItemKind.PROFILE and allows(
        mandate_for, request.user, target.space, Role.TRUST_MANAGER, now=now
    )
    context = {"form": form, "target": target, "can_order": can_order, "mine": reported_in(request.user, target)}
    return render(request, "moderation/report.html", context, status=status)


def _file(request: HttpRequest, target: Target, form: ReportForm, now: datetime) -> Receipt:
    account = request.user if isinstance(request.user, Account) else None
    _check_limit(request, account, now)
    reporter = _persona(account, target) if account else None
    return report_file(target=target, draft=form.draft(), reporter=reporter, now=now)


def _check_limit(request: HttpRequest, account: Account | None, now: datetime) -> None:
    who = f"account:{account.pk}" if account else f"network:{network_digest(request, now=now)}"
    check_limit(
        name="report",
        who=who,
        at_most=MEMBER_PER_HOUR if account else NETWORK_PER_HOUR,
        per_seconds=3600,
        sentence=_("That is many reports in an hour. Each is read by a person: send this one later."),
    )


def _persona(account: Account, target: Target) -> Persona:
    """The name one bears in that space, else the main one."""
    return persona_in(account, target.space) or main_persona(account)


@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The private page of one report: when it is answered, and then the answer."""
    return receipt_page(request, token, AppealForm())


def receipt_page(request: HttpRequest, token: str, form: AppealForm, *, status: int = 200) -> HttpResponse:
    """Also with an appeal that came back."""
    view = receipt_by_token(token, now=clock.now())
    context = {"receipt": view, "link": request.build_absolute_uri(), "form": form, "token": token}
    return render(request, "moderation/receipt.html", context, status=status)


@require_POST
@once
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Report the new words for the same reason, by one press, from the private link alone."""
    now = clock.now()
    found = Report.objects.select_related("case", "reporter").filter(receipt_digest=digest_of(token)).first()
    if found is None:
        raise NotFound(_("No report stands behind this link. Check that you copied all of it."))
    account = request.user if isinstance(request.user, Account) else None
    _check_limit(request, account, now)
    return redirect("moderation:receipt", token=report_again(report=found, now=now).token)
