"""What failed five times waits here for a person: nothing accepted is ever lost."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import NotFound
from apps.ledger.models import Delivery
from apps.ledger.services import delivery_retry
from apps.moderation.permissions import check_can_see_quarantine
from apps.moderation.selectors import queue
from apps.moderation.views.at_desk import At, at_the_desk


@require_safe
@at_the_desk
def quarantine(request: HttpRequest, at: At) -> HttpResponse:
    """The deliveries set aside, oldest first; the kind of error, never the text it choked on."""
    check_can_see_quarantine(at[0], now=clock.now())
    failed = Delivery.objects.quarantined().select_related("event").order_by("quarantined_at", "pk")[:200]
    waiting = queue.queue(*at, now=clock.now())
    context = {"failed": failed, "queue": waiting, "mandate": at[1][0], "section": "quarantine"}
    return render(request, "moderation/quarantine.html", context)


@require_POST
@at_the_desk
def retry(request: HttpRequest, at: At, delivery: int) -> HttpResponse:
    """Try one again."""
    check_can_see_quarantine(at[0], now=clock.now())
    row = Delivery.objects.quarantined().filter(pk=delivery).first()
    if row is None:
        raise NotFound(_("This is no longer set aside: it has been tried again."))
    delivery_retry(delivery=row, now=clock.now())
    messages.success(request, _("It is being tried again."))
    return redirect("moderation:quarantine")
