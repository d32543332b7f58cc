"""What an address names, for those who may read it; for the others it does not exist."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.base.models import typed
from apps.base.permissions import allows
from apps.posts import selectors
from apps.posts.models import Thread
from apps.spaces.models import Space
from apps.spaces.permissions import check_can_read, readable_spaces


def space_at(request: HttpRequest, slug: str, now: datetime) -> Space:
    space = Space.objects.select_related("operator").filter(slug=slug).first()
    if space is None:
        raise NotFound(_("No space has this address."))
    check_can_read(request.user, space, now=now)
    return space


def thread_at(space: Space, pk: int) -> Thread:
    here = Thread.objects.select_related("space").filter(space=space)
    thread = here.filter(pk=pk).first() or here.filter(joined__was=pk).first()
    if thread is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return thread


def item_at(request: HttpRequest, reference: str, now: datetime) -> tuple[selectors.Words, Space]:
    item = selectors.item_by_reference(reference)
    space = selectors.space_of(item)
    check_can_read(request.user, space, now=now)
    return item, space


def own_item_at(request: HttpRequest, reference: str, now: datetime) -> tuple[selectors.Words, Space, bool]:
    """The same, also for its author who left the space; whether they still read there."""
    item = selectors.item_by_reference(reference)
    space, user = selectors.space_of(item), request.user
    inside = allows(check_can_read, user, space, now=now)
    if not inside and not (user.is_authenticated and item.author is not None and item.author.account_id == user.pk):
        check_can_read(user, space, now=now)
    return item, space, inside


def asked_subject(request: HttpRequest, now: datetime) -> str:
    """The name of the subject in the address, when this person may know of it."""
    slug = typed(request.GET.get("subject", ""))
    known = selectors.visible_subjects(readable_spaces(request.user, now=now)).filter(slug=slug).first()
    return selectors.label_of(known) if known else ""
