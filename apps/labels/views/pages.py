"""The criteria, an operator under them, a label; and the bytes behind each digest."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.accountability.selectors import operator_by_slug
from apps.base import clock
from apps.base.permissions import allows
from apps.labels.models import Assessment, CriterionVersion, LabelChange, Reply
from apps.labels.permissions import author_of, check_can_judge, office_bringing
from apps.labels.selectors import criteria, elsewhere, labels, verdicts
from apps.labels.services.assessments import assessment_document, reply_document
from apps.labels.services.criteria import criterion_document
from apps.labels.services.grants import change_document
from apps.labels.views.acts import OFFICES
from apps.signatures.canonical import canonical
from apps.spaces.permissions import representative_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is asked, of whom, and every label given."""
    return render(request, "labels/home.html", {"page": criteria.criteria_page(now=clock.now()), "nav": "operators"})


@require_safe
def criterion(request: HttpRequest, code: str) -> HttpResponse:
    """One criterion, its versions and what changed."""
    page = criteria.criterion_page(code, now=clock.now())
    return render(request, "labels/criterion.html", {"page": page, "nav": "operators"})


@require_safe
def operator(request: HttpRequest, op: str) -> HttpResponse:
    """All that was found of one operator."""
    now = clock.now()
    found = operator_by_slug(op)
    page = verdicts.grid_page(op, now=now)
    context = {
        "page": page,
        "groups": verdicts.groups_of(page.rows, shown=request.GET.get("show", "")),
        "may_assess": request.user.is_authenticated
        and any(allows(author_of, request.user, office, found, now=now) for office in OFFICES),
        "may_judge": allows(check_can_judge, request.user, found, now=now),
        "may_bring": allows(office_bringing, request.user, found, now=now),
        "may_reply": allows(representative_of, request.user, found, now=now),
        "nav": "operators",
    }
    return render(request, "labels/operator.html", context)


@require_safe
def label(request: HttpRequest, ref: str) -> HttpResponse:
    """The page behind a badge."""
    now = clock.now()
    found = labels.label_by_reference(ref)
    page = labels.label_page(found, now=now)
    may = bool(page.next_states) and allows(check_can_judge, request.user, found.operator, now=now)
    return render(request, "labels/label.html", {"page": page, "may_change": may, "nav": "operators"})


@require_safe
def outside_list(request: HttpRequest) -> HttpResponse:
    """What other bodies gave, to whom."""
    page = elsewhere.outside_labels(now=clock.now())
    return render(request, "labels/outside_labels.html", {"page": page, "nav": "operators"})


@require_safe
def outside(request: HttpRequest, ref: str) -> HttpResponse:
    """One label of another body."""
    page = elsewhere.outside_page(ref, now=clock.now())
    return render(request, "labels/outside.html", {"page": page, "nav": "operators"})


@require_safe
def outside_body(request: HttpRequest, ref: str) -> HttpResponse:
    """The bytes of its digest: the label without its proof."""
    signed = elsewhere.outside_by_reference(ref).document
    return _bytes({name: value for name, value in signed.items() if name != "proof"})


@require_safe
def outside_file(request: HttpRequest, ref: str) -> HttpResponse:
    """The file as that body signed it."""
    return JsonResponse(
        elsewhere.outside_by_reference(ref).document,
        content_type="application/vc+ld+json",
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def criterion_body(request: HttpRequest, code: str, n: int) -> HttpResponse:
    """The bytes of the digest of a version of a criterion."""
    return _bytes(criterion_document(get_object_or_404(CriterionVersion, criterion__code=code.upper(), number=n)))


@require_safe
def assessment_body(request: HttpRequest, ref: str) -> HttpResponse:
    """The same of a verdict; those that were replaced stay readable. A member's is not public in the log."""
    return _bytes(assessment_document(get_object_or_404(Assessment, reference=ref)))


@require_safe
def reply_body(request: HttpRequest, ref: str) -> HttpResponse:
    """The same of an operator's answer."""
    return _bytes(reply_document(get_object_or_404(Reply, reference=ref)))


@require_safe
def label_body(request: HttpRequest, ref: str) -> HttpResponse:
    """The same of a label: the credential without its proof."""
    signed = labels.label_by_reference(ref).jcs
    return _bytes({name: value for name, value in signed.items() if name != "proof"})


@require_safe
def change_body(request: HttpRequest, ref: str) -> HttpResponse:
    """The same of a suspension or revocation."""
    return _bytes(change_document(get_object_or_404(LabelChange, reference=ref)))


def _bytes(document: dict[str, Any]) -> HttpResponse:
    return HttpResponse(canonical(document), content_type="application/json")
