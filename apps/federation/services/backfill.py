"""What was said in a space elsewhere before the first of us took part: read page by page, resumed where it stopped.

Nothing is read before the host has accepted us: from then on it sends us what is new, so that nothing can be said
between the last page we read and the first message we are sent.

Each page is one transaction with the place of the next one. What its own site says of its own things is believed; of
things from a third site only the name is, and that site is asked, so much per page and no more.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef

from apps.base.errors import Refusal
from apps.federation.addresses import host_of, is_ours
from apps.federation.documents.activities import name_of
from apps.federation.errors import Later, Refused
from apps.federation.fetching import document_at
from apps.federation.models import Follow, RemoteItem, RemoteSpace
from apps.federation.services import actors, contents
from apps.federation.states import FollowState
from apps.outside import Budget, OutsideError

log = structlog.get_logger()
MOST_PAGES = 400
FETCHES_PER_PAGE = 20
PAUSE = timedelta(minutes=5)
PAGES_AT_ONCE = 3
Document = dict[str, Any]


def begin(mirror: RemoteSpace, group: Document) -> None:
    """Where to read from: everything in order, as our own sites offer it, else what the group passed on lately."""
    listed = group.get("trust:contents") or group.get("outbox")
    if isinstance(listed, str) and host_of(listed) == mirror.actor.peer.host:
        RemoteSpace.objects.filter(pk=mirror.pk).update(next_page=listed)


def read_due(*, now: datetime) -> int:
    """A few pages of each space that has some waiting; return how many were read."""
    accepted = Follow.objects.filter(remote=OuterRef("actor"), ours=True, state=FollowState.ACCEPTED)
    due = RemoteSpace.objects.filter(Exists(accepted)).exclude(next_page="").exclude(read_again_at__gt=now)
    return sum(
        _read_page(pk, now) for pk in list(due.values_list("pk", flat=True)[:10]) for _page in range(PAGES_AT_ONCE)
    )


@transaction.atomic
def _read_page(pk: int, now: datetime) -> bool:
    waiting = RemoteSpace.objects.select_for_update(skip_locked=True, of=("self",)).select_related("actor__peer")
    mirror = waiting.filter(pk=pk).exclude(next_page="").exclude(read_again_at__gt=now).first()
    if mirror is None:
        return False
    budget = Budget(fetches=FETCHES_PER_PAGE + 2)
    try:
        page = document_at(mirror.next_page, now=now, budget=budget)
    except Later:
        mirror.read_again_at = now + PAUSE
    except Refused as refused:
        log.info("backfill_stopped", peer=mirror.actor.peer.host, why=refused.reason)
        mirror.next_page = ""
    else:
        for thing in _listed(page):
            _take(thing, mirror, budget, now)
        mirror.pages_read += 1
        mirror.next_page = _next(page, mirror)
    mirror.save(update_fields=["next_page", "pages_read", "read_again_at"])
    return True


def _listed(page: Document) -> list[Any]:
    given = page.get("orderedItems") or page.get("items") or []
    return given[:200] if isinstance(given, list) else []


def _next(page: Document, mirror: RemoteSpace) -> str:
    """The first page of a collection, then each its next; at its own site, and not without end."""
    named = name_of(page.get("first") if "partOf" not in page else page.get("next"))
    ends = host_of(named) != mirror.actor.peer.host or mirror.pages_read >= MOST_PAGES
    return "" if ends or named == mirror.next_page else named


def _take(thing: Any, mirror: RemoteSpace, budget: Budget, now: datetime) -> None:
    """One item; one that cannot be taken is left out, and the others are not."""
    try:
        with transaction.atomic():
            _take_item(_object(thing), mirror, budget, now)
    except (Refused, Refusal, OutsideError) as error:
        log.info("backfill_left_out", why=str(error)[:200])


def _object(thing: Any) -> Any:
    """What an announced creation carries, or the thing itself."""
    for _level in range(3):
        if not isinstance(thing, dict) or thing.get("type") not in {"Announce", "Create"}:
            break
        thing = thing.get("object")
    return thing


def _take_item(thing: Any, mirror: RemoteSpace, budget: Budget, now: datetime) -> None:
    named = name_of(thing)
    if not named or is_ours(named) or RemoteItem.objects.filter(uri=named).exists():
        return
    if not isinstance(thing, dict) or host_of(named) != mirror.actor.peer.host:
        thing = document_at(named, now=now, budget=budget)
    author = actors.actor_at(name_of(thing.get("attributedTo")), now=now, budget=budget)
    if host_of(named) != host_of(author.uri):
        raise Refused("It has a name of another site.")
    placed = {"audience": mirror.actor.uri}
    contents.item_take(thing, author=author, activity=placed, now=now)
