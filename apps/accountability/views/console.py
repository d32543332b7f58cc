"""The console of those who answer for an operator: alerts with their deadlines, texts, answers under a real name."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accountability import selectors, services
from apps.accountability.forms import AnswerForm, NewTextForm, VersionForm
from apps.accountability.permissions import check_can_answer
from apps.accountability.selectors.faces import face_of
from apps.accountability.selectors.texts import owned_text
from apps.accountability.services.disclosures import KIND as DISCLOSURE
from apps.base import clock
from apps.base.errors import BadInput, NotNow
from apps.documents.changes import bodies, difference, suggested_class
from apps.documents.kinds import REPORT
from apps.documents.models import Document, Version
from apps.documents.notice import OWED
from apps.documents.selectors import title_of
from apps.documents.services import document_create, version_publish
from apps.gate.idempotency import once
from apps.people.permissions import check_has_second_factor, signed_in
from apps.spaces.models import Operator, Representative
from apps.spaces.permissions import representative_of
from apps.spaces.services import representative_end


@login_required
@require_safe
def consoles(request: HttpRequest) -> HttpResponse:
    """Whom I answer for; one operator opens at once."""
    found = list(selectors.represented_by(signed_in(request), now=clock.now()))
    if len(found) == 1:
        return redirect("accountability:console", found[0].slug)
    return render(request, "accountability/consoles.html", {"operators": found})


@login_required
@require_safe
def console(request: HttpRequest, op: str) -> HttpResponse:
    """What waits for me, then what I can do."""
    operator, representative = enter(request, op)
    page = selectors.operator_page(operator, now=clock.now())
    texts = [*page.documents, *([page.promises_text] if page.promises_text else [])]
    context = {"operator": page, "texts": texts, "face": face_of(representative, now=clock.now())}
    return render(request, "accountability/console.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def leave(request: HttpRequest, op: str) -> HttpResponse:
    """Answer for it no more: said plainly before, done after."""
    operator, representative = enter(request, op)
    if request.method == "POST":
        representative_end(representative=representative, now=clock.now())
        messages.success(request, _("Your mandate is over, and your key is destroyed. What you signed stays."))
        return redirect("accountability:operator", op)
    context = {"operator": operator, "face": face_of(representative, now=clock.now())}
    return render(request, "accountability/leave.html", context)


def enter(request: HttpRequest, op: str) -> tuple[Operator, Representative]:
    """The operator, and who answers for it here, with two proofs where the site asks for them. Raises NotYours."""
    operator = selectors.operator_by_slug(op)
    representative = representative_of(request.user, operator, now=clock.now())
    check_has_second_factor(signed_in(request))
    return operator, representative


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def answer(request: HttpRequest, op: str, ref: str) -> HttpResponse:
    """Answer an alert under my real name."""
    operator, representative = enter(request, op)
    alert = selectors.alert_by_reference(operator, ref)
    check_can_answer(request.user, alert, now=clock.now())
    services.alert_note_read(alert=alert, now=clock.now())
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_publish(account=signed_in(request), alert=alert, draft=form.draft(), now=clock.now())
        except BadInput as refusal:
            form.take_back(refusal)
        else:
            messages.success(request, _("Your answer is published and signed. Those who raised the alert are told."))
            return redirect("accountability:alert", op, ref)
    context = {
        "operator": operator,
        "alert": selectors.alert_page(alert, now=clock.now()),
        "face": face_of(representative, now=clock.now()),
        "form": form,
    }
    return render(request, "accountability/answer.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def publish(request: HttpRequest, op: str, slug: str = "") -> HttpResponse:
    """Write a version, see what it changes, publish it. The same page comes back until it is published."""
    operator, representative = enter(request, op)
    document = owned_text(operator, slug) if slug else None
    if document is not None and document.kind == DISCLOSURE:
        return redirect("accountability:disclose", op)  # written from its facts, never by hand
    if document is not None and document.kind == REPORT:
        return redirect("accountability:report_console", op)  # its figures are counted
    last = document.versions.order_by("number").last() if document else None
    form = _form(request, document, last)
    context: dict[str, Any] = {"operator": operator, "document": document, "last": last, "form": form}
    context["title"] = title_of(document) if document else ""
    if request.method == "POST" and form.is_valid():
        context["preview"] = _preview(last, form)
        if "publish" in request.POST:
            try:
                return _published(request, operator, representative, document, form)
            except BadInput as refusal:
                form.take_back(refusal)
            except NotNow as refusal:
                form.add_error(None, str(refusal.sentence))
    context["face"] = face_of(representative, now=clock.now())
    return render(request, "accountability/publish.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, document: Document | None, last: Version | None) -> VersionForm:
    """A first text may bind today; a change is offered with the notice that is owed for one of substance."""
    today = clock.now().date()
    if document is None or last is None:
        kind = NewTextForm if document is None else VersionForm
        return kind(request.POST or None, initial={"effective_on": today}, first=True)
    initial = {"body_fr": last.body_fr, "body_en": last.body_en, "effective_on": today + OWED}
    return VersionForm(request.POST or None, initial=initial)


def _preview(last: Version | None, form: VersionForm) -> dict[str, Any] | None:
    """What readers will see as changed, in the representative's language, and what we would call it."""
    if last is None:
        return None
    fr, en = form.cleaned_data["body_fr"], form.cleaned_data["body_en"]
    english = (get_language() or "fr").startswith("en") and bool(en or last.body_en)
    before, after = (last.body_en, en) if english else (last.body_fr, fr)
    changed = difference(before, after, language="en" if english else "fr")
    return {"difference": changed, "suggestion": suggested_class(bodies(last), (fr, en))}


def _published(
    request: HttpRequest,
    operator: Operator,
    representative: Representative,
    document: Document | None,
    form: VersionForm,
) -> HttpResponse:
    now = clock.now()
    opened = document or _open(operator, form)
    version = version_publish(
        document=opened,
        draft=form.draft(now),
        actor=signed_in(request).reference,
        signed_by=representative.reference,
        now=now,
    )
    messages.success(
        request, _("Version %(n)d is announced, signed and on its way to the log.") % {"n": version.number}
    )
    if version.number == 1:
        return redirect("accountability:document", operator.slug, opened.slug)
    return redirect("accountability:diff", operator.slug, opened.slug, version.number - 1, version.number)


def _open(operator: Operator, form: VersionForm) -> Document:
    data = form.cleaned_data
    return document_create(
        owner=operator.reference,
        kind=data["kind"],
        slug=slugify(data["title_en"])[:80] or slugify(data["title_fr"])[:80] or data["kind"],
        title_fr=data["title_fr"],
        title_en=data["title_en"],
    )
