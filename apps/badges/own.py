"""What stands at our own addresses, without asking ourselves over the network."""

import re
from datetime import datetime
from typing import Any

from django.conf import settings

from apps.badges.credential import credential, status_list
from apps.badges.errors import Gone
from apps.badges.issuers import key_of_space
from apps.badges.models import Badge
from apps.badges.selectors.badges import badge_by_reference, places_over, said_by
from apps.badges.sites import Unreachable, host_of
from apps.base.errors import NotFound
from apps.signatures import documents
from apps.spaces.models import Space

Document = dict[str, Any]
BADGE = re.compile(r"/(?:credentials/badge|[a-z]{2}/badge)/([\w-]+)(?:\.rdfc)?(?:\.json)?/?")  # its files, its page
LIST = re.compile(r"/credentials/badges/([\w-]+)/status")


def is_ours(address: str) -> bool:
    """Whether we answer there."""
    return host_of(address) == host_of(settings.SITE_URL)


def at(address: str, now: datetime) -> Document:
    """The same that a stranger would be given. Raises Unreachable."""
    path = _path(address)
    if named := LIST.fullmatch(path):
        return _list(named[1], now)
    if named := BADGE.fullmatch(path):
        return _badge(named[1], now)
    raise Unreachable("HTTP 404")


def badge_named(address: str) -> Badge | None:
    """The badge of ours that stands at this address, whatever became of it."""
    found = BADGE.fullmatch(_path(address)) if is_ours(address) else None
    rows = Badge.objects.select_related("persona", "space", "topic", "place")
    return rows.filter(reference=found[1]).first() if found else None


def _path(address: str) -> str:
    """From the third slash on, without what was asked besides."""
    return "/" + "".join(address.split("/", 3)[3:]).partition("?")[0].partition("#")[0]


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
