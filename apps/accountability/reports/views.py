"""Transparency reports: the public pages and files, and the console from which they are counted or brought."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accountability import selectors
from apps.accountability.reports import editions, lists, periods, services
from apps.accountability.reports import selectors as reports
from apps.accountability.reports.annex import PROSE
from apps.accountability.reports.counting import is_platform
from apps.accountability.reports.files import as_zip
from apps.accountability.reports.forms import BringForm, DisputeForm, OrderForm, ReportForm, WhyForm
from apps.accountability.reports.models import ReportEdition, TransparencyReport
from apps.accountability.reports.prose import release_prose
from apps.accountability.selectors.faces import face_of
from apps.accountability.selectors.texts import number_in
from apps.accountability.views.console import enter
from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow
from apps.gate.idempotency import once
from apps.people.permissions import signed_in
from apps.signatures.canonical import canonical
from apps.spaces.models import Operator


def language() -> str:
    """fr or en."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


@require_safe
def index(request: HttpRequest, op: str) -> HttpResponse:
    """All reports of an operator."""
    page = lists.reports_list(selectors.operator_by_slug(op))
    return render(request, "accountability/reports/list.html", {"page": page})


@require_safe
def report(request: HttpRequest, op: str, period: str) -> HttpResponse:
    """The latest edition, or the one asked for by number."""
    asked = number_in(request.GET.get("v", ""))
    operator = selectors.operator_by_slug(op)
    page = reports.report_page(operator, period, asked, now=clock.now(), language=language())
    return render(request, "accountability/reports/report.html", {"page": page})


def _edition(op: str, period: str, n: int) -> ReportEdition:
    return reports.edition_of(selectors.operator_by_slug(op), period, n)


@require_safe
def part(request: HttpRequest, op: str, period: str, n: int, name: str) -> HttpResponse:
    """One file, byte for byte as its digest was taken."""
    edition = _edition(op, period, n)
    text = editions.named(edition.files).get(name)
    if text is None:
        raise NotFound(_("This report has no such file."))
    return _download(text.encode(), "text/csv; charset=utf-8; header=present", name)


@require_safe
def parcel(request: HttpRequest, op: str, period: str, n: int) -> HttpResponse:
    """All files in one."""
    edition = _edition(op, period, n)
    name = f"transparency-report-{op}-{period}-v{n}.zip"
    return _download(as_zip(editions.named(edition.files)), "application/zip", name)


@require_safe
def findings(request: HttpRequest, op: str, period: str, n: int) -> HttpResponse:
    """What the rules found, as the log has the digest of it."""
    edition = _edition(op, period, n)
    said = editions.findings_document(edition.report, edition.version, edition.findings, edition.rules_version)
    return HttpResponse(canonical(said), content_type="application/json")


