"""Write a table: said in words first, published when it was read; from a template, where it is of a circle."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.algorithms.conversion import Table
from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow
from apps.gate.idempotency import once
from apps.look.moments import day
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor, signed_in
from apps.recognitions import services
from apps.recognitions.circles import Circle
from apps.recognitions.models import Recognition
from apps.recognitions.permissions import managed_spaces, sources
from apps.recognitions.scales import side_of
from apps.recognitions.selectors.circles import circle_at
from apps.recognitions.selectors.desk import TablePreview, seen_of, table_preview
from apps.recognitions.services.publishing import check_can_publish, check_still_last, checked, last_number
from apps.recognitions.table_form import TableForm, after_read
from apps.recognitions.template import differences, filled
from apps.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes what between which two spaces, and of which circle."""

    account: Account
    here: Space
    there: Space
    way: Recognition | None
    circle: Circle | None
    proposed: Table | None  # by the template of the circle
    now: datetime

    def first(self) -> Table | None:
        """What the form begins with: the last table, or the template where the last one was not of this circle."""
        last = self.way.tables.exclude(rows=[]).order_by("version__number").last() if self.way else None
        same = self.way is not None and self.circle is not None and self.way.circle_id == self.circle.pk
        return last.terms() if last and (same or self.circle is None) else self.proposed


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def write(request: HttpRequest, space: str, source: str) -> HttpResponse:
    """A first table or another version: said in words first, published when they were read."""
    writing = _writing(request, space, source)
    check_has_second_factor(writing.account)
    form = _form(request, writing)
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            preview = _previewed(form, writing)
            if _was_read(request, form, writing):
                _publish(form, writing)
                messages.success(request, _published(preview))
                return redirect("recognitions:desk")
        except BadInput as refusal:
            form.put_beside(refusal)
        except NotNow as refusal:
            form.add_error(None, str(refusal))
    return _table(request, form, writing, preview)


def _writing(request: HttpRequest, space: str, source: str) -> Writing:
    account, now = signed_in(request), clock.now()
    here, there = _between(account, space, source)
    check_can_publish(account, here, there, now=now)
    way = Recognition.objects.filter(to_space=here, from_space=there).select_related("circle").first()
    named = (request.POST if request.method == "POST" else request.GET).get("circle", "")
    circle = circle_at(named) if named else None
    return Writing(account, here, there, way, circle, _proposed(circle, here, there, now), now)


def _proposed(circle: Circle | None, here: Space, there: Space, now: datetime) -> Table | None:
    text = circle.templates.order_by("version__number").last() if circle else None
    return filled(text.terms(), there, here, side_of(there, now=now), side_of(here, now=now)) if text else None


def _form(request: HttpRequest, writing: Writing) -> TableForm:
    return TableForm(
        request.POST or None,
        there=side_of(writing.there, now=writing.now),
        here=side_of(writing.here, now=writing.now),
        table=writing.first(),
    )


def _previewed(form: TableForm, writing: Writing) -> TablePreview:
    check_still_last(writing.way, form.cleaned_data["after"] or 0)
    draft = checked(form.draft, writing.here, writing.there, now=writing.now)
    return table_preview(draft, writing.here, writing.there, circle=writing.circle, now=writing.now)


def _was_read(request: HttpRequest, form: TableForm, writing: Writing) -> bool:
    """What is published is what was said in words: the same fields, after the same version, of the same circle."""
    read = seen_of(form.draft, form.cleaned_data["after"] or 0, writing.circle)
    return "publish" in request.POST and form.cleaned_data["seen"] == read


def _publish(form: TableForm, writing: Writing) -> None:
    services.table_publish(
        account=writing.account, space=writing.here, source=writing.there, draft=form.draft,
        after=form.cleaned_data["after"] or 0, circle=writing.circle, now=writing.now,
    )  # fmt: skip


def _table(request: HttpRequest, form: TableForm, writing: Writing, preview: TablePreview | None) -> HttpResponse:
    context: dict[str, object] = {"form": form, "here": writing.here, "there": writing.there, "preview": preview}
    context |= {"after": after_read(form, last_number(writing.way)), "circle": writing.circle}
    context["changed"] = preview is not None and "publish" in request.POST and not form.errors
    if preview is not None and writing.proposed is not None and not form.errors:
        sides = (side_of(space, now=writing.now) for space in (writing.there, writing.here))
        context["differences"] = differences(writing.proposed, form.draft, *sides)
    return render(request, "recognitions/write.html", context, status=422 if form.errors else 200)


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
