"""What was said in a space elsewhere before the first of us took part: read page by page, resumed where it stopped.

Nothing is read before the host has accepted us: from then on it sends us what is new, so that nothing can be said
between the last page we read and the first message we are sent.

One page of one space at a time, and what follows from it, before the next one: whatever else is to be done here waits
for no more than that. The host is asked first, with no transaction open; then what can be taken of the page is taken in
one, with the place of the next. What its own site says of its own things is believed; of things from a third
site only the name is, and that site is asked, so much per page and no more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from apps.base.errors import Refusal
from apps.federation.addresses import host_of, is_ours
from apps.federation.documents.activities import name_of
from apps.federation.errors import Later, Refused
from apps.federation.fetching import document_at
from apps.federation.models import Follow, RemoteActor, RemoteItem, RemoteSpace
from apps.federation.services import actors, contents
from apps.federation.services.together import Told, answers_take
from apps.federation.states import FollowState, PeerState
from apps.ledger.services import deliver_due, delivering
from apps.outside import Budget, OutsideError

log = structlog.get_logger()
MOST_PAGES = 400
MOST_LISTED = 200
FETCHES_ELSEWHERE = 20  # of third sites, per page
SECONDS = 20.0  # per page; who answers too slowly is read on later
FOLLOWS_FROM_A_PAGE = 500  # deliveries
PAUSE = timedelta(minutes=5)
READING = 0x72656164  # our advisory lock
Document = dict[str, Any]


def begin(mirror: RemoteSpace, group: Document) -> None:
    """Where to read from: everything in order, as our own sites offer it, else what the group passed on lately."""
    listed = group.get("trust:contents") or group.get("outbox")
    if isinstance(listed, str) and host_of(listed) == mirror.actor.peer.host:
        RemoteSpace.objects.filter(pk=mirror.pk).update(next_page=listed)


def read_due(*, now: datetime) -> int:
    """The next page of the space of which we read least; return how many were read. Never two at the same time."""
    with _alone() as alone:
        mirror = _waiting(now) if alone else None
        if mirror is None:
            return 0
        _read_page(mirror, now)
    return 1


def wake_up() -> None:
    """Say that there may be more to read. When it cannot be said, the clock says it."""
    from apps.federation.tasks import read_before

    try:
        read_before.apply_async(ignore_result=True, expires=30)
    except Exception as error:
        log.warning("wake_up_not_sent", error=type(error).__name__)


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else reads. The lock is the session's: it goes when we are killed, and nothing waits for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [READING])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [READING])


def _waiting(now: datetime) -> RemoteSpace | None:
    accepted = Follow.objects.filter(remote=OuterRef("actor"), ours=True, state=FollowState.ACCEPTED)
    due = RemoteSpace.objects.filter(Exists(accepted), actor__peer__state__in=[PeerState.ALLOWED, PeerState.LIMITED])
    due = due.exclude(next_page="").exclude(read_again_at__gt=now)
    return due.select_related("actor__peer").order_by("pages_read", "pk").first()


def _read_page(mirror: RemoteSpace, now: datetime) -> None:
    asking = _Asking(mirror, now)
    try:
        page = document_at(mirror.next_page, now=now, budget=asking.there)
    except Later:
        _keep(mirror, mirror.next_page, again_at=now + PAUSE)
        return
    except Refused as refused:
        log.info("backfill_stopped", peer=mirror.actor.peer.host, why=refused.reason)
        _keep(mirror, "")
        return
    told = asking.all_told(_listed(page))
    with delivering(), transaction.atomic():
        _take(told, now)
        if asking.finished:
            _keep(mirror, _next(page, mirror))
        else:  # the rest of this page again, with those known whom we asked about
            _keep(mirror, mirror.next_page, again_at=None if told else now + PAUSE)
    deliver_due(now=now, limit=FOLLOWS_FROM_A_PAGE)


def _keep(mirror: RemoteSpace, next_page: str, *, again_at: datetime | None = None) -> None:
    mirror.pages_read += 1
    mirror.next_page = "" if mirror.pages_read >= MOST_PAGES else next_page
    mirror.read_again_at = again_at
    mirror.save(update_fields=["next_page", "pages_read", "read_again_at"])


def _listed(page: Document) -> list[Any]:
    given = page.get("orderedItems") or page.get("items") or []
    return [_object(thing) for thing in given[:MOST_LISTED]] if isinstance(given, list) else []


def _object(thing: Any) -> Any:
    """What an announced creation carries, or the thing itself."""
    for _level in range(3):
        if not isinstance(thing, dict) or thing.get("type") not in {"Announce", "Create"}:
            break
        thing = thing.get("object")
    return thing


def _next(page: Document, mirror: RemoteSpace) -> str:
    """The first page of a collection, then each its next; at its own site, and never the same again."""
    named = name_of(page.get("first") if "partOf" not in page else page.get("next"))
    ends = host_of(named) != mirror.actor.peer.host or named == mirror.next_page
    return "" if ends else named


# --- asking -----------------------------------------------------------------------------------------------------------


@dataclass
class _Asking:
    """Whom we ask for one page: its host for its own people, and a few third sites for what is theirs."""

    mirror: RemoteSpace
    now: datetime
    finished: bool = True

    def __post_init__(self) -> None:
        self.there = Budget(fetches=MOST_LISTED + 2, seconds=SECONDS)
        self.elsewhere = Budget(fetches=FETCHES_ELSEWHERE, seconds=SECONDS)
        self.authors: dict[str, RemoteActor] = {}

    def all_told(self, listed: list[Any]) -> list[Told]:
        """What is new, each with its author. What cannot be read or believed is left out, and the others are not."""
        new = _new(listed)
        names = {name_of(thing.get("attributedTo")) for thing in new if isinstance(thing, dict)}
        fresh = RemoteActor.objects.select_related("peer", "persona").filter(uri__in=names)
        self.authors = {actor.uri: actor for actor in fresh.filter(fetched_at__gt=self.now - actors.FRESH)}
        found = [self._told(thing) for thing in new]
        return [told for told in found if told is not None]

    def _told(self, thing: Any) -> Told | None:
        if self.there.seconds_left() <= 0:
            self.finished = False
            return None
        try:
            return self._asked(thing)
        except (Refused, Refusal, OutsideError) as error:
            log.info("backfill_left_out", why=str(error)[:200])
            return None

    def _asked(self, thing: Any) -> Told:
        named = name_of(thing)
        if not isinstance(thing, dict) or host_of(named) != self.mirror.actor.peer.host:
            thing = document_at(named, now=self.now, budget=self._budget(named))
        author = self._author(name_of(thing.get("attributedTo")))
        if host_of(name_of(thing)) != host_of(author.uri):
            raise Refused("It has a name of another site.")
        return Told(thing, author, {"audience": self.mirror.actor.uri})

    def _author(self, named: str) -> RemoteActor:
        if named not in self.authors:
            self.authors[named] = actors.actor_at(named, now=self.now, budget=self._budget(named))
        return self.authors[named]

    def _budget(self, named: str) -> Budget:
        return self.there if host_of(named) == self.mirror.actor.peer.host else self.elsewhere


def _new(listed: list[Any]) -> list[Any]:
    """Neither ours nor here, each once."""
    named = {name: thing for thing in listed if (name := name_of(thing)) and not is_ours(name)}
    known = set(RemoteItem.objects.filter(uri__in=named).values_list("uri", flat=True))
    return [thing for name, thing in named.items() if name not in known]


# --- taking -----------------------------------------------------------------------------------------------------------


def _take(told: list[Told], now: datetime) -> None:
    """What begins a talk, then what answers, then what is left; an answer never comes before what it answers."""
    begins = [one for one in told if not one.thing.get("inReplyTo")]
    for one in begins:
        _take_one(one, now)
    answers = [one for one in told if one.thing.get("inReplyTo")]
    taken = answers_take(answers, now=now)
    for one in answers:
        if one.thing["id"] not in taken:
            _take_one(one, now)


def _take_one(told: Told, now: datetime) -> None:
    """One that cannot be taken is left out, and the others are not."""
    try:
        with transaction.atomic():
            contents.item_take(told.thing, author=told.author, activity=told.activity, now=now)
    except (Refused, Refusal) as error:
        log.info("backfill_left_out", why=str(error)[:200])
