"""Found a circle, or write another version of its text: said in words first, published when they were read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.base import clock
from apps.base.errors import BadInput, NotNow
from apps.documents.meanwhile import check_nothing_since, number_of
from apps.gate.idempotency import once
from apps.people.permissions import check_has_second_factor, signed_in
from apps.recognitions import services
from apps.recognitions.circle_form import CircleForm
from apps.recognitions.selectors.circle_preview import CirclePreview, circle_preview
from apps.recognitions.selectors.circles import circle_at
from apps.recognitions.services.circles import check_can_change, free_slug
from apps.recognitions.table_form import after_read
from apps.recognitions.views.circles import one_of_mine


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def found(request: HttpRequest, space: str) -> HttpResponse:
    """A circle begins with one space and its template."""
    account, here = signed_in(request), one_of_mine(request, space)
    check_has_second_factor(account)
    form, preview = CircleForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            preview = circle_preview(form.draft, 0)
            free_slug(form.draft)
            if _was_read(request, form, preview):
                made = services.circle_found(account=account, space=here, draft=form.draft, now=clock.now())
                messages.success(request, _("Founded. It recognises nobody yet: each space publishes its own table."))
                return redirect("recognitions:circle", made.slug)
        except BadInput as refusal:
            form.put_beside(refusal)
    return _page(request, form, preview, {"here": here})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Another version of the template; no table changes by it."""
    account, one = signed_in(request), circle_at(slug)
    check_can_change(account, one, now=clock.now())
    check_has_second_factor(account)
    last = one.templates.select_related("version").order_by("version__number").last()
    form, preview = CircleForm(request.POST or None, circle=one, last=last), None
    if request.method == "POST" and form.is_valid():
        after = form.cleaned_data["after"] or 0
        try:
            check_nothing_since(one.document, after)
            preview = circle_preview(form.draft, after)
            if _was_read(request, form, preview):
                services.circle_change(account=account, circle=one, draft=form.draft, after=after, now=clock.now())
                messages.success(request, _("Published. No table changed by it; the spaces in the circle are told."))
                return redirect("recognitions:circle", one.slug)
        except BadInput as refusal:
            form.put_beside(refusal)
        except NotNow as refusal:
            form.add_error(None, str(refusal))
    return _page(request, form, preview, {"circle": one, "after": after_read(form, number_of(one.document))})


def _was_read(request: HttpRequest, form: CircleForm, preview: CirclePreview) -> bool:
    """What is published is what was said in words."""
    return "publish" in request.POST and form.cleaned_data["seen"] == preview.seen


def _page(
    request: HttpRequest, form: CircleForm, preview: CirclePreview | None, context: dict[str, object]
) -> HttpResponse:
    shown = preview if not form.errors else None
    context |= {"form": form, "preview": shown, "changed": shown is not None and "publish" in request.POST}
    return render(request, "recognitions/circle_write.html", context, status=422 if form.errors else 200)
