"""The tables of the spaces one manages: what came through them, another version, an end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow
from apps.gate.idempotency import once
from apps.look.moments import day
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor, signed_in
from apps.recognitions import services
from apps.recognitions.models import Recognition
from apps.recognitions.permissions import managed_spaces, sources
from apps.recognitions.picture import picture
from apps.recognitions.scales import side_of
from apps.recognitions.selectors.desk import TablePreview, seen_of, table_preview
from apps.recognitions.selectors.gateways import all_recognitions, gateway_at, gateways
from apps.recognitions.services.publishing import check_can_publish, check_still_last, checked, last_number
from apps.recognitions.table_form import TableForm
from apps.spaces.models import Space


@login_required
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What counts in the spaces I manage; two names lead to the table between them."""
    account, now = signed_in(request), clock.now()
    mine = managed_spaces(account, now=now)
    here, there = (request.GET.get(name, "") for name in ("here", "there"))
    if here and there and here != there:
        return redirect("recognitions:write", here, there)
    found = gateways(all_recognitions().filter(to_space__in=mine), now=now)
    standing = [one for one in found if one.state != "ended"]
    context: dict[str, object] = {"gateways": found, "picture": picture(standing) if standing else None, "mine": mine}
    context |= {"others": sources(), "here": here, "there": there}
    return render(request, "recognitions/desk.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def write(request: HttpRequest, space: str, source: str) -> HttpResponse:
    """A first table or another version: said in words first, published when they were read."""
    account, now = signed_in(request), clock.now()
    here, there = _between(account, space, source)
    check_can_publish(account, here, there, now=now)
    check_has_second_factor(account)
    way = Recognition.objects.filter(to_space=here, from_space=there).first()
    last = way.tables.exclude(rows=[]).order_by("version__number").last() if way else None
    form = TableForm(
        request.POST or None,
        there=side_of(there, now=now),
        here=side_of(here, now=now),
        table=last.terms() if last else None,
    )
    preview, after = None, last_number(way)
    if request.method == "POST" and form.is_valid():
        try:
            check_still_last(way, form.cleaned_data["after"] or 0)
            draft = checked(form.draft, here, there, now=now)
            preview = table_preview(draft, here, there, now=now)
            if _was_read(request, form):
                services.table_publish(account=account, space=here, source=there, draft=draft, after=after, now=now)
                messages.success(request, _published(preview))
                return redirect("recognitions:desk")
        except BadInput as refusal:
            form.put_beside(refusal)
        except NotNow as refusal:
            form.add_error(None, str(refusal))
    return _table(request, form, here, there, preview, after)


def _table(
    request: HttpRequest, form: TableForm, here: Space, there: Space, preview: TablePreview | None, after: int
) -> HttpResponse:
    context = {"form": form, "here": here, "there": there, "preview": preview, "after": after}
    context["changed"] = preview is not None and "publish" in request.POST and not form.errors
    return render(request, "recognitions/write.html", context, status=422 if form.errors else 200)


def _was_read(request: HttpRequest, form: TableForm) -> bool:
    """What is published is what was said in words: the same fields, after the same version."""
    read = seen_of(form.draft, form.cleaned_data["after"] or 0)
    return "publish" in request.POST and form.cleaned_data["seen"] == read


def _published(preview: TablePreview) -> str:
    if preview.waits:
        said = _("Announced: it takes something away, so it binds on %(date)s. Until then the present table does.")
        return said % {"date": day(preview.effective_at)}
    return _("Published: it binds from now on. It is signed and on the public log, and the other space is told.")


def _between(account: Account, space: str, source: str) -> tuple[Space, Space]:
    """One of mine, and any other; for everybody else neither is there."""
    mine = {one.slug: one for one in managed_spaces(account, now=clock.now())}
    there = sources().filter(slug=source).first()
    if space not in mine or there is None:
        raise NotFound(_("You manage no such space, or the other one takes no part in this."))
    return mine[space], there


@login_required
@never_cache
@require_POST
@once
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """Announced today, done in fifteen days."""
    account, now = signed_in(request), clock.now()
    way = gateway_at(reference)
    if way.to_space_id not in {space.pk for space in managed_spaces(account, now=now)}:
        raise NotFound(_("No recognition has this address."))
    check_has_second_factor(account)
    ending = services.recognition_end(account=account, recognition=way, now=now)
    said = _("Announced: it ends on %(date)s. Until then everything stands, and a new version would keep it.")
    messages.success(request, said % {"date": day(ending.ends_at) if ending.ends_at else ""})
    return redirect("recognitions:desk")
