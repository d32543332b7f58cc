"""What stands at our own addresses, without asking ourselves over the network."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from apps.badges.credential import credential, status_list
from apps.badges.errors import Gone
from apps.badges.issuers import key_of_space
from apps.badges.selectors.badges import badge_by_reference, places_over, said_by
from apps.badges.sites import Unreachable, host_of
from apps.base.errors import NotFound
from apps.signatures import documents
from apps.spaces.models import Space

Document = dict[str, Any]
FILES = {"badge_machines:page", "badge_machines:jcs"}


def is_ours(address: str) -> bool:
    """Whether we answer there."""
    return host_of(address) == host_of(settings.SITE_URL)


def at(address: str, now: datetime) -> Document:
    """The same that a stranger would be given. Raises Unreachable."""
    try:
        found = resolve("/" + address.split("/", 3)[3].partition("?")[0])
    except (Resolver404, IndexError) as wrong:
        raise Unreachable("HTTP 404") from wrong
    if found.view_name == "badge_machines:status":
        return _list(str(found.kwargs["space"]), now)
    if found.view_name in FILES:
        return _badge(str(found.kwargs["ref"]), now)
    raise Unreachable("HTTP 404")


def _list(slug: str, now: datetime) -> Document:
    space = Space.objects.filter(slug=slug).first()
    if space is None:
        raise Unreachable("HTTP 404")
    return status_list(space, places_over(space), key=key_of_space(space, now), now=now)


def _badge(reference: str, now: datetime) -> Document:
    try:
        said = said_by(badge_by_reference(reference), now)
    except (Gone, NotFound) as gone:
        raise Unreachable(f"HTTP {gone.status}") from gone
    key = key_of_space(said.space, now)
    return documents.sign(credential(said, key), key, at=said.begins)
