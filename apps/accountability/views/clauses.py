"""One sentence of an operator's text: point at it, talk about it, see where it stands in each version."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accountability import selectors, services
from apps.accountability.forms import ClauseForm
from apps.accountability.permissions import check_can_look_for
from apps.accountability.selectors import clauses as reads
from apps.accountability.selectors.texts import owned_text
from apps.base import clock
from apps.base.errors import BadInput, NotFound
from apps.documents.clauses import body_of, clause_point
from apps.documents.models import Clause, Document, Version
from apps.documents.selectors import language_of, title_of, version_of
from apps.gate.idempotency import once
from apps.people.permissions import signed_in
from apps.spaces.models import Operator
from apps.spaces.selectors import space_by_slug


def _language(version: Version, asked: str) -> str:
    return asked if asked in {"fr", "en"} and body_of(version, asked) else language_of(version)


@require_safe
def choose(request: HttpRequest, op: str, slug: str, n: int) -> HttpResponse:
    """The sentences of a version, to point at one."""
    operator, document, version = _version(op, slug, n)
    language = _language(version, request.GET.get("text", ""))
    rows = reads.sentence_rows(version, language, reads.talked_about(document, n, language))
    page = Paginator(rows, reads.PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "operator": operator,
        "document": document,
        "title": title_of(document),
        "n": n,
        "language": language,
        "page": page,
        "clauses": reads.clause_rows(document, n, request.user, now=clock.now()),
    }
    return render(request, "accountability/clauses.html", context)


def _version(op: str, slug: str, n: int) -> tuple[Operator, Document, Version]:
    operator = selectors.operator_by_slug(op)
    document = owned_text(operator, slug)
    return operator, document, version_of(document, n)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def point(request: HttpRequest, op: str, slug: str, n: int, lang: str, at: int) -> HttpResponse:
    """A sentence nobody has talked about yet; the first words about it make it a clause that is followed."""
    operator, document, version = _version(op, slug, n)
    rows = reads.sentence_rows(version, _language(version, lang), set())
    if at >= len(rows) or not rows[at].anchorable or lang != _language(version, lang):
        raise NotFound(_("No sentence of this version stands there."))
    form = _form(request, operator)
    if request.method == "POST" and form.is_valid():
        found = clause_point(version=version, language=lang, at=at, now=clock.now())
        if (answer := _said(request, operator, document, found, form)) is not None:
            return answer
        if not found.talks.exists():
            found.delete()  # nothing was said about it
    context = {"operator": operator, "document": document, "title": title_of(document), "n": n, "form": form}
    context |= {"language": lang, "quote": rows[at].text}
    return render(request, "accountability/clause.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def clause(request: HttpRequest, op: str, slug: str, ref: str) -> HttpResponse:
    """What is said about a clause, and where it stands in each version."""
    operator = selectors.operator_by_slug(op)
    document = owned_text(operator, slug)
    found = reads.clause_of(document, ref)
    form = _form(request, operator)
    if (
        request.method == "POST"
        and form.is_valid()
        and (answer := _said(request, operator, document, found, form)) is not None
    ):
        return answer
    page = reads.clause_page(operator, found, request.user, now=clock.now())
    context = {"operator": operator, "document": document, "title": title_of(document), "form": form}
    context |= {"page": page, "quote": page.quote, "language": page.language, "n": page.opened_in}
    return render(request, "accountability/clause.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, operator: Operator) -> ClauseForm:
    spaces = [(space.slug, space.name) for space in reads.where_to_talk(request.user, operator)]
    return ClauseForm(request.POST or None, spaces=spaces)


def _said(
    request: HttpRequest, operator: Operator, document: Document, found: Clause, form: ClauseForm
) -> HttpResponse | None:
    """The page of the clause, with the words published; None when the service refused them, said in the form."""
    here = reverse("accountability:clause", args=[operator.slug, document.slug, found.reference])
    try:
        services.clause_discuss(
            account=signed_in(request),
            clause=found,
            space=space_by_slug(form.cleaned_data["space"]),
            text=form.cleaned_data["text"],
            address=f"{settings.SITE_URL}{here}",
            language=(get_language() or "fr")[:2],
            now=clock.now(),
        )
    except BadInput as refusal:
        form.take_back(refusal)
        return None
    messages.success(request, _("Published at once, in the space you chose."))
    return redirect(here)


@login_required
@require_POST
@once
def settle(request: HttpRequest, op: str, slug: str, ref: str) -> HttpResponse:
    """A person looked where a lost clause went."""
    operator = selectors.operator_by_slug(op)
    document = owned_text(operator, slug)
    found = get_object_or_404(Clause, document=document, reference=ref)
    check_can_look_for(signed_in(request), found, operator, now=clock.now())
    number, at = (request.POST.get(name, "") for name in ("number", "at"))
    if not (number.isdecimal() and len(number) < 8 and (at == "" or (at.isdecimal() and len(at) < 8))):
        raise BadInput({"at": _("Choose a sentence, or say that the clause is gone.")})
    services.clause_settle(
        account=signed_in(request),
        operator=operator,
        clause=found,
        number=int(number),
        at=int(at) if at else None,
        now=clock.now(),
    )
    messages.success(request, _("Thank you. The page of the clause says so now."))
    return redirect("accountability:clause", op, slug, ref)