def _download(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


# --- the console -----------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def console(request: HttpRequest, op: str) -> HttpResponse:
    """What is published, what is begun; bring files."""
    operator, representative = enter(request, op)
    form = BringForm(request.POST or None, request.FILES or None) if request.method == "POST" else BringForm()
    if request.method == "POST" and form.is_valid():
        files = form.brought(request.FILES.getlist("parts"))
        if files is not None:
            draft = services.draft_take(operator=operator, draft=None, files=files, now=clock.now())
            return redirect("accountability:report_draft", op, draft.reference)
    context = {
        "page": lists.reports_list(operator),
        "operator": operator,
        "form": form,
        "drafts": reports.drafts_of(operator),
        "face": face_of(representative, now=clock.now()),
    }
    return render(request, "accountability/reports/console.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def draft(request: HttpRequest, op: str, ref: str) -> HttpResponse:
    """What was brought and what is found in it; bring more, or publish with the findings beside."""
    operator, representative = enter(request, op)
    kept = reports.draft_of(operator, ref)
    publishing = request.method == "POST" and "publish" in request.POST
    form = BringForm(request.POST, request.FILES) if request.method == "POST" and not publishing else BringForm()
    why = WhyForm(request.POST if publishing else None)
    if request.method == "POST" and not publishing and form.is_valid():
        files = form.brought(request.FILES.getlist("parts"))
        if files is not None:
            services.draft_take(operator=operator, draft=kept, files=files, now=clock.now())
            return redirect("accountability:report_draft", op, ref)
    if publishing and why.is_valid():
        try:
            edition = services.draft_publish(
                account=signed_in(request),
                representative=representative,
                draft=kept,
                why=why.cleaned_data["why"],
                now=clock.now(),
            )
        except BadInput as refusal:
            why.take_back(refusal)
        except NotNow as refusal:
            why.add_error(None, str(refusal.sentence))
        else:
            return _published(request, edition)
    context = {
        "page": reports.draft_page(kept, operator),
        "operator": operator,
        "form": form,
        "why": why,
        "face": face_of(representative, now=clock.now()),
    }
    status = 422 if form.errors or why.errors else 200
    return render(request, "accountability/reports/draft.html", context, status=status)


def _published(request: HttpRequest, edition: ReportEdition) -> HttpResponse:
    said = {"n": edition.version.number}
    messages.success(request, _("Version %(n)d is announced, signed and on its way to the log.") % said)
    return redirect("accountability:report", edition.report.operator.slug, edition.report.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def write(request: HttpRequest, op: str) -> HttpResponse:
    """Count from rows, look, say the rest in words, publish."""
    operator, representative = enter(request, op)
    now = clock.now()
    form = ReportForm(request.POST or None, initial=_initial(operator, now.date()), replaces=False)
    context: dict[str, Any] = {"operator": operator, "form": form, "face": face_of(representative, now=now)}
    if request.method == "POST" and form.is_valid():
        begins, ends, said = form.cleaned_data["begins"], form.cleaned_data["ends"], form.said()
        try:
            periods.check_period(begins, ends, now=now)
            if "publish" in request.POST:
                edition = services.report_publish(
                    account=signed_in(request),
                    operator=operator,
                    representative=representative,
                    begins=begins,
                    ends=ends,
                    said=said,
                    now=now,
                )
                return _published(request, edition)
            counted = services.count(operator, begins, ends, [text or " " for text in said.en], now=now)
            context["figures"] = reports.figures_of(counted)
        except BadInput as refusal:
            form.take_back(refusal)
        except NotNow as refusal:
            form.add_error(None, str(refusal.sentence))
        form.replaces = TransparencyReport.objects.filter(operator=operator, begins=begins, ends=ends).exists()
    return render(request, "accountability/reports/write.html", context, status=422 if form.errors else 200)


def _initial(operator: Operator, today: date) -> dict[str, Any]:
    """The last whole year; the words of the last report, or, for this site, those of the release."""
    year = today.year - 1
    initial: dict[str, Any] = {"begins": date(year, 1, 1), "ends": date(year, 12, 31)}
    last = ReportEdition.objects.filter(report__operator=operator).order_by("published_at").last()
    for code in ("fr", "en"):
        texts = _last_words(last, code) or (release_prose(code) if is_platform(operator) else [""] * len(PROSE))
        initial |= {f"prose_{n}_{code}": text for n, text in enumerate(texts, start=1)}
    return initial


def _last_words(last: ReportEdition | None, code: str) -> list[str]:
    if last is None or "11-fr" not in last.files:
        return []
    key = "11-fr" if code == "fr" else "11"
    return reports.prose_in(last, key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def recorded(request: HttpRequest, op: str) -> HttpResponse:
    """Orders of authorities and disputes elsewhere: what nobody can count from the rows of moderation."""
    operator, representative = enter(request, op)
    asked = request.POST.get("what", "") if request.method == "POST" else ""
    order = OrderForm(request.POST if asked == "order" else None, prefix="order")
    dispute = DisputeForm(request.POST if asked == "dispute" else None, prefix="dispute")
    account, now = (signed_in(request), clock.now())
    try:
        if asked == "order" and order.is_valid():
            services.order_record(account=account, operator=operator, draft=order.draft(), now=now)
        elif asked == "dispute" and dispute.is_valid():
            services.dispute_record(account=account, operator=operator, draft=dispute.draft(), now=now)
    except BadInput as refusal:
        (order if asked == "order" else dispute).take_back(refusal)
    wrong = bool(order.errors or dispute.errors)
    if asked and not wrong:
        messages.success(request, _("Recorded. The next report counts it."))
        return redirect("accountability:report_recorded", op)
    context = {
        "operator": operator,
        "order": order,
        "dispute": dispute,
        "orders": reports.orders_recorded(operator),
        "disputes": reports.disputes_recorded(operator),
        "face": face_of(representative, now=now),
    }
    return render(request, "accountability/reports/recorded.html", context, status=422 if wrong else 200)
